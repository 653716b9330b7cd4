"""A real, headless Chromium, or a word that there is none."""

from collections.abc import Iterator
from contextlib import contextmanager

from selenium import webdriver

from benchmarks.browser import has_chromium, look, open_browser
from tests.support.machine import lacking

__all__ = ["look", "need_chromium", "running_browser"]


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
    with open_browser(width=width, height=height, dark=dark, javascript=javascript) as browser:
        yield browser
