"""Samples heard in a real browser: one at a time, by key and by finger, and where none plays."""

from collections.abc import Iterator

import pytest
import requests
from selenium.webdriver import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from tests.support.browser import PATIENCE, running_browser
from tests.support.demo import Demo
from tests.support.walk import Walk

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def walk(demo: Demo) -> Iterator[Walk]:
    """Somebody with a playlist."""
    with running_browser(width=390, height=844) as browser:
        walk = Walk(browser, demo.url)
        walk.log_in()
        walk.ask_for("aoi")
        assert walk.wait_for_end() == "done"
        walk.see_songs()
        walk.browser.execute_cdp_cmd(
            "Page.addScriptToEvaluateOnNewDocument", {"source": _GO_ROUND_AND_LISTEN}
        )
        yield walk


@pytest.fixture
def page(walk: Walk, demo: Demo) -> Iterator[Walk]:
    """On the playlist's page, with everything in order."""
    page = walk.browser.current_url
    walk.browser.get("about:blank")
    walk.browser.get(page)
    walk.wait_for(lambda browser: len(browser.find_elements(By.CSS_SELECTOR, _READY)) > 1)
    yield walk
    requests.delete(f"{demo.sandbox_url}/_sandbox/faults", timeout=PATIENCE)


_READY = ".songs [data-sample][aria-pressed]"

# However slow the machine is, no sample ends by itself, and nothing that was said is missed.
_GO_ROUND_AND_LISTEN = """
[window.heard, window.leaps] = [[], [0]];
document.addEventListener("seeking", ({ target }) => window.leaps.push(target.currentTime), true);
document.addEventListener("play", ({ target }) => (target.loop = true), true);
new MutationObserver(() => {
  const words = document.querySelector(".player [role=status]")?.textContent;
  if (words !== window.heard.at(-1)) window.heard.push(words);
}).observe(document, { childList: true, subtree: true });
"""


def _triggers(walk: Walk) -> list[WebElement]:
    return walk.browser.find_elements(By.CSS_SELECTOR, _READY)


def _second(walk: Walk) -> float:
    """How far the one audio element of the page has played."""
    players = walk.browser.find_elements(By.TAG_NAME, "audio")
    assert len(players) == 1
    return float(walk.browser.execute_script("return arguments[0].currentTime", players[0]))


def _state(trigger: WebElement) -> str:
    return trigger.get_attribute("data-state") or ""


def _wait_until(walk: Walk, trigger: WebElement, state: str) -> None:
    walk.wait_for(lambda _: _state(trigger) == state)


def _says(walk: Walk) -> str:
    return walk.find(".player [role=status]").text


def _wait_to_hear(walk: Walk, words: str) -> None:
    walk.wait_for(lambda browser: words in browser.execute_script("return window.heard"))


def test_a_song_plays_is_attributed_and_makes_way_for_another(page: Walk) -> None:
    one, other = _triggers(page)[:2]
    page.click(one)
    _wait_until(page, one, "playing")
    page.wait_for(lambda _: _second(page) > 0.2)
    assert one.get_attribute("aria-pressed") == "true"
    assert _says(page).startswith("Playing “")
    source = page.find(".player a")
    assert source.text.startswith("Sample from ")
    assert (source.get_attribute("href") or "").startswith("https://")
    page.wait_for(lambda _: float(page.find(".player progress").get_attribute("value") or 0) > 0)

    page.click(other)
    _wait_until(page, other, "playing")
    assert (_state(one), one.get_attribute("aria-pressed")) == ("idle", "false")
    page.click(other)
    _wait_until(page, other, "paused")
    assert _says(page).startswith("Paused")
    page.click(other)
    _wait_until(page, other, "playing")
    page.find(".player button:last-of-type").click()
    _wait_until(page, other, "idle")
    assert not page.find(".player").is_displayed()


def test_a_sample_is_ruled_by_keys_where_the_focus_is(page: Walk) -> None:
    browser, trigger = page.browser, _triggers(page)[0]
    browser.execute_script("arguments[0].focus()", trigger)
    ActionChains(browser).send_keys(Keys.SPACE).perform()
    _wait_until(page, trigger, "playing")
    ActionChains(browser).send_keys(Keys.ENTER).perform()
    _wait_until(page, trigger, "paused")
    ActionChains(browser).send_keys(Keys.SPACE).perform()
    _wait_until(page, trigger, "playing")

    audio = page.find("audio")

    def muted() -> bool:
        return bool(browser.execute_script("return arguments[0].muted", audio))

    ActionChains(browser).send_keys("m").perform()
    assert not muted()
    browser.execute_script("document.querySelector('.player button').focus()")
    ActionChains(browser).send_keys("m").perform()
    page.wait_for(lambda _: muted())
    _wait_to_hear(page, "Sound off")
    before = _second(page)
    ActionChains(browser).send_keys(Keys.ARROW_RIGHT).perform()
    page.wait_for(lambda _: max(browser.execute_script("return window.leaps")) > before + 4)
    ActionChains(browser).send_keys("m", Keys.ESCAPE).perform()
    _wait_until(page, trigger, "idle")
    assert browser.switch_to.active_element == trigger


def test_where_no_source_can_be_played_the_next_are_tried_and_that_is_said(
    page: Walk, demo: Demo
) -> None:
    fault = {"service": "audio", "status": 503, "body": "no"}
    requests.post(
        f"{demo.sandbox_url}/_sandbox/faults", json=fault, timeout=PATIENCE
    ).raise_for_status()
    trigger = _triggers(page)[0]
    page.click(trigger)
    _wait_until(page, trigger, "failed")
    assert "can be played in this browser" in _says(page) or "was found" in _says(page)
    assert page.find(".player").is_displayed()
    requests.delete(f"{demo.sandbox_url}/_sandbox/faults", timeout=PATIENCE).raise_for_status()
    page.click(trigger)
    _wait_until(page, trigger, "playing")


def test_where_nobody_answers_it_is_said_and_asked_anew_later(page: Walk, demo: Demo) -> None:
    for service in ("deezer", "itunes", "audio"):
        fault = {"service": service, "status": 503, "body": "no"}
        requests.post(f"{demo.sandbox_url}/_sandbox/faults", json=fault, timeout=PATIENCE)
    trigger = _triggers(page)[1]
    page.click(trigger)
    _wait_until(page, trigger, "failed")
    assert "just now" in _says(page)
