"""The main job in a browser that runs no scripts: every choice of the plane by links and forms."""

import pytest
import requests
from selenium.webdriver.support.ui import Select

from tests.support.browser import PATIENCE, running_browser
from tests.support.demo import Demo
from tests.support.walk import Walk

pytestmark = pytest.mark.browser


def test_from_the_landing_page_to_a_mood_a_point_and_a_journey_without_scripts(
    demo: Demo,
) -> None:
    with running_browser(width=390, height=844, javascript=False) as browser:
        walk = Walk(browser, demo.url, javascript=False)
        walk.log_in()
        walk.ask_for("aoi")
        assert walk.wait_for_end() == "done"
        walk.see_songs()
        page = browser.current_url
        everything = walk.songs()

        walk.click(walk.find(".quadrant.happy .name"))
        walk.send("Only show these songs")
        assert "moods=happy" in browser.current_url
        happy = walk.songs()
        assert set(happy) < set(everything)
        assert walk.find("[data-summary=count]").text.startswith(str(len(happy)))

        browser.get(page)
        walk.find("#q").send_keys(everything[0])
        Select(walk.find("#sort")).select_by_value("title")
        walk.send("Show")
        assert "sort=title" in browser.current_url
        assert everything[0] in walk.songs()

        browser.get(page)
        walk.choose("happy")
        assert walk.wait_for_end() == "done"
        on_spotify = requests.get(walk.spotify_link(), timeout=PATIENCE).text
        assert "Happy" in on_spotify
        walk.see_songs()
        assert walk.songs() == happy

        browser.get(page)
        for details in browser.find_elements("css selector", "details.panel"):
            walk.click(details.find_element("css selector", "summary"))
        walk.send("Make this journey")
        assert walk.wait_for_end() == "done"
        walk.see_songs()
        assert set(walk.songs()) <= set(everything)
