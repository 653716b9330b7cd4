"""What a person does in the browser, named as they would tell it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import requests
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait


@dataclass
class Walk:
    """A person at a browser window, on the MoodDex at `url`."""

    browser: Chrome
    url: str
    patience: float = 120

    def open(self, path: str = "/") -> None:
        """Go to a page of MoodDex."""
        self.browser.get(f"{self.url}{path}")

    def log_in(self) -> None:
        """From the landing page, over Spotify's consent page, to the start page."""
        self.open()
        self.browser.find_element(By.PARTIAL_LINK_TEXT, "Log in with Spotify").click()
        self.press("Agree")
        self.wait_for_path("/start")

    def ask_for(self, username: str, source: str = "myanimelist") -> None:
        """Enter a list's user name and send it off."""
        self.open("/start")
        self.find(f"input[name=source][value={source}]").find_element(By.XPATH, "..").click()
        field = self.find("#username")
        field.clear()
        field.send_keys(username)
        self.press("Make the playlist")
        self.wait_for_path("/jobs/")

    def wait_for_end(self) -> str:
        """Wait until the job has ended; its state. With scripts, done leads on to the playlist."""

        def ended(browser: Chrome) -> str | None:
            if browser.current_url.startswith(f"{self.url}/playlists/"):
                return "done"
            state = self.find("[data-job]").get_attribute("data-state")
            return None if state in ("queued", "running") else state

        return self.wait_for(ended)

    def see_songs(self) -> None:
        """From a job that is done to the playlist it made."""

        def there(browser: Chrome) -> bool:
            if browser.current_url.startswith(f"{self.url}/playlists/"):
                return True
            for link in browser.find_elements(By.LINK_TEXT, "See its songs and moods"):
                link.click()
            return False

        self.wait_for(there)

    def choose(self, *moods: str) -> None:
        """On a playlist's page: tap the moods and ask for the playlist."""
        for mood in moods:
            self.click(self.find(f".quadrant.{mood} .name"))
        self.press("Make this playlist")
        self.wait_for_path("/jobs/")

    def songs(self) -> list[str]:
        """The titles listed on a playlist's page."""
        return [each.text for each in self.browser.find_elements(By.CSS_SELECTOR, ".songs .title")]

    def spotify_link(self) -> str:
        """Where "Open in Spotify" leads."""
        words = (By.PARTIAL_LINK_TEXT, "Open in Spotify")
        link = self.wait_for(lambda browser: browser.find_element(*words))
        return link.get_attribute("href") or ""

    def tracks_on_spotify(self) -> set[str]:
        """The tracks that a person would see on the playlist at Spotify, from its page here."""
        page = requests.get(self.spotify_link(), timeout=10).text
        return {part.partition('"')[0] for part in page.split('href="/open/track/')[1:]}

    def text(self) -> str:
        """All that can be read on the page."""
        return self.find("body").text

    def press(self, words: str) -> None:
        """Press the first button with these words."""
        path = f"//button[contains(normalize-space(.), '{words}')]"
        self.click(self.wait_for(lambda browser: browser.find_element(By.XPATH, path)))

    def click(self, element: WebElement) -> None:
        """Bring an element to the middle of the window, then click where it is."""
        self.browser.execute_script(
            "arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", element
        )
        element.click()

    def find(self, selector: str) -> WebElement:
        """The first element that a CSS selector names."""
        return self.browser.find_element(By.CSS_SELECTOR, selector)

    def wait_for_text(self, words: str) -> None:
        """Wait until the page says so."""
        self.wait_for(lambda _: words in self.text())

    def wait_for_path(self, beginning: str) -> None:
        """Wait until the address is a page of MoodDex whose path begins so."""
        self.wait_for(lambda browser: browser.current_url.startswith(f"{self.url}{beginning}"))

    def wait_for(self, condition: Callable[[Chrome], Any]) -> Any:
        """What a condition gives as soon as it holds."""
        return WebDriverWait(
            self.browser, self.patience, 0.1, ignored_exceptions=(Exception,)
        ).until(condition)
