"""Two people compared in a real browser, up to the playlist of what they share."""

import pytest
import requests

from tests.support.browser import PATIENCE, running_browser
from tests.support.demo import Demo
from tests.support.walk import Walk

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_from_two_user_names_to_a_playlist_of_what_they_share(demo: Demo, javascript: bool) -> None:
    with running_browser(width=390, height=844, javascript=javascript) as browser:
        walk = Walk(browser, demo.url, javascript)
        walk.log_in()
        walk.follow("See what your lists share")
        for place, name in (("first", "mika"), ("second", "aoi")):
            walk.find(f"#username_{place}").send_keys(name)
        anilist = walk.find("input[name=source_second][value=anilist]")
        walk.click(anilist.find_element("xpath", ".."))
        walk.send("Compare")
        assert walk.wait_for_end() == "done"
        walk.see("See what they share")
        walk.wait_for_text("You share")
        page = browser.current_url.removeprefix(walk.url)
        shared = browser.find_elements("css selector", "#shared .shows > li")
        assert shared

        with walk.leaving():
            walk.click(walk.find("form[action$='/playlist'] button"))
        assert walk.wait_for_end() == "done"
        assert "shared openings" in requests.get(walk.spotify_link(), timeout=PATIENCE).text
        walk.open(page)
        assert browser.find_elements("css selector", ".people .mean")
        assert browser.find_elements("link text", "See the playlist you share")
