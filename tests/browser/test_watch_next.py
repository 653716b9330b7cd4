"""What to watch next in a real browser: from a user name to shows in the order of a mood."""

from collections.abc import Sequence

import pytest
import requests
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select

from tests.support.browser import PATIENCE, running_browser
from tests.support.demo import Demo
from tests.support.walk import Walk

pytestmark = pytest.mark.browser

_TITLES = """
return [...document.querySelectorAll(".ranked h3 a")].map((each) => each.firstChild.data.trim());
"""
_LOADED = "return document.documentElement.dataset.stays === undefined"


def _shows(walk: Walk) -> list[str]:
    titles: list[str] = walk.browser.execute_script(_TITLES)
    return titles


def _heading(walk: Walk) -> str:
    return walk.find("#shows-title").text


def _read_the_list(walk: Walk) -> None:
    """From the start page to the shows that mika plans to watch when calm."""
    walk.open("/start")
    walk.follow("Find your next show")
    field = walk.find("#username")
    field.clear()
    field.send_keys("mika")
    walk.click(walk.find("input[name=moods][value=calm]").find_element(By.XPATH, ".."))
    walk.send("Find my next show")
    assert walk.wait_for_end() == "done"
    walk.see("See what to watch next")
    walk.wait_for(lambda _: _heading(walk) == "To watch when you feel calm")


def _moods_of_the_first(walk: Walk) -> Sequence[str]:
    first = walk.find(".ranked > li")
    return [chip.text for chip in first.find_elements(By.CSS_SELECTOR, "ul li:first-child .chip")]


def test_another_mood_puts_the_shows_in_another_order_at_once(demo: Demo) -> None:
    with running_browser(width=390, height=844) as browser:
        walk = Walk(browser, demo.url)
        walk.log_in()
        _read_the_list(walk)
        walk.wait_for(
            lambda _: browser.find_elements(By.CSS_SELECTOR, "[data-watched][data-ready]")
        )
        calm = _shows(walk)
        assert len(calm) == 14
        assert "Calm" in _moods_of_the_first(walk)
        links = browser.find_elements(By.CSS_SELECTOR, ".ranked h3 a")
        addresses = [link.get_attribute("href") or "" for link in links]
        assert all(each.startswith("https://myanimelist.net/anime/") for each in addresses)
        before = requests.get(f"{demo.sandbox_url}/_sandbox/calls", timeout=PATIENCE).json()

        browser.execute_script("document.documentElement.dataset.stays = 'yes'")
        tiles = "arguments[0].dispatchEvent(new MouseEvent('click', {bubbles: true}))"
        for mood in ("calm", "energetic"):  # the one goes, the other comes
            box = walk.find(f"input[name=moods][value={mood}]")
            browser.execute_script(tiles, box)
        walk.wait_for(lambda _: _heading(walk) == "To watch when you feel energetic")
        assert sorted(_shows(walk)) == sorted(calm)
        assert _shows(walk) != calm
        assert "moods=energetic" in browser.current_url
        assert "moods=calm" not in browser.current_url

        walk.press("A circle")
        walk.wait_for(lambda _: _heading(walk) == "To watch near your point")
        assert "valence=0.5" in browser.current_url
        walk.press("A mood")
        walk.wait_for(lambda _: _heading(walk) == "In the list's order")
        assert not browser.execute_script(_LOADED), "the page was never left"
        after = requests.get(f"{demo.sandbox_url}/_sandbox/calls", timeout=PATIENCE).json()
        assert after == before, "nobody was asked for it"

        trigger = walk.find(".ranked [data-sample]")
        walk.click(trigger)
        walk.wait_for(lambda _: trigger.get_attribute("data-state") == "playing")
        assert walk.find(".player a").text.startswith("Sample from ")


def test_it_is_the_same_without_scripts(demo: Demo) -> None:
    with running_browser(width=1280, height=900, javascript=False) as browser:
        walk = Walk(browser, demo.url, javascript=False)
        walk.log_in()
        _read_the_list(walk)
        calm = _shows(walk)
        walk.click(walk.find(".quadrant.calm .name"))
        walk.click(walk.find(".quadrant.sad .name"))
        walk.send("Put these first")
        assert _heading(walk) == "To watch when you feel sad"
        assert sorted(_shows(walk)) == sorted(calm)
        walk.click(walk.find("details[data-panel=place] summary"))
        with walk.leaving():
            walk.click(walk.find(".places [data-mood=energetic]"))
        assert _heading(walk) == "To watch near your point"

        for nth in range(len(browser.find_elements(By.CSS_SELECTOR, ".ranked [data-sample]"))):
            with walk.leaving():
                walk.click(browser.find_elements(By.CSS_SELECTOR, ".ranked [data-sample]")[nth])
            if browser.find_elements(By.CSS_SELECTOR, ".ranked audio"):
                break
            assert "No sample of this song" in walk.text(), "some songs are known by features alone"
        audio = walk.find(".ranked audio")
        assert (audio.get_attribute("src") or "").startswith(demo.sandbox_url)
        assert walk.text().count("Sample from ") >= 1


def test_a_playlist_of_ones_own_can_be_what_shows_are_held_against(demo: Demo) -> None:
    with running_browser(width=1280, height=900) as browser:
        walk = Walk(browser, demo.url)
        walk.log_in()
        walk.ask_for("aoi")
        assert walk.wait_for_end() == "done"
        _read_the_list(walk)
        walk.wait_for(
            lambda _: browser.find_elements(By.CSS_SELECTOR, "[data-watched][data-ready]")
        )
        walk.press("A playlist")
        walk.wait_for(lambda _: _heading(walk).startswith("To watch if you like “"))
        chosen = Select(walk.find("#playlist")).first_selected_option.text
        assert _heading(walk) == f"To watch if you like “{chosen}”"
        browser.refresh()
        walk.wait_for(
            lambda _: browser.find_elements(By.CSS_SELECTOR, "[data-watched][data-ready]")
        )
        assert walk.find("[data-mode=playlist]").get_attribute("aria-pressed") == "true"
        assert _heading(walk) == f"To watch if you like “{chosen}”"
