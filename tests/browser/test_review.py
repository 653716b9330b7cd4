"""A wrong song put right, in a real browser, with and without scripts."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import requests
from selenium.webdriver import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.support.browser import PATIENCE, running_browser
from tests.support.demo import Demo
from tests.support.walk import Walk

pytestmark = pytest.mark.browser


@contextmanager
def _walk(demo: Demo, *, javascript: bool = True) -> Iterator[Walk]:
    """Somebody with a playlist, on its page."""
    with running_browser(width=390, height=844, javascript=javascript) as browser:
        walk = Walk(browser, demo.url, javascript)
        walk.log_in()
        walk.ask_for("aoi")
        assert walk.wait_for_end() == "done"
        walk.see_songs()
        yield walk


def go_to_a_sure_song_with_another_candidate(walk: Walk) -> None:
    cookie = walk.browser.get_cookie("__session")
    assert cookie is not None
    links = walk.browser.find_elements(By.CSS_SELECTOR, ".songs a[href^='/review/']")
    for address in [link.get_attribute("href") or "" for link in links]:
        page = requests.get(address, cookies={"__session": cookie["value"]}, timeout=PATIENCE).text
        if page.count('value="this ') > 1:
            walk.browser.get(address)
            return
    raise AssertionError("no song of the list has another candidate")


def _update(walk: Walk) -> None:
    walk.send("Update the playlist")
    assert walk.wait_for_end() == "done"
    walk.see_songs()


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_a_choice_reaches_the_playlist_stays_there_and_can_be_undone(
    demo: Demo, javascript: bool
) -> None:
    with _walk(demo, javascript=javascript) as walk:
        before = walk.tracks_on_spotify()
        go_to_a_sure_song_with_another_candidate(walk)
        used = walk.find(".tag:not(.faint)").find_element(By.XPATH, "ancestor::li")
        first = used.find_element(By.CSS_SELECTOR, "button[value^='this ']").get_attribute("value")
        buttons = walk.browser.find_elements(By.CSS_SELECTOR, "button[value^='this ']")
        other = next(b for b in buttons if b.get_attribute("value") != first)
        chosen = (other.get_attribute("value") or "").rpartition(":")[2]
        replaced = (first or "").rpartition(":")[2]
        with walk.leaving():
            walk.click(other)
        walk.wait_for_text("You chose")
        assert walk.browser.current_url.rpartition("#")[2].startswith("s-")

        _update(walk)
        assert walk.tracks_on_spotify() == before - {replaced} | {chosen}
        walk.ask_for("aoi")
        assert walk.wait_for_end() == "done"
        walk.see_songs()
        assert walk.tracks_on_spotify() == before - {replaced} | {chosen}

        walk.open("/review?show=decided")
        walk.send("Undo")
        walk.wait_for_text("not decided anything yet")
        _update(walk)
        assert walk.tracks_on_spotify() == before


def test_a_link_that_is_no_song_is_told_beside_the_field(demo: Demo) -> None:
    with _walk(demo, javascript=False) as walk:
        go_to_a_sure_song_with_another_candidate(walk)
        field = walk.find("input[name=link]")
        with walk.leaving():
            field.send_keys(f"{demo.sandbox_url}/open/playlist/1234567890123456789012", Keys.ENTER)
        walk.wait_for_text("not to one song")
        assert walk.find("input[name=link]").get_attribute("aria-invalid") == "true"


def test_the_review_can_be_done_by_keyboard(demo: Demo) -> None:
    with _walk(demo) as walk:
        go_to_a_sure_song_with_another_candidate(walk)
        used = walk.find(".tag:not(.faint)").find_element(By.XPATH, "ancestor::li")
        with walk.leaving():
            walk.click(used.find_element(By.CSS_SELECTOR, "button[value^='never ']"))
        walk.wait_for_text("is never used")

        walk.open("/review")
        _keys_are_heard(walk)
        ActionChains(walk.browser).send_keys("j").perform()
        _send_by_key(walk, "1")
        walk.wait_for_text("You chose")
        _send_by_key(walk, "u")
        assert "You chose" not in walk.text()
        _send_by_key(walk, "n")
        walk.wait_for_text("none of these")
        focused = walk.browser.execute_script("return document.querySelector(':target').id")
        assert focused.startswith("s-")
        _send_by_key(walk, "u")
        assert "You said that none" not in walk.text()
        _keys_are_heard(walk)
        walk.press("Turn keys off")
        walk.wait_for_text("Turn keys on")
        ActionChains(walk.browser).send_keys("n").perform()
        walk.send("Allow it again")
        assert "is never used" not in walk.text()
        assert "You said" not in walk.text()


def _keys_are_heard(walk: Walk) -> None:
    walk.wait_for(lambda _: walk.find("[data-keys]").is_displayed())


def _send_by_key(walk: Walk, key: str) -> None:
    _keys_are_heard(walk)
    with walk.leaving():
        ActionChains(walk.browser).send_keys(key).perform()
