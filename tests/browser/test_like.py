"""From the songs that are chosen to films and shows like them, and a word on what is named."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement

from tests.support.browser import leaving, running_browser, wait_for
from tests.support.gallery import Gallery, running_gallery

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gallery]:
    folder: Path = tmp_path_factory.mktemp("gallery")
    with running_gallery(folder) as running:
        yield running


def _open(browser: Chrome, gallery: Gallery, path: str) -> None:
    browser.get(f"{gallery.url}/healthz")
    browser.add_cookie(gallery.cookie("listener"))
    browser.get(f"{gallery.url}{path}")


def _titles(browser: Chrome, part: str = "films") -> list[str]:
    return [each.text for each in browser.find_elements(By.CSS_SELECTOR, f"#{part} h3 a")]


def _find(browser: Chrome, selector: str) -> WebElement:
    return browser.find_element(By.CSS_SELECTOR, selector)


def _click(browser: Chrome, selector: str) -> None:
    element = _find(browser, selector)
    browser.execute_script(
        "arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", element
    )
    element.click()


def _go(browser: Chrome, selector: str) -> None:
    """Press what leads to another page, or to this one anew."""
    with leaving(browser):
        _click(browser, selector)


def test_without_scripts_ticked_moods_lead_to_films_and_a_word_counts_at_once(
    gallery: Gallery,
) -> None:
    with running_browser(width=390, height=844, javascript=False) as browser:
        page = f"/playlists/{gallery.ids['list']}"
        _open(browser, gallery, page)
        _click(browser, ".quadrant.happy .name")
        _go(browser, f"form[data-panel=moods] button[formaction='{page}/like']")
        assert browser.current_url == f"{gallery.url}{page}/like?moods=happy"
        before = _titles(browser)
        assert len(before) == 10
        assert _titles(browser, "shows")

        _go(browser, "#films li:first-child button[value=not]")
        assert before[0] not in _titles(browser)
        assert f"“{before[0]}” will not come again." in _find(browser, ".gone").text
        _go(browser, ".gone button")
        assert _titles(browser) == before

        _go(browser, "#films li:nth-child(2) button[value=liked]")
        assert _titles(browser) == before
        assert "I like it" in _find(browser, "#films li:nth-child(2) [aria-pressed=true]").text
        _go(browser, ".source a[href='/liked']")
        assert before[1] in _find(browser, "section[aria-labelledby=liked-title]").text


def test_with_scripts_the_way_there_follows_the_choice_and_a_word_changes_the_page_in_place(
    gallery: Gallery,
) -> None:
    with running_browser() as browser:
        page = f"/playlists/{gallery.ids['list']}"
        _open(browser, gallery, page)
        wait_for(browser, lambda: _find(browser, "[data-plane][data-ready]"))

        def link() -> str | None:
            return _find(browser, "[data-like]").get_attribute("href")

        assert link() == f"{gallery.url}{page}/like"
        _click(browser, ".quadrant.calm .name")
        wait_for(browser, lambda: link() == f"{gallery.url}{page}/like?moods=calm")
        _click(browser, "[data-mode=place]")
        wait_for(
            browser,
            lambda: (link() or "").endswith("/like?valence=0.5&arousal=0.5&radius=0.06"),
        )
        _click(browser, "[data-mode=moods]")
        _click(browser, ".quadrant.sad .name")
        wait_for(browser, lambda: link() == f"{gallery.url}{page}/like?moods=sad")
        _go(browser, "[data-like]")
        assert browser.current_url == f"{gallery.url}{page}/like?moods=sad"
        assert "Asked with" in _find(browser, ".lead").text

        document = _find(browser, "html")
        before = _titles(browser)
        _click(browser, "#films li:first-child button[value=not]")
        wait_for(browser, lambda: before[0] not in _titles(browser))
        assert len(_titles(browser)) == len(before)
        wait_for(browser, lambda: browser.switch_to.active_element.text.startswith("Undo"))
        browser.switch_to.active_element.click()
        wait_for(browser, lambda: _titles(browser) == before)
        assert not browser.find_elements(By.CSS_SELECTOR, ".gone")
        _click(browser, "#films li:nth-child(3) button[value=liked]")
        pressed = "#films li:nth-child(3) [aria-pressed=true]"
        wait_for(browser, lambda: browser.switch_to.active_element == _find(browser, pressed))
        assert _find(browser, "html") == document, "the page was never left"
