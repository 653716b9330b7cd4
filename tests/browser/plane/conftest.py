"""A playlist of made songs, and a window on its page."""

from collections.abc import Iterator

import pytest
from selenium.webdriver import Chrome

from tests.browser.plane.page import SONGS, show
from tests.support.browser import running_browser
from tests.support.made_playlist import Made, made_playlist


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    with made_playlist(tmp_path_factory.mktemp("made"), SONGS, unheard=12) as running:
        yield running


@pytest.fixture(scope="module")
def window() -> Iterator[Chrome]:
    with running_browser(width=1280, height=1000) as browser:
        yield browser


@pytest.fixture
def browser(made: Made, window: Chrome) -> Chrome:
    """A window on the playlist's page, with its scripts at work."""
    show(made, window)
    return window
