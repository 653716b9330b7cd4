"""The main job, walked in a real browser as a new user would."""

import pytest
import requests

from tests.support.browser import PATIENCE, running_browser
from tests.support.demo import Demo
from tests.support.walk import Walk

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_from_a_user_name_to_a_mood_playlist(demo: Demo, javascript: bool) -> None:
    with running_browser(width=390, height=844, javascript=javascript) as browser:
        walk = Walk(browser, demo.url, javascript)
        walk.log_in()
        walk.ask_for("aoi")
        assert walk.wait_for_end() == "done"
        on_spotify = requests.get(walk.spotify_link(), timeout=PATIENCE).text
        walk.see_songs()
        titles = walk.songs()
        assert len(titles) > 10

        fitting = walk.browser.find_elements("css selector", ".songs > li .chip.calm")
        walk.choose("calm")
        assert walk.wait_for_end() == "done"
        mood_on_spotify = requests.get(walk.spotify_link(), timeout=PATIENCE).text
        walk.see_songs()
        assert len(walk.songs()) == len(fitting) > 0
        assert set(walk.songs()) < set(titles)
        assert "openings" in on_spotify.lower()
        assert "calm" in mood_on_spotify.lower()


@pytest.mark.parametrize(
    ("username", "words"),
    [
        ("nobody-of-that-name", "knows nobody"),
        ("hidden", "private"),
        ("newcomer", "empty"),
    ],
)
def test_a_list_that_cannot_be_used_is_told_in_plain_words(
    demo: Demo, username: str, words: str
) -> None:
    with running_browser() as browser:
        walk = Walk(browser, demo.url)
        walk.log_in()
        walk.ask_for(username)
        assert walk.wait_for_end() == "failed"
        assert words in walk.text().lower()
