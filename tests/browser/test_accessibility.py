"""No page in any state has anything that axe-core finds wrong by WCAG 2.2 AA."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome

from tests.support.axe import findings
from tests.support.browser import look, running_browser
from tests.support.gallery import PAGES, Gallery, Shown, running_gallery

_NARROW = (320, 640)
_WIDTH = """
const [done] = arguments;
const until = performance.now() + 60000;
(function look() {
  const wide = document.documentElement.scrollWidth;
  if (wide <= innerWidth && innerWidth < 330 || performance.now() > until) return done(wide);
  setTimeout(look, 100);
})();
"""

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gallery]:
    folder: Path = tmp_path_factory.mktemp("gallery")
    with running_gallery(folder) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Chrome]:
    with running_browser() as running:
        yield running


def test_the_engine_finds_what_is_wrong_by_day_and_by_night(browser: Chrome) -> None:
    look(browser, 390, 844)
    page = "<html lang=en><title>t</title><main><h1>h</h1><p>faint</p><img src=x>"
    browser.get(f"data:text/html,{page}")
    browser.execute_script("document.querySelector('p').style = 'color: #777; background: #888'")
    rules = {each.partition(":")[0] for each in findings(browser)}
    assert rules == {"color-contrast", "image-alt"}
    look(browser, 390, 844, dark=True)
    assert len(findings(browser, rules=["color-contrast"])) == 1


@pytest.mark.parametrize("shown", PAGES, ids=lambda shown: shown.name)
def test_a_page_can_be_used_by_everybody(gallery: Gallery, browser: Chrome, shown: Shown) -> None:
    found = []
    look(browser, 1280, 900)
    gallery.open(browser, shown)
    assert gallery.is_on(browser, shown)
    for width, height in ((1280, 900), (390, 844)):
        look(browser, width, height)
        found += [f"{width} light: {each}" for each in findings(browser)]
        look(browser, width, height, dark=True)
        dark = findings(browser, rules=["color-contrast"])  # what the colours change, no more
        found += [f"{width} dark: {each}" for each in dark]
    look(browser, *_NARROW)
    wide = browser.execute_async_script(_WIDTH)
    if wide > _NARROW[0]:
        found.append(f"{wide} wide where there are {_NARROW[0]}")  # WCAG 1.4.10, reflow
    assert found == []
    log = browser.get_log("browser")
    assert [each["message"] for each in log if each["source"] == "javascript"] == []
