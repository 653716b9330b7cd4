"""What the scraper promises, on pages of a little site, read by a real Chromium."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from scraping.config import PageConfig, load_config
from scraping.errors import ColumnsChanged, ScrapeError
from scraping.files import read_table
from scraping.scraper import Scraped, journal_path, scrape
from tests.scraping.site import Site, cells, page, row, running_site, song
from tests.support.browser import need_chromium

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
DEFAULT = load_config()
QUICK = replace(
    DEFAULT,
    patience=replace(DEFAULT.patience, pause=0.05, appear=30, settle=0.8, finish=60),
)


@pytest.fixture(autouse=True)
def _chromium() -> None:
    need_chromium()


def _scrape(
    site: Site,
    out: Path,
    *paths: str,
    config: PageConfig = QUICK,
    waits: list[float] | None = None,
) -> Scraped:
    addresses = [site.url + path for path in paths or ("/songs",)]
    sleep = (lambda _: None) if waits is None else waits.append
    return scrape(addresses, out, config, lambda _: None, sleep)


def _reasons(scraped: Scraped) -> list[str]:
    return [remark.reason for remark in scraped.gathered.remarks]


def test_a_thousand_rows_are_read_in_order_by_a_polite_visitor(tmp_path: Path) -> None:
    out = tmp_path / "songs.csv"
    rows = [row(number) for number in range(1000)]
    pages: dict[str, str | int] = {
        "/songs": page(rows[:600], following="/songs?page=2"),
        "/songs?page=2": page(rows[600:], following="/songs?page=2"),
    }
    waits: list[float] = []
    with running_site(pages) as site:
        scraped = _scrape(site, out, "/songs", "/songs?page=2", waits=waits)
    assert scraped.gathered.songs == [song(number) for number in range(1000)]
    assert read_table(out.read_bytes()).songs == scraped.gathered.songs
    assert scraped.gathered.remarks == []
    assert scraped.pages == 2
    assert site.paths() == ["/songs", "/songs?page=2"]
    assert waits == [QUICK.patience.pause]
    assert all(visit.agent.startswith("MoodDex/") for visit in site.visits)
    assert not journal_path(out).exists()


def test_rows_that_load_late_and_on_scrolling_are_waited_for(tmp_path: Path) -> None:
    rows = [row(number) for number in range(40)]
    script = f"""
      const rows = {json.dumps(rows)}, body = document.querySelector('tbody');
      const add = (n) => body.insertAdjacentHTML('beforeend', rows.splice(0, n).join(''));
      setTimeout(() => add(10), 700);
      setTimeout(() => add(10), 1000);
      addEventListener('scroll', () => {{ if (rows.length) setTimeout(() => add(10), 200); }});
      document.body.style.paddingBottom = '3000px';
      new MutationObserver(() => scrollTo(0, 0)).observe(body, {{childList: true}});
    """
    with running_site({"/songs": page("", script=script)}) as site:
        scraped = _scrape(site, tmp_path / "songs.txt")
    assert scraped.gathered.songs == [song(number) for number in range(40)]


def test_a_page_that_says_it_is_busy_is_not_complete(tmp_path: Path) -> None:
    script = f"""
      setTimeout(() => {{
        document.querySelector('tbody').insertAdjacentHTML('beforeend', {json.dumps(row(1))});
        document.querySelector('.spinner').remove();
      }}, 1200);
    """
    html = page([row(0)], script=script) + '<p class="spinner">Loading</p>'
    with running_site({"/songs": html}) as site:
        scraped = _scrape(site, tmp_path / "songs.txt")
    assert scraped.gathered.songs == [song(0), song(1)]


def test_pages_that_come_by_a_click_are_read_in_their_turn(tmp_path: Path) -> None:
    pages = [row(number) for number in range(3)]
    script = f"""
      const pages = {json.dumps(pages)}, next = document.createElement('button');
      next.className = 'next'; next.textContent = 'Next'; document.body.append(next);
      let at = 0;
      next.onclick = () => setTimeout(() => {{
        at += 1;
        document.querySelector('tbody').innerHTML = pages[at];
        next.disabled = at === pages.length - 1;
      }}, 200);
    """
    with running_site({"/songs": page(pages[:1], script=script)}) as site:
        scraped = _scrape(site, tmp_path / "songs.txt")
    assert scraped.gathered.songs == [song(0), song(1), song(2)]
    assert site.paths() == ["/songs"]


def test_columns_in_another_order_and_a_cell_over_several_rows_are_understood(
    tmp_path: Path,
) -> None:
    headings = ("Type", "Show", "Title", "Song title", "Performer")
    show = '<a href="https://myanimelist.net/anime/5114">Fullmetal Alchemist</a>'
    link = '<a href="https://open.spotify.com/track/1qNbbhB5GVDmb1qx0bpWVI">again</a>'
    rows = [
        f"<tr><td>OP1</td><td rowspan=2>{show}</td><td>x</td><td>{link}</td><td>YUI</td></tr>",
        cells("ED1", "y", "Uso", '<a href="https://example.com/sid">SID</a>'),
    ]
    with running_site({"/songs": page(rows, headings=headings)}) as site:
        first, second = _scrape(site, tmp_path / "songs.txt").gathered.songs
    assert (first.mal_id, first.anime_title, first.title) == (5114, "Fullmetal Alchemist", "again")
    assert first.track_uri == "spotify:track:1qNbbhB5GVDmb1qx0bpWVI"
    assert (second.mal_id, second.title, second.artist) == (5114, "Uso", "SID")
    assert second.artist_url == "https://example.com/sid"


def test_the_settings_that_the_document_shows_read_a_page_without_a_table(tmp_path: Path) -> None:
    document = (ROOT / "docs/SONG_TABLE.md").read_text()
    settings = tmp_path / "settings.toml"
    settings.write_text(document.split("```toml\n")[1].split("```")[0])
    config = replace(load_config(settings), patience=QUICK.patience)
    cell = '<div class="cell">{}</div>'.format
    html = (
        '<div id="songs"><div class="head">'
        + "".join(map(cell, ("Series", "Title", "OP/ED")))
        + '</div><div class="row">'
        + cell('<a href="https://myanimelist.net/anime/5114">Fullmetal Alchemist</a>')
        + cell('<a href="https://open.spotify.com/track/1qNbbhB5GVDmb1qx0bpWVI">again</a>')
        + cell("OP 1")
        + "</div></div>"
    )
    with running_site({"/songs": html}) as site:
        (song,) = _scrape(site, tmp_path / "songs.csv", config=config).gathered.songs
    assert (song.mal_id, song.title, song.artist) == (5114, "again", "")
    assert song.track_uri == "spotify:track:1qNbbhB5GVDmb1qx0bpWVI"


@pytest.mark.parametrize(
    ("headings", "said"),
    [
        (("Anime", "MyAnimeList", "Song", "Artist", "Spotify", "Artist link", "Votes"), "kind"),
        (("Anime", "MyAnimeList", "Song", "Artist", "Spotify", "Kind", "Kind"), "Several"),
        ((), "none at all"),
    ],
)
def test_changed_columns_are_an_error_and_no_wrong_data(
    tmp_path: Path, headings: Sequence[str], said: str
) -> None:
    out = tmp_path / "songs.csv"
    pages = {"/songs": page([row(0)], headings=headings)}
    with running_site(pages) as site, pytest.raises(ColumnsChanged, match=said):
        _scrape(site, out)
    assert not out.exists()


def test_columns_that_changed_under_the_same_headings_are_an_error_too(tmp_path: Path) -> None:
    rows = [cells("1", "2021-01-01", "9.1", "x", "y", "z", f"{n} votes") for n in range(5)]
    said = r"None of the 5 rows.*the kind is none of"
    with running_site({"/songs": page(rows)}) as site, pytest.raises(ScrapeError, match=said):
        _scrape(site, tmp_path / "songs.csv")


def test_broken_rows_are_skipped_with_a_reason_and_the_others_kept(tmp_path: Path) -> None:
    good = ["Show", "", "Song", "Artist", "", "", "OP"]
    rows = [
        row(0),
        "<tr><td colspan=7>An advertisement</td></tr>",
        cells("Show", "x"),
        cells("", *good[1:]),
        cells(*good[:2], " \u200b ", *good[3:]),
        cells(*good[:6], "Character song"),
        cells(*good[:6], ""),
        cells(*good[:2], "x" * 501, *good[3:]),
        row(0),
        cells(*good[:4], '<a href="https://www.youtube.com/watch?v=1">▶</a>', *good[5:]),
        row(1),
    ]
    with running_site({"/songs": page(rows)}) as site:
        scraped = _scrape(site, tmp_path / "songs.csv")
    kept = scraped.gathered.songs
    assert [each.title for each in kept] == ["Song 0", "Song", "Song 1"]
    assert kept[1].track_uri is None
    assert scraped.gathered.skipped == 8
    assert len(set(_reasons(scraped))) == 9
    where = [remark.where for remark in scraped.gathered.remarks if remark.skipped]
    assert where == [f"{site.url}/songs row {number}" for number in range(2, 10)]


def test_what_robots_txt_forbids_is_not_read_and_its_delay_is_kept(tmp_path: Path) -> None:
    robots = "User-agent: MoodDex\nDisallow: /private\nCrawl-delay: 7\n\nUser-agent: *\nDisallow: /"
    pages: dict[str, str | int] = {
        "/robots.txt": robots,
        "/songs": page([row(0)], following="/more"),
        "/more": page([row(1)], following="/private/more"),
        "/private/more": page([row(2)]),
    }
    waits: list[float] = []
    out = tmp_path / "songs.csv"
    with running_site(pages) as site:
        with pytest.raises(ScrapeError, match=r"private/more .*robots\.txt"):
            _scrape(site, out, waits=waits)
        with pytest.raises(ScrapeError, match=r"robots\.txt"):
            _scrape(site, tmp_path / "other.csv", "/songs", "/private/more")
    assert site.paths() == ["/songs", "/more"]
    assert waits[0] == 7


def test_a_site_whose_robots_txt_cannot_be_had_is_not_read(tmp_path: Path) -> None:
    pages: dict[str, str | int] = {"/robots.txt": 503, "/songs": page([row(0)])}
    with running_site(pages) as site, pytest.raises(ScrapeError, match="503"):
        _scrape(site, tmp_path / "songs.csv")
    assert site.paths() == []


def test_a_page_that_fails_is_asked_for_again_and_then_the_run_goes_on_later(
    tmp_path: Path,
) -> None:
    out = tmp_path / "songs.csv"
    pages: dict[str, str | int] = {"/songs": page([row(0)], following="/more"), "/more": 503}
    waits: list[float] = []
    with running_site(pages) as site:
        with pytest.raises(ScrapeError, match="503"):
            _scrape(site, out, waits=waits)
        assert site.paths() == ["/songs", "/more", "/more", "/more"]
        assert waits == sorted(waits)
        site.pages["/more"] = page([row(1)])
        scraped = _scrape(site, out)
        assert site.paths()[4:] == ["/more"]
    assert scraped.went_on
    assert scraped.gathered.songs == [song(0), song(1)]


def test_a_page_without_rows_is_told_and_not_an_empty_table(tmp_path: Path) -> None:
    quick = replace(QUICK, patience=replace(QUICK.patience, appear=0.5))
    said = "No row appeared"
    with running_site({"/songs": page("")}) as site, pytest.raises(ScrapeError, match=said):
        _scrape(site, tmp_path / "songs.csv", config=quick)


def test_links_to_another_site_are_not_followed(tmp_path: Path) -> None:
    with running_site({"/songs": page([row(1)])}) as elsewhere:
        pages = {"/songs": page([row(0)], following=f"{elsewhere.url}/songs")}
        with running_site(pages) as site:
            scraped = _scrape(site, tmp_path / "songs.csv")
        assert elsewhere.visits == []
    assert scraped.gathered.songs == [song(0)]
