"""Photograph every page: phone and desktop, light and dark; into var/screenshots by default.

The picture in the README is the upper part of `playlist-1280-light.png`, kept in docs/images.

`python -m tests.support.screenshots [FOLDER] [--list NAME]`
"""

import argparse
import tempfile
from pathlib import Path

from selenium.webdriver import Chrome

from tests.support.browser import running_browser
from tests.support.demo import Demo, running_demo
from tests.support.walk import Walk

_WIDTHS = (390, 1280)
_HEIGHTS = {390: 844, 1280: 900}
_MOST_HEIGHT = 2400


def photograph(demo: Demo, folder: Path, username: str) -> None:
    """Walk the main job once, then visit each of its pages at each width and colour scheme."""
    folder.mkdir(parents=True, exist_ok=True)
    with running_browser() as browser:  # the landing page is for those who are not logged in
        for dark in (False, True):
            for width in _WIDTHS:
                _take(browser, demo.url, "landing", "/", width, folder, dark=dark)
    pages = {"error": "/nothing-here"}
    with running_browser() as browser:
        walk = Walk(browser, demo.url, patience=900)
        walk.log_in()
        walk.ask_for("newcomer")
        walk.wait_for_end()
        pages["job-failed"] = _path(walk)
        walk.ask_for(username)
        pages["job-running"] = _path(walk)
        for width in _WIDTHS:  # while it runs
            _take(browser, demo.url, "job-running", _path(walk), width, folder, dark=False)
        walk.open(pages["job-running"])
        walk.wait_for_end()
        walk.open(pages["job-running"])
        pages["job-done"] = pages.pop("job-running")
        walk.see_songs()
        pages["playlist"] = _path(walk)
        link = walk.find(".songs a[href^='/review/']").get_attribute("href") or ""
        pages |= {
            "review": f"{pages['playlist']}/review",
            "review-song": link.removeprefix(walk.url),
        }
        walk.choose("happy")
        walk.wait_for_end()
        walk.see_songs()
        pages["mood-playlist"] = _path(walk)
        walk.open(f"/compare?username_first={username}&username_second=mika&source_second=anilist")
        walk.press("Compare")
        walk.wait_for_path("/comparisons/")
        pages |= {"compare": "/compare", "comparison": _path(walk)}
        pages |= {"start": "/start", "account": "/account", "setup": "/setup"}
        for dark in (False, True):
            for width in _WIDTHS:
                for name, path in pages.items():
                    _take(browser, demo.url, name, path, width, folder, dark=dark)


def _path(walk: Walk) -> str:
    return walk.browser.current_url.removeprefix(walk.url)


def _take(  # noqa: PLR0917
    browser: Chrome, url: str, name: str, path: str, width: int, folder: Path, *, dark: bool
) -> None:
    _look(browser, width, _HEIGHTS[width], dark)
    browser.get(f"{url}{path}")
    height = browser.execute_script("return document.documentElement.scrollHeight")
    _look(browser, width, min(max(height, _HEIGHTS[width]), _MOST_HEIGHT), dark)
    browser.save_screenshot(str(folder / f"{name}-{width}-{'dark' if dark else 'light'}.png"))


def _look(browser: Chrome, width: int, height: int, dark: bool) -> None:
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600},
    )
    scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})


def main() -> None:
    """Start a demo, photograph it, stop it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("var/screenshots"))
    parser.add_argument("--list", default="mika", help="the sandbox's list to make a playlist of")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as data, running_demo(Path(data)) as demo:
        photograph(demo, given.folder.resolve(), given.list)


if __name__ == "__main__":
    main()
