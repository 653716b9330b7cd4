"""No page weighs more than 150 KB on its way to a browser that has nothing yet.

The library that draws charts (1.5 MB) is not counted: it comes once, when a chart comes into view.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome

from tests.support.browser import running_browser
from tests.support.gallery import PAGES, Gallery, Shown, running_gallery

pytestmark = pytest.mark.browser

_MOST = 150_000
_SONGS = 2_000

_WEIGH = """
const [done] = arguments;
const isReady = () => {
  const songs = document.querySelector("[data-plane] [data-songs]");
  return !songs || songs.closest("[data-plane]").matches("[data-ready]");
};
const settled = () => [
  ...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource"),
].map((each) => [each.name, each.transferSize]);
let before = -1;
(function wait() {
  const now = settled().length;
  if (now === before && isReady()) return done(settled());
  before = now;
  setTimeout(wait, 400);
})();
"""


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gallery]:
    folder: Path = tmp_path_factory.mktemp("gallery")
    with running_gallery(folder, _SONGS) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Chrome]:
    with running_browser() as running:
        running.execute_cdp_cmd("Network.enable", {})
        running.execute_cdp_cmd("Network.setCacheDisabled", {"cacheDisabled": True})
        yield running


@pytest.mark.parametrize(
    "shown", [shown for shown in PAGES if shown.status == 200], ids=lambda shown: shown.name
)
def test_a_page_of_2000_songs_and_all_that_it_loads_is_light(
    gallery: Gallery, browser: Chrome, shown: Shown
) -> None:
    gallery.open(browser, shown)
    sent = dict(browser.execute_async_script(_WEIGH))
    weights = {name: size for name, size in sent.items() if "/assets/plotly-" not in name}
    assert len(weights) > 5
    total = sum(weights.values())
    print(f"{shown.name}: {total / 1000:.0f} KB")
    heaviest = sorted(weights.items(), key=lambda each: -each[1])[:5]
    assert total < _MOST, heaviest
