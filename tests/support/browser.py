"""A real, headless Chromium, or a word that there is none; and how to wait for what it shows."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from selenium import webdriver
from selenium.common.exceptions import TimeoutException
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from benchmarks.browser import has_chromium, look, open_browser
from tests.support.machine import free_port, lacking

__all__ = ["PATIENCE", "leaving", "look", "need_chromium", "running_browser", "wait_for"]

PATIENCE = 180.0
"""Seconds until something that does not come about is a failure; a busy machine needs them."""


def need_chromium() -> None:
    """Skip the test where there is no Chromium with its driver; in CI, fail it."""
    if not has_chromium():
        lacking("Chromium")


@contextmanager
def running_browser(
    *, width: int = 1280, height: int = 900, dark: bool = False, javascript: bool = True
) -> Iterator[webdriver.Chrome]:
    """A browser window of that size (CSS pixels), that colour scheme, with or without scripts."""
    need_chromium()
    with open_browser(
        width=width, height=height, dark=dark, javascript=javascript, driver_port=free_port()
    ) as browser:
        browser.set_page_load_timeout(PATIENCE)
        browser.set_script_timeout(PATIENCE)
        yield browser


def wait_for(browser: webdriver.Chrome, condition: Callable[[], Any]) -> Any:
    """What a condition gives as soon as it holds.

    What it meets on a page that is just being replaced does not end the wait.

    Raises:
        AssertionError: it does not hold in all the time there is; with what is shown instead.
    """
    wait = WebDriverWait(browser, PATIENCE, 0.05, ignored_exceptions=(Exception,))
    try:
        return wait.until(lambda _: condition())
    except TimeoutException as error:
        shown = browser.find_element(By.TAG_NAME, "body").text
        raise AssertionError(f"in vain, at {browser.current_url}: {shown[:1000]}") from error


@contextmanager
def leaving(browser: webdriver.Chrome) -> Iterator[None]:
    """Do what leads to another page, or to this one anew, and wait until that one is there.

    An address that a script changes, or a jump to a place on the page, is no other page.
    """
    left = _document(browser)
    yield
    wait_for(browser, lambda: _document(browser) != left and _is_loaded(browser))


def _document(browser: webdriver.Chrome) -> WebElement:
    """The root element: another one in each document, whatever its address."""
    return browser.find_element(By.TAG_NAME, "html")


def _is_loaded(browser: webdriver.Chrome) -> bool:
    return bool(browser.execute_script("return document.readyState") == "complete")
