"""What a person does in the browser, named as they would tell it."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

import requests
from selenium.common.exceptions import ElementClickInterceptedException
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from tests.support.browser import PATIENCE, leaving, wait_for

_MADE = r"/(playlists|comparisons|films|watch-next)/[^/?#]+"

_READY = """
const songs = document.querySelector("[data-plane] [data-songs]");
return !songs || songs.closest("[data-plane]").matches("[data-ready]");
"""

_ALL_DRAWN = """
const told = parseInt(document.querySelector("[data-summary=count]")?.textContent);
if (!(document.querySelectorAll(".songs > li").length < told)) return true;
scrollTo(0, document.documentElement.scrollHeight);
return false;
"""

_TITLES = r"""
const titles = [...document.querySelectorAll(".songs .title")];
return titles.map((each) => each.textContent.replace(/\s+/g, " ").trim());
"""


@dataclass
class Walk:
    """A person at a browser window, on the MoodDex at `url`."""

    browser: Chrome
    url: str
    javascript: bool = True

    def open(self, path: str = "/") -> None:
        """Go to a page of MoodDex."""
        self.browser.get(f"{self.url}{path}")

    def log_in(self) -> None:
        """From the landing page, over Spotify's consent page, to the start page."""
        self.open()
        self.follow("Log in with Spotify")
        self.send("Agree")
        self.wait_for_path("/start")

    def ask_for(self, username: str, source: str = "myanimelist") -> None:
        """Enter a list's user name and send it off."""
        self.open("/start")
        self.click(self.find(f"input[name=source][value={source}]").find_element(By.XPATH, ".."))
        field = self.find("#username")
        field.clear()
        field.send_keys(username)
        self.send("Make the playlist")

    def wait_for_end(self) -> str:
        """Wait until the job has ended; its state. With scripts, done leads on to what it made.

        The job's page has to be the one shown, or already that of what it made.
        """

        def ended() -> str | None:
            if re.fullmatch(rf"{re.escape(self.url)}{_MADE}([?#].*)?", self.browser.current_url):
                return "done"
            state = self.find("[data-job]").get_attribute("data-state")
            return None if state in ("queued", "running") else state

        state: str = wait_for(self.browser, ended)
        return state

    def see(self, words: str) -> None:
        """From a job that is done to what it made, by its link, unless scripts have led there."""
        if self.browser.current_url.startswith(f"{self.url}/jobs/"):
            self.follow(words)

    def see_songs(self) -> None:
        """From a job that is done to the playlist it made."""
        self.see("See its songs and moods")
        self.wait_for_scripts()

    def wait_for_scripts(self) -> None:
        """Where scripts run: wait until those of the plane, if there is one, are at work."""
        if self.javascript:
            self.wait_for(lambda browser: browser.execute_script(_READY))

    def choose(self, *moods: str) -> None:
        """On a playlist's page: tap the moods and ask for the playlist."""
        self.wait_for_scripts()
        for mood in moods:
            self.click(self.find(f".quadrant.{mood} .name"))
        self.send("Make this playlist")

    def songs(self) -> list[str]:
        """The titles listed on a playlist's page; with scripts, all of them."""
        if self.javascript:
            self.wait_for_scripts()
            self.wait_for(lambda browser: browser.execute_script(_ALL_DRAWN))
        titles: list[str] = self.browser.execute_script(_TITLES)
        return titles

    def spotify_link(self) -> str:
        """Where "Open in Spotify" leads."""

        def address(browser: Chrome) -> str | None:
            link = browser.find_element(By.PARTIAL_LINK_TEXT, "Open in Spotify")
            return link.get_attribute("href")

        link: str = self.wait_for(address)
        return link

    def tracks_on_spotify(self) -> set[str]:
        """The tracks that a person would see on the playlist at Spotify, from its page here."""
        page = requests.get(self.spotify_link(), timeout=PATIENCE).text
        return {part.partition('"')[0] for part in page.split('href="/open/track/')[1:]}

    def text(self) -> str:
        """All that can be read on the page."""
        return self.find("body").text

    def press(self, words: str) -> None:
        """Press the first button with these words that is shown; the page stays."""
        path = f"//button[contains(normalize-space(.), '{words}')]"

        def shown(browser: Chrome) -> WebElement | None:
            found = browser.find_elements(By.XPATH, path)
            return next((each for each in found if each.is_displayed()), None)

        self.click(self.wait_for(shown))

    def send(self, words: str) -> None:
        """Press the first button with these words, and wait for the page that it leads to."""
        with self.leaving():
            self.press(words)

    def follow(self, words: str) -> None:
        """Follow the first link with these words, and wait for the page that it leads to."""
        link = self.wait_for(lambda browser: browser.find_element(By.PARTIAL_LINK_TEXT, words))
        with self.leaving():
            self.click(link)

    def leaving(self) -> AbstractContextManager[None]:
        """Do what leads to another page, or to this one anew, and wait until that one is there."""
        return leaving(self.browser)

    def click(self, element: WebElement) -> None:
        """Bring an element to the middle of the window, then click where it is."""

        def clicked(browser: Chrome) -> bool:
            browser.execute_script(
                "arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", element
            )
            element.click()
            return True

        # Something may lie over it for as long as the page is being put together.
        covered = (ElementClickInterceptedException,)
        WebDriverWait(self.browser, PATIENCE, 0.1, ignored_exceptions=covered).until(clicked)

    def find(self, selector: str) -> WebElement:
        """The first element that a CSS selector names."""
        return self.browser.find_element(By.CSS_SELECTOR, selector)

    def wait_for_text(self, words: str) -> None:
        """Wait until the page says so."""
        self.wait_for(lambda _: words in self.text())

    def wait_for_path(self, beginning: str) -> None:
        """Wait until the address is a page of MoodDex whose path begins so.

        Only for an address that stays: a script may have led on from another one already. And it
        says nothing of when the page that was there before has been left; `leaving` does.
        """
        self.wait_for(lambda browser: browser.current_url.startswith(f"{self.url}{beginning}"))

    def wait_for(self, condition: Callable[[Chrome], Any]) -> Any:
        """What a condition gives as soon as it holds."""
        return wait_for(self.browser, lambda: condition(self.browser))
