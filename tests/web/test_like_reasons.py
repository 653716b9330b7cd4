"""A film is named only for a reason, and by sound where nothing else is known of the songs."""

import pytest

from films.recommend.suggestion import NO_REASONS
from moods.circumplex import Mood
from server.domain import Track
from server.store import playlists, songs
from server.store.playlist_tables import PlaylistEntry
from tests.web.site import Site
from tests.web.test_api import check, error_code
from tests.web.test_like import ID, OF_SONG, add_show, page_of, site, titles_on

__all__ = ["site"]


def _unheard(site: Site) -> str:
    """A song that nobody has heard, of whom nothing is known; its track's id."""
    uri = f"spotify:track:{'unheard':0>22}"
    store = site.services.store
    songs.save_tracks(store, [Track(uri, "Qwertz", artists=("Xy Zzy",))])
    at = len(playlists.entries(store, "list1"))
    with store.session() as session:
        session.add(PlaylistEntry(playlist_id="list1", position=at, track_uri=uri))
    return uri.rpartition(":")[2]


def test_a_song_whose_makers_no_film_knows_is_asked_with_by_its_sound(site: Site) -> None:
    heard = add_show(site, 2, 0.4, 0.45, Mood.SAD)
    client = site.member()
    assert not check(client, client.get(f"/api/songs/{ID}/like"), OF_SONG)["by_sound"]
    told = check(client, client.get(f"/api/songs/{heard}/like"), OF_SONG)
    assert told["by_sound"], "“song” is a word of many a film's titles"
    assert told["films"]
    kinds = {reason["kind"] for film in told["films"] for reason in film["reasons"]}
    assert kinds <= {"mood", "mood_little", "place", "place_little", "trait"}
    assert "By how it sounds, not by who made it." in page_of(client, f"/songs/{heard}/like").text


@pytest.mark.parametrize("path", [f"songs/{ID}", "playlists/list1"])
def test_no_film_is_named_without_a_reason(site: Site, path: str) -> None:
    told = site.member().get(f"/api/{path}/like").get_json()
    assert told["films"]
    assert not NO_REASONS & {why["kind"] for film in told["films"] for why in film["reasons"]}
    assert [film["rank"] for film in told["films"]] == list(range(1, len(told["films"]) + 1))


def test_for_a_song_of_which_nothing_is_known_the_page_says_that_and_names_no_film(
    site: Site,
) -> None:
    track = _unheard(site)
    client = site.member()
    assert check(client, client.get(f"/api/songs/{track}/like"), OF_SONG)["films"] == []
    page = page_of(client, f"/songs/{track}/like")
    assert titles_on(page) == []
    assert "It has not been listened to yet, and no film is known with it" in page.text


@pytest.mark.parametrize(
    "query",
    [
        "valence=nan&arousal=0.5&radius=0.1",
        "valence=0.5",
        "valence=0.5&arousal=0.5&radius=0",
        "moods=merry",
        "from=sad&to=nowhere",
    ],
)
def test_the_interface_asks_with_no_other_songs_than_those_that_are_meant(
    site: Site, query: str
) -> None:
    client = site.member()
    answer = client.get(f"/api/playlists/list1/like?{query}")
    assert (answer.status_code, error_code(answer)) == (400, "bad_choice")
    check(client, answer, "/api/playlists/{playlist_id}/like")
    assert page_of(client, f"/playlists/list1/like?{query}").select(".notice"), "the page tells it"
