"""Changes of a playlist looked at, made, undone and gone back to, in a real browser."""

import pytest

from tests.browser.test_review import go_to_a_sure_song_with_another_candidate
from tests.support.browser import running_browser
from tests.support.demo import Demo
from tests.support.walk import Walk

pytestmark = pytest.mark.browser


def test_an_update_is_shown_first_and_gone_back_from_and_that_is_undone(demo: Demo) -> None:
    with running_browser(width=390, height=844) as browser:
        walk = Walk(browser, demo.url)
        walk.log_in()
        walk.ask_for("aoi", source="anilist")  # a playlist that the other walks leave alone
        assert walk.wait_for_end() == "done"
        walk.see_songs()
        page = browser.current_url.removeprefix(demo.url)
        before = walk.tracks_on_spotify()
        go_to_a_sure_song_with_another_candidate(walk)
        title = walk.find("h1").text.splitlines()[0]
        with walk.leaving():
            walk.click(walk.find("button[value=none]"))
        walk.wait_for_text("none of these")

        walk.open(f"{page}/changes")
        assert _diff(walk) == "+0 −1 ↕0"
        assert walk.find("#diff-title ~ .lost-songs .title").text in title
        walk.open(page)
        assert walk.tracks_on_spotify() == before
        walk.open(f"{page}/changes")
        _carry_out(walk, page, "Update the playlist")
        after = walk.tracks_on_spotify()
        assert after < before

        walk.open(f"{page}/changes")
        versions = browser.find_elements("css selector", "#versions-title ~ .lost-songs li")
        longer = [each for each in versions if each.text.startswith(str(len(before)))]
        with walk.leaving():
            walk.click(longer[0].find_element("css selector", "a"))
        walk.wait_for_text("As it was at")
        assert len(browser.find_elements("css selector", ".lost-songs li")) == len(before)
        walk.follow("See what going back would change")
        walk.wait_for_text("Go back to this version")
        assert _diff(walk) == "+1 −0 ↕0"
        _carry_out(walk, page, "Go back to this version")
        assert walk.tracks_on_spotify() == before

        walk.open(f"{page}/changes")
        walk.follow("Undo the last update")
        walk.wait_for_text("Undo it")
        assert _diff(walk) == "+0 −1 ↕0"
        _carry_out(walk, page, "Undo it")
        assert walk.tracks_on_spotify() == after

        walk.open("/review?show=decided")
        walk.send("Undo")
        walk.wait_for_text("not decided anything yet")


def _diff(walk: Walk) -> str:
    return walk.find("[data-diff]").text.partition(":")[0]


def _carry_out(walk: Walk, page: str, words: str) -> None:
    walk.send(words)
    assert walk.wait_for_end() == "done"
    walk.open(page)
