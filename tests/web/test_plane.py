"""The plane without scripts: the address chooses, the same page shows, and JSON for those with."""

import gzip
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient

from moods.circumplex import MOODS, Mood, Point
from server.playlists import choosing
from server.playlists.choosing import Choice, Sort
from server.playlists.views import playlist_view
from server.web.playlist_page import PER_PAGE
from tests.support.made_playlist import PLAYLIST, add_songs
from tests.web.site import Site
from tests.web.test_api import check, error_code

PAGE = f"/playlists/{PLAYLIST}"
PLANE = "/api/playlists/{playlist_id}/plane"
JOURNEY = "/api/playlists/{playlist_id}/journey"


@pytest.fixture
def client(site: Site) -> FlaskClient:
    """The browser of somebody with 130 songs, 10 of them not heard."""
    add_songs(site.services.store, site.user(), 130, unheard=10)
    return site.member()


def tracks(site: Site) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = playlist_view(site.services, site.user(), PLAYLIST)["tracks"]
    return found


def ids(songs: Any) -> list[str]:
    return [song["spotify_uri"].rpartition(":")[2] for song in songs]


def soup(client: FlaskClient, query: str = "") -> BeautifulSoup:
    answer = client.get(f"{PAGE}{query}")
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def shown(page: BeautifulSoup) -> list[str]:
    return [str(row["id"]) for row in page.select(".songs > li")]


def summary(page: BeautifulSoup) -> str:
    count = page.select_one(".summary .count")
    assert count is not None
    return " ".join(count.get_text(" ").split())


@pytest.mark.parametrize(
    ("query", "choice"),
    [
        ("?moods=calm", Choice((Mood.CALM,))),
        ("?moods=happy&moods=calm", Choice((Mood.HAPPY, Mood.CALM))),
        ("?valence=0,5&arousal=0.5&radius=0.06", Choice(point=Point(0.5, 0.5), radius=0.06)),
        ("?valence=0.5&arousal=0.5", Choice(point=Point(0.5, 0.5), radius=0.25)),
        ("", Choice()),
    ],
)
def test_an_address_shows_the_songs_that_the_playlist_would_hold(
    site: Site, client: FlaskClient, query: str, choice: Choice
) -> None:
    chosen = choosing.choose(tracks(site), choice)
    page = soup(client, query)
    sort = Sort.NEAREST if choice.point else Sort.ORDER
    assert shown(page) == ids(choosing.order(chosen, sort, choice.point))[:PER_PAGE]
    assert summary(page).startswith(f"{len(chosen)} song")
    lit = page.select("[data-points] circle:not(.off)")
    assert len(lit) == sum(song["reading"] is not None for song in chosen)
    if choice.point is None:
        ticked = {str(box["value"]) for box in page.select("input[name=moods][checked]")}
        assert ticked == set(choice.moods)
    else:
        assert page.select_one("[data-ring][rx]") is not None


def test_more_songs_than_a_page_holds_are_turned_through_with_all_that_was_asked(
    site: Site, client: FlaskClient
) -> None:
    expected = ids(choosing.order(tracks(site), Sort.TITLE))
    page = soup(client, "?sort=title")
    assert shown(page) == expected[:PER_PAGE]
    link = page.select_one("a[rel=next]")
    assert isinstance(link, Tag)
    asked = parse_qs(urlsplit(str(link["href"])).query)
    assert asked == {"sort": ["title"], "page": ["2"]}
    assert (
        shown(soup(client, f"?{urlsplit(str(link['href'])).query}"))
        == (expected[PER_PAGE : 2 * PER_PAGE])
    )


def test_songs_are_found_by_titles_artists_and_shows_in_what_is_chosen(
    site: Site, client: FlaskClient
) -> None:
    song = next(each for each in tracks(site) if each["native_title"] and each["reading"])
    for words in (
        song["native_title"],
        song["anime"].upper(),
        f"{song['artists'][0]} {song['title']}",
    ):
        assert ids([song])[0] in shown(soup(client, f"?q={words}&sort=order"))
    mood = song["reading"]["moods"][0]
    page = soup(client, f"?q={song['native_title']}&moods={mood}")
    assert ids([song])[0] in shown(page)
    hidden = page.select_one("form[role=search] input[type=hidden][name=moods]")
    assert isinstance(hidden, Tag)
    assert hidden["value"] == mood
    other = next(each.value for each in MOODS if each not in song["reading"]["moods"])
    page = soup(client, f"?q={song['native_title']}&moods={other}")
    assert ids([song])[0] not in shown(page)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?moods=gloomy", "“gloomy” is none of the four moods"),
        ("?moods=calm&moods=%3Cb%3E", "“<b>” is none"),
        ("?valence=7&arousal=0.5", "A point is two numbers"),
        ("?valence=0.5", "A point is two numbers"),
        ("?valence=0.5&arousal=0.5&radius=wide", "The size of a circle"),
        ("?sort=worst", "no order called “worst”"),
        ("?sort=nearest", "needs a point"),
        ("?page=0", "no page “0”"),
        ("?page=9", "no page “9”"),
        ("?page=²", "no page “²”"),
        ("?from=calm&to=calm", "goes nowhere"),
        ("?path=1,2,3", "A path has"),
        ("?q=" + "x" * 300, "Only the beginning"),
    ],
)
def test_what_is_not_understood_is_told_and_the_rest_is_shown(
    client: FlaskClient, query: str, words: str
) -> None:
    page = soup(client, query)
    notice = page.select_one("[role=alert]")
    assert notice is not None
    assert words in notice.get_text()
    assert page.select_one("[data-plane]") is not None


def test_a_form_shows_what_it_would_make_and_makes_what_it_shows(client: FlaskClient) -> None:
    page = soup(client)
    for form in page.select("form[action$='/moods']"):
        show = form.select_one("button[formmethod=get]")
        assert isinstance(show, Tag)
        assert show["formaction"] == PAGE
    place = page.select_one("form[data-place]")
    assert isinstance(place, Tag)
    fields = {str(each["name"]) for each in place.select("input")}
    assert fields == {"valence", "arousal", "radius"}


def test_a_journey_is_shown_before_it_is_made(site: Site, client: FlaskClient) -> None:
    page = soup(client, "?from=calm&to=happy&minutes=30")
    told = client.get(f"/api/playlists/{PLAYLIST}/journey?from=calm&to=happy&minutes=30")
    way = check(client, told, JOURNEY)
    assert shown(page) == way["tracks"] != []
    assert abs(way["seconds"] - 1800) < 300
    assert page.select_one("polyline.line") is not None
    drawn = "path=0.68%2C0.36+0.31%2C0.55&minutes=20"
    way = client.get(f"/api/playlists/{PLAYLIST}/journey?{drawn}").json["tracks"]
    page = soup(client, f"?{drawn}")
    assert shown(page) == way
    kept = page.select_one("form[data-path] input[type=checkbox][name=path]")
    assert isinstance(kept, Tag)
    assert kept["value"] == "0.68,0.36 0.31,0.55"


@pytest.mark.parametrize("query", ["", "?from=calm", "?path=x", "?from=calm&to=sad&minutes=1"])
def test_a_journey_to_nowhere_is_refused(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/api/playlists/{PLAYLIST}/journey{query}")
    assert answer.status_code == 400
    assert error_code(answer) in {"bad_path", "bad_minutes"}


def test_a_word_on_a_song_leads_back_to_the_same_selection(site: Site, client: FlaskClient) -> None:
    row = soup(client, "?sort=title&page=2").select_one(".songs > li")
    assert isinstance(row, Tag)
    form = row.select_one("form")
    assert isinstance(form, Tag)
    answer = client.post(str(form["action"]), data={"mood": "sad"})
    target = urlsplit(answer.headers["Location"])
    assert target.fragment == row["id"]
    assert parse_qs(target.query) == {"sort": ["title"], "page": ["2"]}
    again = soup(client, f"?{target.query}").select_one(f"li[id='{row['id']}']")
    assert isinstance(again, Tag)
    assert "you said so" in again.get_text()


def test_each_row_tells_what_each_model_hears_and_why_it_is_there(
    site: Site, client: FlaskClient
) -> None:
    page = soup(client, "?valence=0.5&arousal=0.5&radius=0.3")
    by_id = dict(zip(ids(tracks(site)), tracks(site), strict=True))
    for row in page.select(".songs > li"):
        reading = by_id[str(row["id"])]["reading"]
        said = row.select(".said > span")
        assert len(said) == len(reading["by_model"]) + 1
        mood, percent = choosing.likeliest(reading["probabilities"])
        assert said[-1].get_text(" ").split() == ["together", mood, str(percent), "%"]
        assert "from your point" in row.get_text()
        assert row.select_one(f"a[href='/songs/{row['id']}'][data-sample='{row['id']}']")


def test_the_songs_come_as_one_small_json(site: Site, client: FlaskClient) -> None:
    answer = client.get(f"/api/playlists/{PLAYLIST}/plane", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "no-store" in answer.headers["Cache-Control"]
    assert len(answer.data) < 130 * 90
    plain = client.get(f"/api/playlists/{PLAYLIST}/plane")
    body = check(client, plain, PLANE)
    assert gzip.decompress(answer.data) == plain.data
    assert body["songs"]["id"] == ids(tracks(site))
    assert all(
        len(column) == body["count"] for name, column in body["songs"].items() if name != "said"
    )
    assert body["songs"]["valence"][-1] is None


def test_it_is_nobody_elses(site: Site, client: FlaskClient) -> None:
    for part in ("plane", "journey?from=calm&to=sad"):
        answer = site.member("aoi").get(f"/api/playlists/{PLAYLIST}/{part}")
        assert answer.status_code == 404
        assert site.visitor().get(f"/api/playlists/{PLAYLIST}/{part}").status_code == 401


def test_what_the_models_heard_stays_beside_the_listeners_word(
    site: Site, client: FlaskClient
) -> None:
    before = client.get(f"/api/playlists/{PLAYLIST}/plane").json["songs"]
    place = before["moods"].index(["happy"])
    client.post(f"/api/tracks/{before['id'][place]}/mood", json={"mood": "sad"})
    client.post(f"/api/tracks/{before['id'][-1]}/mood", json={"mood": "calm"})
    after = client.get(f"/api/playlists/{PLAYLIST}/plane").json["songs"]
    assert (after["own"][place], after["own"][-1]) == ("sad", "calm")
    for name in ("valence", "arousal", "moods", "unsure", "spread", "said"):
        assert after[name] == before[name], name
