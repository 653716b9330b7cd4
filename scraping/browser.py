"""A headless Chromium that shows one page of a table at a time."""

import ctypes
import os
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from urllib3.exceptions import HTTPError

from scraping.config import PageConfig
from scraping.errors import PageUnavailable, ScrapeError
from scraping.grid import Cell
from scraping.robots import USER_AGENT

_FAILURES = (WebDriverException, HTTPError)
"""What Selenium raises: the browser's own failures, and a driver that is gone."""

_PARENT_DEATH_SIGNAL = 1
_LOOK_AGAIN = 0.1
_LOAD_TIMEOUT = 90
_BATCH = 250

_STATUS = "return performance.getEntriesByType('navigation')[0]?.responseStatus || 0"
_STATE = """
const seen = (e) => e.getClientRects().length > 0;
const rows = document.querySelectorAll(arguments[0]);
const text = (e) => e ? e.textContent : '';
const box = rows.length ? rows[0].parentElement : null;
const busy = arguments[1] && [...document.querySelectorAll(arguments[1])].some(seen);
return [rows.length, text(box).length, text(rows[0]), text(rows[rows.length - 1]),
        Boolean(busy) || document.readyState !== 'complete'];
"""
_CELLS = """
const [row, cell, from, to] = arguments;
return [...document.querySelectorAll(row)].slice(from, to).map((each) =>
  [...each.querySelectorAll(cell)].map((one) => [
    one.innerText, [...one.querySelectorAll('a[href]')].map((link) => link.href),
    one.colSpan || 1, one.rowSpan || 1]));
"""
_HEADINGS = """
return [...document.querySelectorAll(arguments[0])].flatMap((one) =>
  Array(one.colSpan || 1).fill(one.innerText));
"""
_USABLE = """
const usable = (selector) => selector && [...document.querySelectorAll(selector)].find((e) =>
  e.getClientRects().length > 0 && !e.disabled && !e.closest('.disabled, [aria-disabled=true]'));
"""
_MORE = (
    _USABLE
    + """
const [more, scroll] = arguments, button = usable(more);
if (button) button.click();
if (scroll) {
  window.scrollTo(0, document.documentElement.scrollHeight);
}
return Boolean(button);
"""
)
_NEXT = (
    _USABLE
    + """
const link = usable(arguments[0]);
if (!link) return null;
const written = (link.getAttribute('href') || '#').trim();
if (!written.startsWith('#') && !/^javascript:/i.test(written)) {
  const bare = (url) => url.split('#')[0];
  return bare(link.href) === bare(location.href) ? null : bare(link.href);
}
if (arguments[1]) link.click();
return '';
"""
)


@contextmanager
def running_page(config: PageConfig) -> Iterator["TablePage"]:
    """A browser, closed at the end.

    Raises:
        ScrapeError: there is no Chromium.
    """
    options = webdriver.ChromeOptions()
    options.page_load_strategy = "eager"
    options.unhandled_prompt_behavior = "dismiss"
    for switch in ("headless=new", "disable-gpu", "disable-dev-shm-usage", "no-first-run"):
        options.add_argument(f"--{switch}")
    options.add_argument(f"--user-agent={USER_AGENT}")
    options.add_argument("--blink-settings=imagesEnabled=false")
    options.add_argument("--remote-debugging-pipe")  # without its driver the browser ends too
    if os.geteuid() == 0:  # Chromium refuses to run sandboxed as root
        options.add_argument("--no-sandbox")
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    options.binary_location = chromium or ""
    service = webdriver.ChromeService(driver, popen_kw={"preexec_fn": _end_with_parent})
    try:
        browser = webdriver.Chrome(options=options, service=service)
    except WebDriverException as error:
        raise ScrapeError(
            f"Chromium does not start ({_first_line(error)}). Install Chromium and its driver "
            "(on Debian: apt install chromium chromium-driver)."
        ) from error
    try:
        browser.set_page_load_timeout(_LOAD_TIMEOUT)
        yield TablePage(browser, config)
    except KeyboardInterrupt:
        service.process.kill()  # asked kindly, it would first wait for the page that is loading
        raise
    finally:
        browser.quit()


def _end_with_parent() -> None:
    """Ask Linux to end the driver, and so the browser, if our process is killed outright."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGTERM)


class TablePage:
    """What the browser shows, read by the selectors of the settings."""

    def __init__(self, browser: webdriver.Chrome, config: PageConfig) -> None:
        self._browser = browser
        self._page = config.page
        self._patience = config.patience
        self.url = ""
        """The address that was arrived at."""

    def open(self, url: str) -> None:
        """Go to a page and wait until its rows are there.

        Raises:
            ScrapeError: it cannot be had, or no row appears.
        """
        self.url = url
        try:
            self._browser.get(url)
            self.url = self._browser.current_url
        except _FAILURES as error:
            raise PageUnavailable(f"{url} cannot be opened: {_first_line(error)}") from error
        status = int(self._ask(_STATUS) or 0)
        if status == 429 or status >= 500:
            raise PageUnavailable(f"{url} answers {status}.")
        if status >= 400:
            raise ScrapeError(f"{url} answers {status}.")
        self._await_rows(url)

    def headings(self) -> list[str]:
        """The table's headings, one for each column."""
        return [str(each) for each in self._ask(_HEADINGS, self._page.headings)]

    def rows(self) -> Iterator[list[Cell]]:
        """The page's rows, from the first to the last."""
        start = 0
        while True:
            some = self._ask(_CELLS, self._page.rows, self._page.cells, start, start + _BATCH)
            for row in some:
                yield [Cell(text, tuple(links), wide, high) for text, links, wide, high in row]
            if len(some) < _BATCH:
                return
            start += _BATCH

    def next_address(self) -> str | None:
        """The next page's address; empty where it comes by a click; None where there is none."""
        return self._next(click=False)

    def click_next(self) -> bool:
        """Show the next rows in place of these; False where none come."""
        before = self._state()
        self._next(click=True)
        deadline = time.monotonic() + self._patience.appear
        while self._state()[:4] == before[:4]:
            if time.monotonic() > deadline:
                return False
            time.sleep(_LOOK_AGAIN)
        self._await_rows(self.url)
        return True

    def _await_rows(self, url: str) -> None:
        """Wait for the first row, then until no more come, however they are asked for."""
        deadline = time.monotonic() + self._patience.appear
        while self._state()[0] == 0:
            if time.monotonic() > deadline:
                raise ScrapeError(
                    f"No row appeared on {url} within {self._patience.appear:g} seconds. Look at "
                    "`rows` in the settings (--config), or give the page more time there."
                )
            time.sleep(_LOOK_AGAIN)
        deadline = time.monotonic() + self._patience.finish
        self._await_stillness(url, deadline)
        while self._ask_for_more():
            self._await_stillness(url, deadline)

    def _await_stillness(self, url: str, deadline: float) -> None:
        state, still_since = self._state(), time.monotonic()
        while time.monotonic() - still_since < self._patience.settle:
            if time.monotonic() > deadline:
                raise ScrapeError(
                    f"The rows of {url} did not come to rest within {self._patience.finish:g} "
                    "seconds. Look at `busy` and `finish` in the settings (--config)."
                )
            time.sleep(_LOOK_AGAIN)
            latest = self._state()
            if latest != state or latest[4]:
                state, still_since = latest, time.monotonic()

    def _ask_for_more(self) -> bool:
        """Whether scrolling to the end, or a button, brought anything new."""
        if not (self._page.scroll or self._page.more):
            return False
        if self._page.more:
            time.sleep(self._patience.pause)
        before = self._state()
        clicked = self._ask(_MORE, self._page.more, self._page.scroll)
        patience = self._patience.appear if clicked else self._patience.settle
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if self._state() != before:
                return True
            time.sleep(_LOOK_AGAIN)
        return False

    def _state(self) -> list[Any]:
        """Number of rows, length of their text, first and last row's text, whether busy."""
        return list(self._ask(_STATE, self._page.rows, self._page.busy))

    def _next(self, *, click: bool) -> str | None:
        found = self._ask(_NEXT, self._page.next, click)
        return None if found is None else str(found)

    def _ask(self, script: str, *arguments: object) -> Any:
        try:
            return self._browser.execute_script(script, *arguments)
        except _FAILURES as error:
            raise ScrapeError(f"{self.url} cannot be read: {_first_line(error)}") from error


def _first_line(error: Exception) -> str:
    said = error.msg if isinstance(error, WebDriverException) else str(error)
    return (said or type(error).__name__).splitlines()[0]
