"""A listener's own word on a song, said in a real browser."""

import pytest

from tests.support.browser import running_browser
from tests.support.demo import Demo
from tests.support.walk import Walk

pytestmark = pytest.mark.browser


def test_a_listener_says_what_a_song_is_without_scripts_and_takes_it_back(demo: Demo) -> None:
    with running_browser(width=390, height=844, javascript=False) as browser:
        walk = Walk(browser, demo.url, javascript=False)
        walk.log_in()
        walk.ask_for("aoi")
        assert walk.wait_for_end() == "done"
        walk.see_songs()
        page = browser.current_url
        first = walk.find(".songs > li").get_attribute("id")
        before = walk.find(".songs > li").get_attribute("data-moods")
        said = "sad" if before != "sad" else "happy"
        _say_of_the_first_song(walk, said.title())
        assert browser.current_url == f"{page}#{first}"
        assert walk.find(".songs > li").get_attribute("data-moods") == said
        assert "you say" in walk.find(".songs > li").text
        _say_of_the_first_song(walk, "As MoodDex heard it")
        assert walk.find(".songs > li").get_attribute("data-moods") == before


def _say_of_the_first_song(walk: Walk, words: str) -> None:
    own = walk.find(".songs > li .own")
    walk.click(own.find_element("css selector", "summary"))
    with walk.leaving():
        walk.click(own.find_element("xpath", f".//button[normalize-space(.)='{words}']"))
