"""Paths over the plane in a real browser: drawn, set with keys, and the journey they make."""

from urllib.parse import parse_qs

import pytest
from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from server.jobs.journey_request import parse_journey_request
from server.playlists.wanted import fitting
from tests.browser.plane.page import (
    count,
    first_row,
    in_page,
    show,
    shown,
    surface_of,
    turn_to,
    wait,
)
from tests.support.made_playlist import PLAYLIST, Made

pytestmark = pytest.mark.browser


def test_a_drawn_line_becomes_a_few_points_that_keep_its_course(browser: Chrome) -> None:
    wave = [{"x": x, "y": 200 + (60 if (x // 50) % 2 else -60)} for x in range(0, 400, 5)]
    short = in_page(browser, "return path.simplify(given[0]);", wave)
    assert 2 < len(short) <= 12
    assert (short[0], short[-1]) == (wave[0], wave[-1])
    straight = [{"x": x, "y": x} for x in range(0, 300, 3)]
    assert in_page(browser, "return path.simplify(given[0]);", straight) == [
        straight[0],
        straight[-1],
    ]
    assert len(in_page(browser, "return path.simplify(given[0]);", straight[:1] * 9)) == 1


def test_places_along_a_path_and_the_ellipse_of_a_song(browser: Chrome) -> None:
    corner = [{"valence": v, "arousal": a} for v, a in ((0.3, 0.4), (0.7, 0.4), (0.7, 0.6))]
    told = in_page(
        browser,
        "return given[1].map((place) => choice.along(given[0], place));",
        corner,
        [{"valence": 0.5, "arousal": 0.45}, {"valence": 0.75, "arousal": 0.6}, corner[0]],
    )
    assert told[0] == pytest.approx({"distance": 0.05, "share": 1 / 3})
    assert told[1] == pytest.approx({"distance": 0.05, "share": 1})
    assert told[2] == pytest.approx({"distance": 0, "share": 0})
    level, tilted = in_page(
        browser, "return given[0].map(draw.ellipseOf);", [[0.1, 0.05, 0], [0.1, 0.06, 0.004]]
    )
    assert level["degrees"] == pytest.approx(0)
    assert level["rx"] / level["ry"] == pytest.approx(0.1 * 696 / (0.05 * 1160))
    assert -90 < tilted["degrees"] < 0, "what is brighter and livelier is drawn up to the right"


def test_a_path_is_drawn_or_set_point_by_point_with_keys(browser: Chrome) -> None:
    turn_to(browser, "path")
    field = browser.find_element(By.NAME, "path")
    wait(browser, lambda: len((field.get_attribute("value") or "").split()) == 2)
    surface = surface_of(browser)
    drag = ActionChains(browser, duration=20).move_to_element_with_offset(surface, -120, 90)
    drag = drag.click_and_hold()
    for x, y in ((40, -60), (40, -60), (40, 60), (40, 60), (60, -90)):
        drag = drag.move_by_offset(x, y)
    drag.release().perform()
    wait(browser, lambda: 3 <= len((field.get_attribute("value") or "").split()) <= 12)
    line = browser.find_element(By.CSS_SELECTOR, ".dots .line")
    assert line.is_displayed()
    wait(browser, lambda: "along your path" in first_row(browser))
    ends = [browser.find_element(By.ID, f"path-{end}") for end in ("from", "to")]
    assert [each.get_attribute("value") for each in ends] == ["sad", "happy"], "as it was drawn"
    wait(browser, lambda: _is_planned(browser, field.get_attribute("value") or ""))
    browser.find_element(By.CSS_SELECTOR, "[data-clear]").click()
    wait(browser, lambda: not field.get_attribute("value"))
    surface_of(browser).send_keys(Keys.ARROW_LEFT, Keys.ENTER, *[Keys.ARROW_RIGHT] * 9, Keys.ENTER)
    wait(browser, lambda: field.get_attribute("value") == "0.49,0.5 0.58,0.5")
    surface_of(browser).send_keys(Keys.BACKSPACE)
    wait(browser, lambda: field.get_attribute("value") == "0.49,0.5")


def _is_planned(browser: Chrome, path: str) -> bool:
    """Whether the page has looked for a path's songs, so that nothing on it moves any more."""
    kept = parse_qs(browser.current_url.partition("?")[2]).get("path")
    told = browser.find_element(By.CSS_SELECTOR, "p[data-journey]").text
    return kept == [path] and not told.startswith("Looking")


def test_a_path_shows_the_very_journey_that_the_server_would_make(
    made: Made, browser: Chrome
) -> None:
    store, user_id = made.site.services.store, made.site.user()
    turn_to(browser, "path")
    minutes = browser.find_element(By.ID, "minutes")
    minutes.clear()
    minutes.send_keys("25")
    Select(browser.find_element(By.ID, "path-to")).select_by_value("happy")
    path = browser.find_element(By.NAME, "path").get_attribute("value") or ""
    points = [
        dict(zip(("valence", "arousal"), map(float, p.split(",")), strict=True))
        for p in path.split()
    ]
    asked = parse_journey_request(PLAYLIST, {"path": points, "minutes": 25})
    way = [uri.rpartition(":")[2] for uri in fitting(store, user_id, asked).uris]
    wait(browser, lambda: shown(browser) == way)
    assert count(browser) == f"{len(way)} songs"
    wait(browser, lambda: "path=" in browser.current_url)
    query = browser.current_url.partition("?")[2]
    show(made, browser, f"?{query}")
    wait(browser, lambda: shown(browser) == way)
    assert browser.find_element(By.CSS_SELECTOR, ".dots .line").is_displayed()
