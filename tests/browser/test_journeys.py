"""A journey from one mood to another, made in a real browser, with and without scripts."""

import pytest
import requests
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select

from tests.support.browser import PATIENCE, running_browser
from tests.support.demo import Demo
from tests.support.walk import Walk

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_two_moods_and_a_length_become_a_playlist_in_their_order(
    demo: Demo, javascript: bool
) -> None:
    with running_browser(width=390, height=844, javascript=javascript) as browser:
        walk = Walk(browser, demo.url, javascript)
        walk.log_in()
        walk.ask_for("aoi")
        assert walk.wait_for_end() == "done"
        walk.see_songs()
        if javascript:
            walk.click(walk.find("[data-mode=path]"))
        else:
            walk.click(walk.find("[data-panel=path] summary"))
        for name, mood in (("from", "sad"), ("to", "happy")):
            Select(walk.find(f"select[name={name}]")).select_by_value(mood)
        minutes = walk.find("input[name=minutes]")
        minutes.clear()
        minutes.send_keys("20")
        if javascript:
            walk.wait_for(_the_page_has_planned)
        walk.send("Make this journey")
        assert walk.wait_for_end() == "done"
        walk.see_songs()
        assert "A journey from sad to happy, about 20 minutes." in walk.find(".way").text
        assert "Sad to happy, 20 min" in walk.find("h1").text
        rows = [
            row.get_attribute("id") for row in browser.find_elements(By.CSS_SELECTOR, ".songs > li")
        ]
        page = requests.get(walk.spotify_link(), timeout=PATIENCE).text
        tracks = [part.partition('"')[0] for part in page.split('href="/open/track/')[1:]]
        assert rows == list(dict.fromkeys(tracks))
        assert len(rows) > 2


def _the_page_has_planned(browser: Chrome) -> bool:
    """Whether the page has looked for the journey's songs, so that nothing on it moves any more."""
    told = browser.find_element(By.CSS_SELECTOR, "p[data-journey]").text
    return "minutes=20" in browser.current_url and not told.startswith("Looking")
