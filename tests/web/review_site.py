"""Somebody who has songs to review, and what they press."""

from collections.abc import Sequence
from typing import Any

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.domain import Anime, Artist, Candidate, Match, MatchState, Theme, ThemeKind, Track
from server.playlists.corrections import song_id
from server.store import playlists, songs
from server.store.candidates import save_candidates
from tests.web.site import Site

OPEN = "https://open.spotify.com/track"
ONE, TWO, THREE = (Track(f"spotify:track:{n:022}", f"Title {n}", ("Ono",)) for n in (1, 2, 3))
REQUEST = {"source": "anilist", "username": "mika"}
MATCH = "/api/songs/{song}/match"


def theme_called(title: str, number: int = 1) -> Theme:
    return Theme(
        key=f"mal:9:OP{number}:{title.lower()}",
        anime=Anime("Show <b>", mal_id=9),
        kind=ThemeKind.OP,
        title=title,
        sequence=number,
        native_title="紅蓮華",
        artists=(Artist("Ono"),),
        audio_urls=("https://evil.example/a.ogg", "https://a.animethemes.moe/a.ogg"),
    )


SURE, OPEN_ONE, LOST = theme_called("Sure"), theme_called("Open", 2), theme_called("Lost", 3)


def add_list(site: Site, account: str = "mika", themes: Sequence[Theme] = ()) -> str:
    """A list's playlist: one sure song, one to review, one not found, and more lost ones."""
    store = site.services.store
    shown = [SURE, OPEN_ONE, LOST, *themes]
    songs.save_themes(store, songs.ANIMETHEMES, {SURE.anime: shown})
    lost = [
        Match(t.key, MatchState.NOT_FOUND, None, 0.0, "nothing found", "search") for t in themes
    ]
    songs.save_matches(
        store,
        [
            Match(SURE.key, MatchState.SURE, ONE, 0.97, "same title and artist", "search"),
            Match(OPEN_ONE.key, MatchState.REVIEW, TWO, 0.6, "a similar title", "search"),
            Match(LOST.key, MatchState.NOT_FOUND, None, 0.0, "nothing found", "search"),
            *lost,
        ],
    )
    found = [Candidate(TWO, 0.6, "a similar title", True), Candidate(THREE, 0.3, "a cover", False)]
    save_candidates(store, [OPEN_ONE.key], found)
    playlist = playlists.find_or_add(
        store,
        site.user(account),
        "list",
        f"of {account}",
        name="Mine",
        description="",
        request={**REQUEST, "username": account},
    )
    playlists.record_remote(store, playlist.id, f"remote-{account}", "https://s.example/x")
    entries = [playlists.Entry(SURE.key, ONE.uri)]
    entries += [playlists.Entry(theme.key, None) for theme in shown[1:]]
    playlists.set_entries(store, playlist.id, entries)
    return playlist.id


def soup(answer: TestResponse) -> BeautifulSoup:
    return BeautifulSoup(answer.text, "html.parser")


def card(page: BeautifulSoup, theme: Theme) -> Tag:
    """The part of a page that is about a song."""
    found = page.select_one(f"#s-{song_id(theme)}")
    assert isinstance(found, Tag)
    return found


def press(client: FlaskClient, page: BeautifulSoup, theme: Theme, choice: str) -> TestResponse:
    """Press the button with this choice on a song's card, as a browser without scripts would."""
    button = card(page, theme).select_one(f"button[value='{choice}']")
    assert isinstance(button, Tag), choice
    form = button.find_parent("form")
    assert isinstance(form, Tag)
    fields = {str(f["name"]): str(f.get("value", "")) for f in form.select("input[name]")}
    return client.post(str(form["action"]), data={**fields, "choice": choice})


def told(client: FlaskClient, theme: Theme) -> Any:
    return client.get(f"/api/songs/{song_id(theme)}/match").json


def titles(page: BeautifulSoup) -> list[str]:
    return [str(h.find(string=True)).strip() for h in page.select("[data-song] h3")]
