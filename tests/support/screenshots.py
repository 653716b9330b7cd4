"""Photograph every page in every state: phone and desktop, light and dark.

`python -m tests.support.screenshots [FOLDER] [--only WORDS]`; into var/screenshots by default.
The picture in the README is of the demo instead: the list `mika` at 1280 x 1230, light.
"""

import argparse
import tempfile
from pathlib import Path

from selenium.webdriver import Chrome

from tests.support.browser import look, running_browser
from tests.support.gallery import PAGES, Gallery, Shown, running_gallery

_SIZES = ((390, 844), (1280, 900))
_MOST_HEIGHT = 2400
_SONGS = 300


def photograph(gallery: Gallery, browser: Chrome, shown: Shown, folder: Path) -> None:
    """Take a page at each width and in each colour scheme."""
    look(browser, *_SIZES[-1])
    gallery.open(browser, shown)
    for width, height in _SIZES:
        for dark in (False, True):
            look(browser, width, height, dark=dark)
            whole = browser.execute_script("return document.documentElement.scrollHeight")
            look(browser, width, min(max(whole, height), _MOST_HEIGHT), dark=dark)
            _wait_for_two_frames(browser)
            scheme = "dark" if dark else "light"
            browser.save_screenshot(str(folder / f"{shown.name}-{width}-{scheme}.png"))


def _wait_for_two_frames(browser: Chrome) -> None:
    """Let scripts that draw to the window's size finish."""
    browser.execute_async_script(
        "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(done));"
    )


def main() -> None:
    """Serve the gallery, photograph it, stop it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("var/screenshots"))
    parser.add_argument("--only", default="", help="only pages whose names contain this")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    wanted = [shown for shown in PAGES if given.only in shown.name]
    with (
        tempfile.TemporaryDirectory() as data,
        running_gallery(Path(data), _SONGS) as gallery,
        running_browser() as browser,
    ):
        for shown in wanted:
            photograph(gallery, browser, shown, given.folder)


if __name__ == "__main__":
    main()
