"""A person's word on a song holds from one run to the next, and for nobody else."""

import pytest
from sqlalchemy import delete

from server.domain import Theme, Track
from server.errors import BadRequest
from server.playlists import corrections, review
from server.playlists.corrections import song_id, songs_of, themes_of
from server.playlists.views import playlist_view
from server.services import Services
from server.store import people, songs
from server.store.tables import AnimeThemes, ThemeRow
from tests.jobs.workshop import Workshop


def _song(services: Services, user_id: int, uri: str) -> Theme:
    """A theme on the user's lists that is surely tied to a track."""
    themes = themes_of(services.store, user_id)
    matches = songs.matches(services.store, themes)
    return next(
        themes[key] for key, (match, _) in matches.items() if match.track and match.track.uri == uri
    )


def _some_other_track(workshop: Workshop, uris: list[str]) -> str:
    """A track that Spotify has and nobody here has heard of."""
    tracks = [f"spotify:track:{decoy.id}" for decoy in workshop.sandbox.world.decoys]
    known = songs.tracks(workshop.services.store, tracks)
    return next(uri for uri in tracks if uri not in known and uri not in uris)


def test_a_word_is_on_the_playlist_after_the_next_run_and_stays(workshop: Workshop) -> None:
    services, user_id = workshop.services, workshop.user_id
    uris = workshop.uris_of(workshop.wait(workshop.ask()))
    theme, other = _song(services, user_id, uris[0]), _song(services, user_id, uris[1])
    chosen = _some_other_track(workshop, uris)
    workshop.sandbox.forget_calls()
    link = f"{services.settings.urls.spotify_open}/track/{chosen.rpartition(':')[2]}?si=1"
    corrections.say(services, user_id, song_id(theme), "this", link)
    corrections.say(services, user_id, song_id(other), "none")
    assert workshop.spotify_calls() == {"GET /tracks/{id}": 1}
    assert songs.tracks(services.store, [chosen])[chosen].title

    for _ in range(2):
        job = workshop.wait(workshop.ask())
        assert job["state"] == "done", job
        assert workshop.uris_of(job) == [chosen, *uris[2:]]
    workshop.sandbox.forget_calls()
    workshop.wait(workshop.ask())
    assert set(workshop.spotify_calls()) == {
        "GET /playlists/{id}",
        "GET /me/library/contains",
    }

    playlist_id = job["result"]["playlist"]["id"]
    view = playlist_view(services, user_id, playlist_id)
    assert view["changes"] == 0
    assert any(song["reason"].startswith("you said") for song in view["unmatched"])

    corrections.take_back(services, user_id, song_id(theme))
    corrections.take_back(services, user_id, song_id(other))
    assert playlist_view(services, user_id, playlist_id)["changes"] == 2
    assert set(workshop.uris_of(workshop.wait(workshop.ask()))) == set(uris)


def test_a_track_that_is_never_wanted_goes_and_the_rest_is_asked_about(workshop: Workshop) -> None:
    services, user_id = workshop.services, workshop.user_id
    uris = workshop.uris_of(workshop.wait(workshop.ask()))
    song = song_id(_song(services, user_id, uris[0]))
    corrections.say(services, user_id, song, "never", uris[0])
    job = workshop.wait(workshop.ask())
    assert workshop.uris_of(job) == uris[1:]
    assert song in {each["id"] for each in review.review(services, user_id)["songs"]}
    corrections.allow_again(services, user_id, uris[0])
    assert set(workshop.uris_of(workshop.wait(workshop.ask()))) == set(uris)


def test_another_user_gets_what_was_decided_for_all(workshop: Workshop) -> None:
    services, mika = workshop.services, workshop.user_id
    uris = workshop.uris_of(workshop.wait(workshop.ask()))
    corrections.say(services, mika, song_id(_song(services, mika, uris[0])), "none")
    workshop.user_id = people.find_or_create_user(services.store, "aoi", "Aoi")
    workshop.log_in("aoi")
    assert workshop.uris_of(workshop.wait(workshop.ask())) == uris


def test_a_choice_is_never_read_from_the_audio_of_the_show(workshop: Workshop) -> None:
    """Readings are everybody's: nobody can hang one song's mood on another song's track."""
    services, user_id = workshop.services, workshop.user_id
    uris = workshop.uris_of(workshop.wait(workshop.ask()))
    themes = themes_of(services.store, user_id).values()
    heard = next(each for each in themes if each.audio_urls)
    chosen = _some_other_track(workshop, uris)
    corrections.say(services, user_id, song_id(heard), "this", chosen)
    job = workshop.wait(workshop.ask())
    view = playlist_view(services, user_id, job["result"]["playlist"]["id"])
    track = next(each for each in view["tracks"] if each["spotify_uri"] == chosen)
    assert track["reading"] is None or track["reading"]["clip_source"] != "animethemes"


def test_an_answer_that_is_missing_does_not_keep_an_unwanted_song(workshop: Workshop) -> None:
    services, user_id = workshop.services, workshop.user_id
    uris = workshop.uris_of(workshop.wait(workshop.ask(source="anilist")))
    theme, missing = (_song(services, user_id, uri) for uri in (uris[0], uris[-1]))
    assert theme.anime != missing.anime
    corrections.say(services, user_id, song_id(theme), "none")
    with services.store.session() as session:
        for table in (ThemeRow, AnimeThemes):
            session.execute(delete(table).where(table.anime_key == missing.anime.key))
    for service in ("animethemes", "mal"):
        workshop.sandbox.fault(service=service, status=500)
    job = workshop.wait(workshop.ask(source="anilist"))
    assert job["problems"], "the themes of a show are missing"
    assert workshop.uris_of(job) == uris[1:]


def test_a_link_that_leads_nowhere_is_refused_before_it_is_written(workshop: Workshop) -> None:
    services, user_id = workshop.services, workshop.user_id
    uris = workshop.uris_of(workshop.wait(workshop.ask()))
    song = song_id(_song(services, user_id, uris[0]))
    with pytest.raises(BadRequest) as refused:
        corrections.say(services, user_id, song, "this", Track("spotify:track:" + "0" * 22).uri)
    assert (refused.value.status, refused.value.code) == (422, "no_such_track")
    assert len(songs_of(themes_of(services.store, user_id).values())) >= len(uris)


def test_a_list_without_a_sure_song_can_be_reviewed_and_then_becomes_a_playlist(
    workshop: Workshop,
) -> None:
    services, user_id = workshop.services, workshop.user_id
    workshop.sandbox.fault(service="animethemes", drop="before")
    nothing = {"tracks": {"items": [], "total": 0, "next": None}}
    workshop.sandbox.fault(service="spotify", template="/search", status=200, body=nothing)
    job = workshop.wait(workshop.ask())
    assert job["state"] == "failed", job
    assert job["problems"][-1]["code"] == "no_song_found"
    listed = review.review(services, user_id)
    assert listed["counts"]["not_found"] == len(listed["songs"]) > 0
    assert [each["changes"] for each in listed["behind"]] == []
    chosen = f"spotify:track:{workshop.sandbox.world.decoys[0].id}"
    corrections.say(services, user_id, listed["songs"][0]["id"], "this", chosen)
    assert [each["changes"] for each in review.review(services, user_id)["behind"]] == [1]
    job = workshop.wait(workshop.ask())
    assert workshop.uris_of(job) == [chosen]


def test_a_person_may_turn_down_every_song(workshop: Workshop) -> None:
    services, user_id = workshop.services, workshop.user_id
    uris = workshop.uris_of(workshop.wait(workshop.ask()))
    for uri in uris:
        corrections.say(services, user_id, song_id(_song(services, user_id, uri)), "none")
    assert workshop.uris_of(workshop.wait(workshop.ask())) == []
