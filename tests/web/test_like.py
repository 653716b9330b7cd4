"""Films and shows like a song, a playlist's songs or a film: what is named, and why."""

from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from films.recommend.building import Film, build_index
from films.recommend.index_file import save_index
from films.recommend.question import Heard
from films.recommend.suggestion import REASON_KINDS, TRAITS, Known, Reason
from moods.circumplex import MOODS, Mood
from moods.reading import Reading
from server.domain import Anime, Artist, Theme, ThemeKind, Track
from server.store import films, playlists, readings, songs
from server.store.films import Named
from server.store.playlist_tables import PlaylistEntry
from server.web.like_words import known_words, reason_words
from tests.support.film_index import CARD
from tests.web.conftest import Build
from tests.web.film_samples import imported, reading
from tests.web.site import Site
from tests.web.test_api import check, error_code

ID = f"{'list1':0>22}"
OF_SONG, OF_PLAYLIST = "/api/songs/{track}/like", "/api/playlists/{playlist_id}/like"
HEADERS = {"Origin": "http://localhost"}
EVEN = dict.fromkeys(MOODS, 0.25)


def _films() -> list[Film]:
    """One film with a song of list1, others whose songs lie all over the plane; Ono is in most."""
    others = [
        Film(
            200 + n,
            f"Film {n}",
            1990 + n,
            n / 20,
            [
                Heard(f"Song {n}.{k}", name, "Y", 0.3 + 0.03 * n, 0.4 + 0.02 * k)
                for k, name in enumerate(("X", "X", "X", "Ono" if n % 7 else "X"))
            ],
        )
        for n in range(14)
    ]
    departing = Film(100, "Leaving <Home>", 1984, 0.1, [Heard("Departure!", "Ono", "Ono")])
    return [departing, *others]


@pytest.fixture
def site(build_site: Build, tmp_path: Path) -> Site:
    save_index(build_index(_films()), tmp_path / "index", CARD)
    site = build_site(MOODDEX_FILM_INDEX=str(tmp_path / "index"))
    site.add_playlist()
    return site


def page_of(client: FlaskClient, path: str, status: int = 200) -> BeautifulSoup:
    answer = client.get(path)
    assert answer.status_code == status
    return BeautifulSoup(answer.text, "html.parser")


def titles_on(page: BeautifulSoup, part: str = "films") -> list[str]:
    return [each.get_text(strip=True) for each in page.select(f"#{part} h3 a")]


def add_show(site: Site, number: int, valence: float, arousal: float, mood: Mood) -> str:
    """A show with one song that was heard, at the end of list1; its track's id."""
    anime = Anime(f"Show {number}", mal_id=number)
    theme = Theme(
        f"mal:{number}:OP1:song",
        anime,
        ThemeKind.OP,
        f"Song of {number}",
        1,
        artists=(Artist("Somebody"),),
    )
    uri = f"spotify:track:{f'show{number}':0>22}"
    store = site.services.store
    songs.add_themes(store, [theme])
    songs.save_tracks(store, [Track(uri, theme.title)])
    at = len(playlists.entries(store, "list1"))
    with store.session() as session:
        session.add(
            PlaylistEntry(playlist_id="list1", position=at, theme_key=theme.key, track_uri=uri)
        )
    read = Reading(EVEN, (mood,), valence, arousal, None, {"spectrogram": EVEN}, ("s 1",), None)
    readings.save_reading(store, uri, read, provisional=False)
    return uri.rpartition(":")[2]


def test_a_song_names_films_with_reasons_that_can_be_checked(site: Site) -> None:
    client = site.member()
    told = check(client, client.get(f"/api/songs/{ID}/like"), OF_SONG)
    first = told["films"][0]
    assert (first["movie_id"], first["rank"], first["known"]) == (100, 1, "credits")
    assert first["reasons"][0]["text"] == "It too has “departure!” by Ono."
    assert first["url"] == "https://movielens.org/movies/100"
    assert (told["songs"], told["read"], told["version"]) == (1, 1, "0.1")
    page = page_of(client, f"/songs/{ID}/like")
    assert titles_on(page) == [film["title"] for film in told["films"]]
    assert titles_on(page)[0] == "Leaving <Home>"
    item = page.select_one("#film-100")
    assert item is not None
    assert "It too has “departure!” by Ono." in item.text
    assert "only its credits are known" in item.text
    assert "The films, 15 of them, are from MovieLens" in page.text
    assert "was measured" not in page.text, "nothing is claimed that the card does not tell"
    assert page.select_one(f"a[href='/songs/{ID}']")
    assert page_of(client, f"/songs/{ID}").select_one(f"a[href='/songs/{ID}/like']")


def test_a_song_names_the_other_shows_that_sound_like_it(site: Site) -> None:
    near = add_show(site, 2, 0.69, 0.78, Mood.HAPPY)
    add_show(site, 3, 0.3, 0.2, Mood.SAD)
    client = site.member()
    told = check(client, client.get(f"/api/songs/{ID}/like"), OF_SONG)
    assert [show["key"] for show in told["shows"]] == ["mal:2", "mal:3"], "its own is not named"
    best = told["shows"][0]
    assert (best["why"], best["fitting"], best["read"]) == ("all", 1, 1)
    assert best["url"] == "https://myanimelist.net/anime/2"
    assert best["songs"][0]["id"] == near
    page = page_of(client, f"/songs/{ID}/like")
    assert titles_on(page, "shows") == ["Show 2", "Show 3"]
    assert page.select_one(f"#shows a[href='/songs/{near}']")


def test_a_playlist_is_asked_with_all_its_songs_or_with_those_chosen(site: Site) -> None:
    add_show(site, 2, 0.31, 0.41, Mood.SAD)
    client = site.member()

    def told(query: str = "") -> dict[str, Any]:
        answer = client.get(f"/api/playlists/list1/like{query}")
        return dict(check(client, answer, OF_PLAYLIST))

    assert told()["songs"] == 2
    assert told()["films"][0]["movie_id"] == 100
    sad = told("?moods=sad")
    assert sad["songs"] == 1
    assert sad["films"][0]["movie_id"] != 100
    assert sad["shows"][0]["key"] == "mal:2"
    assert told("?valence=0.7&arousal=0.8&radius=0.05")["songs"] == 1
    assert told("?q=song+of")["songs"] == 1
    assert sad["by_sound"], "who chooses on the plane asks for a feeling"
    kinds = {reason["kind"] for film in told("?moods=happy")["films"] for reason in film["reasons"]}
    assert kinds <= {"mood", "mood_little", "place", "place_little", "popular", "guess", "trait"}
    assert not told("?q=departure")["by_sound"]
    assert told("?q=departure")["films"][0]["movie_id"] == 100
    assert told("?moods=calm") | {"version": ""} == {
        "songs": 0, "read": 0, "by_sound": True, "has_films": True, "version": "", "films": [],
        "shows": [],
    }  # fmt: skip
    assert 0 < told("?from=sad&to=happy&minutes=30")["songs"] <= 2
    page = page_of(client, "/playlists/list1/like?moods=sad&valence=x")
    assert "Asked with 1 song of “Openings & endings”" in page.text
    assert page.select_one(".cover .chip.sad")
    assert page.select_one("a[href='/playlists/list1?moods=sad']")
    nothing = page_of(client, "/playlists/list1/like?moods=calm")
    assert "No song of this playlist fits that" in nothing.text


def test_the_page_of_a_playlist_leads_there_with_what_is_chosen(site: Site) -> None:
    client = site.member()
    page = page_of(client, "/playlists/list1?moods=happy&q=departure")
    link = page.select_one("[data-like]")
    assert link is not None
    assert link["href"] == "/playlists/list1/like?moods=happy&q=departure"
    assert "Asked with 1 song of" in page_of(client, str(link["href"])).text
    forms = page.select(f"form button[formmethod=get][formaction='{link['data-like']}']")
    assert len(forms) == 2, "without scripts, ticked moods and a point lead there too"
    empty = page_of(client, "/playlists/list1?moods=sad").select_one(".alike")
    assert empty is not None
    assert empty.has_attr("hidden")


def test_what_is_somebody_elses_is_not_there(site: Site) -> None:
    film = imported(site)
    aoi = site.member("aoi")
    for path in (f"/songs/{ID}/like", "/playlists/list1/like", f"/films/{film}/like"):
        assert aoi.get(path).status_code == 404
        assert aoi.get(f"/api{path}").status_code == 404


def test_a_film_that_was_read_names_films_with_such_music_and_not_itself(site: Site) -> None:
    told = reading()
    told["segments"][0] |= {"valence": 0.69, "arousal": 0.43}
    film = films.add(site.services.store, site.user(), Named("film 13", "", 2003), reading=told)
    client = site.member()
    answer = check(client, client.get(f"/api/films/{film}/like"), "/api/films/{film_id}/like")
    assert answer["films"][0]["movie_id"] == 212
    assert 213 not in {each["movie_id"] for each in answer["films"]}
    assert {each["key"] for each in answer["shows"]} == {"mal:1"}
    page = page_of(client, f"/films/{film}/like")
    assert "Films and shows with music like “film 13”" in page.text
    assert page_of(client, f"/films/{film}").select_one(f"a[href='/films/{film}/like']")


def test_a_film_without_music_or_that_was_not_read_says_so(site: Site) -> None:
    client = site.member()
    silent = imported(site, segments=[])
    assert "No music of 10 seconds or more" in page_of(client, f"/films/{silent}/like").text
    unread = films.add(site.services.store, site.user(), Named("Unread"))
    answer = client.get(f"/api/films/{unread}/like")
    assert (answer.status_code, error_code(answer)) == (400, "film_not_read")


@pytest.mark.parametrize("broken", [False, True])
def test_without_an_index_the_pages_say_so_and_all_else_works(
    build_site: Build, tmp_path: Path, *, broken: bool
) -> None:
    folder = tmp_path / "none"
    if broken:
        save_index(build_index(_films()), folder, CARD)
        (folder / "films.npz").write_bytes(b"something else")
    site = build_site(MOODDEX_FILM_INDEX=str(folder))
    site.add_playlist()
    add_show(site, 2, 0.69, 0.78, Mood.HAPPY)
    client = site.member()
    page = page_of(client, f"/songs/{ID}/like")
    assert "There is no index of films here" in page.text
    assert titles_on(page, "shows") == ["Show 2"]
    told = check(client, client.get(f"/api/songs/{ID}/like"), OF_SONG)
    assert (told["films"], told["has_films"], told["version"]) == ([], False, None)
    health = client.get("/healthz")
    assert health.status_code == 200
    assert "films" not in health.json["models"]
    assert client.get("/models").status_code == 200


def test_the_index_is_told_among_the_models(site: Site) -> None:
    client = site.visitor()
    assert client.get("/healthz").json["models"]["films"] == "0.1"
    page = page_of(client, "/models")
    section = page.select_one("section[aria-labelledby=model-films]")
    assert section is not None
    assert "0.1" in section.text
    assert "None of these films was ever shot." in section.text


_FIGURES = {
    "any_genre": {"value": 0.614, "lift": 1.234, "lift_interval_95": [1.2, 1.27]},
    "beyond_chance": {"value": 1.1, "lift": 1.105, "lift_interval_95": [1.05, 1.16]},
    "answers": 10,
}


@pytest.mark.parametrize(
    ("low", "verdict"),
    [(1.2, "So they are better than films"), (0.98, "So they are no better than")],
)
def test_the_page_says_how_good_its_films_were_measured_to_be(
    build_site: Build, tmp_path: Path, low: float, verdict: str
) -> None:
    genre = {**_FIGURES["any_genre"], "lift_interval_95": [low, 1.27]}  # type: ignore[dict-item]
    strict = {**_FIGURES, "any_genre": genre}
    card = {**CARD, "figures": {"judged_by_people_it_has_not_learnt_from": strict, "any_genre": {}}}
    save_index(build_index(_films()), tmp_path / "measured", card)
    site = build_site(MOODDEX_FILM_INDEX=str(tmp_path / "measured"))
    site.add_playlist()
    text = page_of(site.member(), f"/songs/{ID}/like").text
    assert "61 of 100 share a genre with it, 1.23 times as many" in text
    assert f"95 % interval {low:.2f} to 1.27" in text
    assert "1.10 times as many as with films drawn at random" in text or "1.11 times" in text
    assert verdict in text


_VALUES: dict[str, str | int | float] = {
    "song": "Volare", "name": "Domenico Modugno", "own": "One”, “Two", "word": "sky",
    "mood": "calm", "songs": 4, "trait": "gentle",
}  # fmt: skip


@pytest.mark.parametrize("kind", REASON_KINDS)
def test_every_reason_is_told_in_the_words_of_its_page(site: Site, kind: str) -> None:
    reason = Reason(kind, _VALUES)
    told = {"kind": kind, "values": _VALUES, "text": "?"}
    with site.app.test_request_context("/"):
        assert reason_words(told) == str(reason)
    with site.app.test_request_context("/?lang=de"):
        german = reason_words(told)
    assert german not in ("?", str(reason))
    assert ("“" in str(reason)) == ("„" in german)


def test_every_trait_and_every_way_of_knowing_is_told_in_german(site: Site) -> None:
    with site.app.test_request_context("/?lang=de"):
        assert set(known_words()) == set(Known)
        for trait in {each for pair in TRAITS.values() for each in pair if each}:
            reason = Reason("trait", {"songs": 3, "trait": trait})
            told = {"kind": "trait", "values": reason.values, "text": str(reason)}
            assert trait not in reason_words(told).split() or trait == "instrumental", trait


def test_a_reason_of_a_kind_that_pages_do_not_know_is_told_in_english(site: Site) -> None:
    told = {"kind": "dreamt", "values": {}, "text": "Somebody dreamt of it."}
    with site.app.test_request_context("/?lang=de"):
        assert reason_words(told) == "Somebody dreamt of it."
