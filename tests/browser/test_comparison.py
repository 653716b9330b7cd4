"""Two people compared in a real browser, up to the playlist of what they share."""

import pytest
import requests

from tests.support.browser import running_browser
from tests.support.demo import Demo
from tests.support.walk import Walk

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_from_two_user_names_to_a_playlist_of_what_they_share(demo: Demo, javascript: bool) -> None:
    with running_browser(width=390, height=844, javascript=javascript) as browser:
        walk = Walk(browser, demo.url)
        walk.log_in()
        browser.find_element("link text", "See what your lists share").click()
        for place, name in (("first", "mika"), ("second", "aoi")):
            walk.find(f"#username_{place}").send_keys(name)
        anilist = walk.find("input[name=source_second][value=anilist]")
        walk.click(anilist.find_element("xpath", ".."))
        walk.press("Compare")
        walk.wait_for_path("/jobs/" if not javascript else "/comparisons/")
        if not javascript:
            walk.wait_for_text("See what they share")
            browser.find_element("link text", "See what they share").click()
        walk.wait_for_text("You share")
        page = browser.current_url.removeprefix(walk.url)
        shared = browser.find_elements("css selector", "#shared .shows > li")
        assert shared

        walk.click(walk.find("form[action$='/playlist'] button"))
        walk.wait_for_path("/jobs/")
        assert walk.wait_for_end() == "done"
        assert "shared openings" in requests.get(walk.spotify_link(), timeout=10).text
        walk.open(page)
        assert browser.find_elements("css selector", ".people .mean")
        assert browser.find_elements("link text", "See the playlist you share")
