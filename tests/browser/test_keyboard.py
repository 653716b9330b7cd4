"""The main job with the keyboard alone, in a real browser."""

import pytest
from selenium.webdriver.common.keys import Keys

from tests.support.browser import running_browser
from tests.support.demo import Demo
from tests.support.keyboard import Keyboard
from tests.support.walk import Walk

pytestmark = pytest.mark.browser


def test_from_the_landing_page_to_a_mood_playlist_without_a_mouse(demo: Demo) -> None:
    with running_browser() as browser:
        walk, keys = Walk(browser, demo.url), Keyboard(browser)
        walk.open()
        keys.tab_to("Skip to the content")
        keys.tab_to("Log in with Spotify")
        with walk.leaving():
            keys.press(Keys.ENTER)
        keys.tab_to("Agree")
        with walk.leaving():
            keys.press(Keys.ENTER)
        walk.wait_for_path("/start")

        keys.tab_to(name="username")
        keys.press("aoi")
        keys.tab_to("Make the playlist")
        with walk.leaving():
            keys.press(Keys.ENTER)
        assert walk.wait_for_end() == "done"
        walk.see_songs()
        page = browser.current_url
        everything = walk.find("[data-summary=count]").text

        keys.tab_to("The plane of your songs")
        keys.press(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_DOWN, "+")
        walk.wait_for(lambda _: walk.find("[data-summary=count]").text != everything)
        walk.wait_for(lambda _: walk.find("#radius").get_attribute("value") > "0.06")
        keys.press(Keys.ESCAPE)
        walk.wait_for(lambda _: walk.find("[data-summary=count]").text == everything)

        browser.get("about:blank")  # the page anew, and at its own address
        browser.get(page)
        walk.wait_for_scripts()
        keys.tab_to(name="moods")
        chosen = browser.switch_to.active_element.get_attribute("value") or ""
        keys.press(Keys.SPACE)
        walk.wait_for(lambda _: walk.find("[data-summary=count]").text != everything)
        titles = set(walk.songs())
        keys.tab_to("Make this playlist")
        with walk.leaving():
            keys.press(Keys.ENTER)
        assert walk.wait_for_end() == "done"
        walk.see_songs()
        assert set(walk.songs()) == titles
        assert chosen in walk.find("h1").text.lower()
