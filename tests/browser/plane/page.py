"""The page of a playlist with its plane: what tests do on it, and what they read there."""

from typing import Any

from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from server.playlists.views import playlist_view
from tests.support.browser import wait_for
from tests.support.made_playlist import PLAYLIST, Made

SONGS = 240


def show(made: Made, browser: Chrome, query: str = "") -> None:
    made.open(browser, query)
    wait(browser, lambda: browser.find_elements(By.CSS_SELECTOR, "[data-plane][data-ready]"))


def wait(browser: Chrome, condition: Any) -> Any:
    return wait_for(browser, condition)


def tracks_of(made: Made) -> list[dict[str, Any]]:
    site = made.site
    view = playlist_view(site.services, site.user(), PLAYLIST)
    tracks: list[dict[str, Any]] = view["tracks"]
    return tracks


def ids_of(songs: Any) -> list[str]:
    return [song["spotify_uri"].rpartition(":")[2] for song in songs]


def in_page(browser: Chrome, script: str, *given: Any) -> Any:
    """What an asynchronous function of the page's modules gives."""
    begin = """
    const done = arguments[arguments.length - 1];
    (async (...given) => {
      const choice = await import("/static/js/plane/choice.js");
      const path = await import("/static/js/plane/path.js");
      const draw = await import("/static/js/plane/draw.js");
    """
    end = "})(...arguments).then((found) => done({found}), (error) => done({error: `${error}`}));"
    answer = browser.execute_async_script(f"{begin}{script}{end}", *given)
    assert "error" not in answer, answer
    return answer["found"]


def shown(browser: Chrome) -> list[str]:
    """The ids of the rows that are drawn."""
    ids: list[str] = browser.execute_script(
        "return [...document.querySelectorAll('.songs > li')].map((row) => row.id)"
    )
    return ids


def count(browser: Chrome) -> str:
    text: str = browser.execute_script(
        "return document.querySelector('[data-summary=count]').textContent"
    )
    return text


def first_row(browser: Chrome) -> str:
    """All that is written in the first row."""
    text: str = browser.execute_script("return document.querySelector('.songs > li').textContent")
    return text


def pick(browser: Chrome, mood: str) -> None:
    browser.find_element(By.CSS_SELECTOR, f".quadrant.{mood} .name").click()


def turn_to(browser: Chrome, mode: str) -> None:
    browser.find_element(By.CSS_SELECTOR, f"[data-mode={mode}]").click()


def surface_of(browser: Chrome) -> Any:
    return browser.find_element(By.CSS_SELECTOR, "[data-surface]")


def value_of(browser: Chrome, name: str) -> float:
    return float(browser.find_element(By.ID, name).get_attribute("value") or "nan")
