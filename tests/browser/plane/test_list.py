"""The list beside the plane in a real browser: searched, sorted, and with own words on it."""

from typing import Any

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select

from server.playlists import choosing
from server.playlists.choosing import Sort
from server.store import people
from tests.browser.plane.page import (
    SONGS,
    count,
    ids_of,
    pick,
    show,
    shown,
    tracks_of,
    wait,
)
from tests.support.made_playlist import Made

pytestmark = pytest.mark.browser


def test_the_list_is_searched_and_sorted_and_draws_more_rows_as_they_are_reached(
    made: Made, browser: Chrome
) -> None:
    tracks = tracks_of(made)
    Select(browser.find_element(By.ID, "sort")).select_by_value("title")
    by_title = ids_of(choosing.order(tracks, Sort.TITLE))
    wait(browser, lambda: shown(browser)[:40] == by_title[:40])

    def scrolled() -> bool:
        browser.execute_script("scrollTo(0, document.documentElement.scrollHeight)")
        return shown(browser) == by_title

    wait(browser, scrolled)
    browser.execute_script("scrollTo(0, 0)")
    word = next(track["native_title"] for track in tracks if track["native_title"])
    browser.find_element(By.ID, "q").send_keys(word)
    found = choosing.order(choosing.search(tracks, word), Sort.TITLE)
    wait(browser, lambda: shown(browser) == ids_of(found))
    browser.find_element(By.ID, "q").send_keys(" nothing like it")
    wait(browser, lambda: count(browser) == "No song fits that.")
    browser.find_element(By.LINK_TEXT, "Show all songs").click()
    wait(browser, lambda: count(browser) == f"{SONGS} songs")


def test_the_named_songs_are_called_as_the_person_reads_titles(made: Made, browser: Chrome) -> None:
    store, user_id = made.site.services.store, made.site.user()
    people.settle(store, user_id, titles="native")
    try:
        show(made, browser, "?valence=0.5&arousal=0.5&radius=0.3")
        called = ".songs > li .title a"
        first = browser.find_elements(By.CSS_SELECTOR, called)[:3]
        names = [
            each.find_element(By.CSS_SELECTOR, ".first").text
            if each.find_elements(By.CSS_SELECTOR, ".first")
            else each.text
            for each in first
        ]
        told = browser.find_element(By.CSS_SELECTOR, "[data-summary=names]")
        wait(browser, lambda: told.text.startswith(", ".join(names)))
        hand = browser.find_element(By.CSS_SELECTOR, "[data-hand-title]")
        wait(browser, lambda: hand.text == names[0])
    finally:
        people.settle(store, user_id, titles="romaji")
        show(made, browser)


def test_an_own_word_counts_at_once_without_leaving_the_page(made: Made, browser: Chrome) -> None:
    tracks = tracks_of(made)
    song = next(
        track
        for track in tracks
        if (reading := track["reading"])
        and (reading["moods"], reading["own_mood"]) == (["happy"], None)
    )
    (id_,) = ids_of([song])
    pick(browser, "happy")
    wait(browser, lambda: id_ in shown(browser))
    before = int(count(browser).split()[0])
    browser.execute_script("window.still = true")
    _say(browser, id_, "sad")
    wait(browser, lambda: count(browser) == f"{before - 1} songs")
    assert id_ not in shown(browser)
    assert browser.execute_script("return window.still")
    focused = "return document.activeElement.closest('.songs > li')?.id"
    wait(browser, lambda: browser.execute_script(focused) in shown(browser))
    counts = browser.find_element(By.CSS_SELECTOR, "[data-count=happy]").text
    assert counts == str(before - 1)
    pick(browser, "happy")
    wait(browser, lambda: id_ in shown(browser))
    row = browser.find_element(By.ID, id_)
    assert "you said so" in row.text
    wait(browser, lambda: _reading(made, id_)["own_mood"] == "sad")
    _say(browser, id_, "forget")
    wait(browser, lambda: _reading(made, id_)["own_mood"] is None)
    assert browser.find_element(By.ID, id_).get_attribute("data-moods") == "happy"


def test_an_own_word_that_could_not_be_kept_is_taken_back_and_told(
    made: Made, browser: Chrome
) -> None:
    track = next(t for t in tracks_of(made) if t["reading"] and t["reading"]["moods"] == ["calm"])
    (id_,) = ids_of([track])
    browser.execute_script("window.fetch = () => Promise.reject(new TypeError('no connection'))")
    pick(browser, "calm")
    wait(browser, lambda: id_ in shown(browser))
    _say(browser, id_, "energetic")
    status = browser.find_element(By.CSS_SELECTOR, "[data-status]")
    wait(browser, lambda: "could not be kept" in status.text)
    assert browser.find_element(By.ID, id_).get_attribute("data-moods") == "calm"


def _reading(made: Made, id_: str) -> Any:
    return next(t["reading"] for t in tracks_of(made) if ids_of([t]) == [id_])


def _say(browser: Chrome, id_: str, word: str) -> None:
    row = browser.find_element(By.ID, id_)
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", row)
    details = row.find_element(By.CSS_SELECTOR, ".own")
    if not details.get_attribute("open"):
        details.find_element(By.CSS_SELECTOR, "summary").click()
    name = "[name=forget]" if word == "forget" else f"[value={word}]"
    details.find_element(By.CSS_SELECTOR, name).click()
