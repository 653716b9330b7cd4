"""The plane worked by finger, key, button and field, in a real browser."""

import json

import pytest
from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.browser.plane.page import (
    SONGS,
    count,
    show,
    surface_of,
    turn_to,
    value_of,
    wait,
)
from tests.support.browser import running_browser
from tests.support.made_playlist import Made

pytestmark = pytest.mark.browser


def test_fingers_move_and_pinch_the_circle(made: Made) -> None:
    with running_browser(width=390, height=844) as phone:
        phone.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": True})
        show(made, phone)
        turn_to(phone, "place")
        wait(phone, lambda: "valence=" in phone.current_url)  # nothing moves any more
        surface = surface_of(phone)
        phone.execute_script("arguments[0].scrollIntoView({block: 'center'})", surface)
        box = phone.execute_script("return arguments[0].getBoundingClientRect().toJSON()", surface)
        middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

        def touch(kind: str, *fingers: tuple[float, float]) -> None:
            points = [
                {"x": middle[0] + x, "y": middle[1] + y, "id": n}
                for n, (x, y) in enumerate(fingers)
            ]
            phone.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

        before = phone.execute_script("return scrollY")
        touch("touchStart", (0, 0))
        for step in range(1, 6):
            touch("touchMove", (-10.0 * step, 15.0 * step))
        touch("touchEnd")
        wait(phone, lambda: value_of(phone, "valence") < 0.47)
        assert value_of(phone, "arousal") < 0.47
        assert phone.execute_script("return scrollY") == before

        size = value_of(phone, "radius")
        touch("touchStart", (-30, 0), (30, 0))
        touch("touchMove", (-60, 0), (60, 0))
        touch("touchEnd")
        wait(phone, lambda: value_of(phone, "radius") == pytest.approx(2 * size, abs=0.01))


def test_the_plane_answers_to_keys_alone(made: Made, browser: Chrome) -> None:
    surface_of(browser).send_keys(Keys.ARROW_RIGHT)
    wait(browser, lambda: value_of(browser, "valence") == 0.5)
    surface_of(browser).send_keys(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_UP)
    wait(browser, lambda: value_of(browser, "arousal") == 0.51)
    assert value_of(browser, "valence") == 0.52
    ActionChains(browser).key_down(Keys.SHIFT).send_keys(Keys.ARROW_LEFT).key_up(
        Keys.SHIFT
    ).perform()
    wait(browser, lambda: value_of(browser, "valence") == 0.47)
    size = value_of(browser, "radius")
    surface_of(browser).send_keys("+", "+")
    wait(browser, lambda: value_of(browser, "radius") > size * 1.3)
    status = browser.find_element(By.CSS_SELECTOR, "[data-status]")
    wait(browser, lambda: "Circle at 44 % bright" in (status.get_attribute("textContent") or ""))
    assert "song" in (status.get_attribute("textContent") or "")
    surface_of(browser).send_keys(Keys.ESCAPE)
    wait(browser, lambda: count(browser) == f"{SONGS} songs")
    assert (
        browser.find_element(By.CSS_SELECTOR, "[data-mode=moods]").get_attribute("aria-pressed")
        == "true"
    )


def test_buttons_fields_and_named_places_do_what_the_fingers_do(
    made: Made, browser: Chrome
) -> None:
    turn_to(browser, "place")
    size = value_of(browser, "radius")
    browser.find_element(By.CSS_SELECTOR, "[data-size='1']").click()
    wait(browser, lambda: value_of(browser, "radius") > size)
    browser.find_element(By.CSS_SELECTOR, "[data-size='-1']").click()
    wait(browser, lambda: value_of(browser, "radius") == pytest.approx(size, abs=0.001))
    browser.find_element(By.CSS_SELECTOR, "[data-mood=sad]").click()
    wait(browser, lambda: value_of(browser, "valence") == 0.35)
    field = browser.find_element(By.ID, "valence")
    field.clear()
    field.send_keys("0.4")
    ring = browser.find_element(By.CSS_SELECTOR, "[data-ring]")
    wait(browser, lambda: float(ring.get_attribute("cx") or 0) == pytest.approx(130.4))
    wait(browser, lambda: "valence=0.4&" in browser.current_url)
    show(made, browser, f"?{browser.current_url.partition('?')[2]}")
    assert value_of(browser, "valence") == 0.4
    assert browser.find_element(By.CSS_SELECTOR, "[data-ring]").is_displayed()


def test_everything_can_be_reached_by_tab_and_is_large_enough(browser: Chrome) -> None:
    small = browser.execute_script(
        """
        const targets = document.querySelectorAll("main :is(a, button, select, input, summary)");
        return [...targets].filter((each) => each.checkVisibility()).map((each) => {
          const { width, height } = (each.closest("label") ?? each).getBoundingClientRect();
          const inline = each.matches("p:not(.act) a, .title a");
          return [each.outerHTML.slice(0, 80), Math.min(width, height), inline];
        }).filter(([, least, inline]) => least < 24 && !inline);
        """
    )
    assert small == []
    assert json.loads(
        browser.execute_script(
            "const s = document.querySelector('[data-surface]');"
            "return JSON.stringify([s.tabIndex, s.getAttribute('role'), Boolean(s.ariaLabel)])"
        )
    ) == [0, "application", True]
