"""A film handed in, in a real browser: from the upload to the charts and the tables beside them."""

from pathlib import Path

import numpy as np
import pytest

from sandbox.composer import compose
from tests.films.media import RATE, Samples, write
from tests.support.browser import running_browser
from tests.support.demo import Demo
from tests.support.walk import Walk

pytestmark = pytest.mark.browser


# A listener of the window's comes after those of the form.
_HELD_BACK = "addEventListener('submit', (e) => e.preventDefault(), { once: true });"
_AS_IT_WAS = "dispatchEvent(new Event('pageshow'));"


def _song(valence: float, arousal: float, seconds: float) -> Samples:
    song = compose(valence, arousal, 1, seconds=seconds, rate=RATE)
    return np.asarray(song.mean(1), np.float32)


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two pieces of made music with noise between them, as a video's sound."""
    noise = np.random.default_rng(1).normal(scale=0.05, size=8 * RATE).astype(np.float32)
    sound = np.concatenate([_song(0.8, 0.8, 20), noise, _song(0.2, 0.2, 16)])
    path = tmp_path_factory.mktemp("media") / "A.Small.Film.2001.mkv"
    return write(path, sound, codec="aac", container="matroska", video=True)


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_from_a_recording_to_what_its_music_says(
    demo: Demo, recording: Path, javascript: bool
) -> None:
    with running_browser(width=390, height=844, javascript=javascript) as browser:
        walk = Walk(browser, demo.url, javascript)
        walk.log_in()
        walk.follow("Films")
        walk.find("#recording").send_keys(str(recording))
        walk.find("#collection").send_keys("Jane Director")
        sending = walk.find("[data-sending]")
        assert not sending.is_displayed()
        if javascript:  # so that what is said while the file is sent can be seen
            browser.execute_script(_HELD_BACK)
            walk.press("Read this film")
            assert sending.is_displayed()
            browser.execute_script(_AS_IT_WAS)
        walk.send("Read this film")
        assert walk.wait_for_end() == "done"
        walk.see("See what its music says")
        walk.wait_for_text("A Small Film (2001)")
        film = browser.current_url.removeprefix(demo.url)
        assert browser.find_elements("css selector", ".stretches tbody tr")
        charts = browser.find_elements("css selector", "[data-chart]")
        assert charts
        if not javascript:
            assert not any(chart.is_displayed() for chart in charts)
            return
        for chart in charts:
            browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", chart)
            walk.wait_for(lambda _, chart=chart: chart.get_attribute("data-drawn") == "yes")
            assert chart.find_elements("css selector", ".main-svg")
        log = [line["message"] for line in browser.get_log("browser")]
        assert [line for line in log if "Content Security Policy" in line] == []
        walk.click(walk.find("input[name=sure]").find_element("xpath", ".."))
        walk.send("Delete this film")
        assert walk.find("#recording")
        assert browser.find_elements("css selector", f"a[href='{film}']") == []
