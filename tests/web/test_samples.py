"""Samples: who may ask, where they come from, and what is said when there is none."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import update

from sandbox.running import Sandbox, running_sandbox
from server.store import playlists
from server.store.playlist_tables import PlaylistEntry, PlaylistRow
from server.store.tables import ThemeRow, TrackRow
from server.turns import Turns
from tests.jobs.workshop import beep
from tests.web.conftest import Build
from tests.web.site import Site
from tests.web.test_api import check, error_code

TEMPLATE = "/api/tracks/{track}/sample"
THEMES = "https://a.animethemes.moe/Hunter-OP1.ogg"


@pytest.fixture(scope="module")
def _sandbox() -> Iterator[Sandbox]:
    with running_sandbox(clip_seconds=1.0, renderer=beep) as running:
        yield running


@pytest.fixture
def sandbox(_sandbox: Sandbox) -> Sandbox:
    _sandbox.clear_faults()
    _sandbox.forget_calls()
    return _sandbox


@pytest.fixture
def site(build_site: Build, sandbox: Sandbox) -> Site:
    return build_site(**sandbox.environment())


def _add_song(site: Site, sandbox: Sandbox, *, audio: str | None, **shops: bool) -> str:
    """A song of the world that these shops sell, on a playlist of mika's; the track's id."""
    song = next(
        each
        for each in (one.song for show in sandbox.world.anime for one in show.themes)
        if each.track and all(getattr(each, shop) is sold for shop, sold in shops.items())
    )
    assert song.track is not None
    uri = f"spotify:track:{song.track.id}"
    site.add_playlist()
    with site.services.store.session() as session:
        session.add(
            TrackRow(
                uri=uri,
                title=song.track.title,
                artists=[artist.name for artist in song.artists],
                isrc=song.track.isrc,
                duration_ms=song.track.duration_ms,
            )
        )
        session.flush()
        session.add(
            PlaylistEntry(playlist_id="list1", position=9, theme_key="list1:0", track_uri=uri)
        )
        if audio is not None:
            session.execute(
                update(ThemeRow).where(ThemeRow.key == "list1:0").values(audio_urls=[audio])
            )
    return song.track.id


def _ask(site: Site, track: str, *without: str, account: str = "mika") -> Any:
    query = {"not": list(without)}
    return site.member(account).get(f"/api/tracks/{track}/sample", query_string=query)


def _told(site: Site, track: str, *without: str) -> Any:
    return check(site.member(), _ask(site, track, *without), TEMPLATE)


def test_the_recording_of_the_show_goes_first_and_nobody_is_asked_for_it(
    site: Site, sandbox: Sandbox
) -> None:
    track = _add_song(site, sandbox, audio=THEMES, deezer=True)
    for name in (track, f"spotify:track:{track}"):
        assert _told(site, name) == {
            "audio_url": THEMES,
            "source": "animethemes",
            "source_name": "AnimeThemes",
            "source_url": "https://animethemes.moe",
            "seconds": None,
        }
    assert not sandbox.calls()


def test_what_cannot_be_played_leads_to_the_next_source_looked_up_afresh(
    site: Site, sandbox: Sandbox
) -> None:
    track = _add_song(site, sandbox, audio=THEMES, deezer=True, itunes=True)
    first, second = (_told(site, track, "animethemes") for _ in range(2))
    assert (first["source"], first["seconds"]) == ("deezer", 30)
    assert first["source_url"].startswith("https://www.deezer.com/track/")
    assert first["audio_url"].startswith(f"{sandbox.url}/audio/deezer/")
    assert second["audio_url"].partition("?")[0] == first["audio_url"].partition("?")[0]
    third = _told(site, track, "animethemes", "deezer")
    assert third["source"] == "itunes"
    assert third["source_url"].startswith("https://music.apple.com/")
    assert not [call for call in sandbox.calls() if call.startswith(("audio", "spotify"))]
    none_left = _ask(site, track, "animethemes", "deezer", "itunes")
    assert (none_left.status_code, error_code(none_left)) == (404, "no_sample")


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/a.ogg",
        "http://a.animethemes.moe/a.ogg",
        "https://a.animethemes.moe.evil.example/a.ogg",
        "javascript:alert(1)",
        "file:///etc/passwd",
    ],
)
def test_an_address_that_leads_elsewhere_is_never_given_out(
    site: Site, sandbox: Sandbox, elsewhere: str
) -> None:
    track = _add_song(site, sandbox, audio=elsewhere, deezer=False, itunes=False)
    answer = _ask(site, track)
    assert (answer.status_code, error_code(answer)) == (404, "no_sample")
    assert elsewhere not in answer.text


def test_a_source_that_does_not_answer_is_told_and_another_is_asked(
    site: Site, sandbox: Sandbox
) -> None:
    track = _add_song(site, sandbox, audio=None, deezer=True, itunes=True)
    sandbox.fault("server_error", service="deezer")
    assert _told(site, track)["source"] == "itunes"
    sandbox.fault("server_error", service="itunes")
    answer = _ask(site, track)
    check(site.member(), answer, TEMPLATE)
    assert (answer.status_code, error_code(answer)) == (502, "deezer_unreachable")
    assert "Spotify plays the song itself" in answer.json["error"]["hint"]


@pytest.mark.parametrize("track", ["x", "0" * 22, "a%00b", "x" * 999])
def test_only_songs_of_ones_own_playlists_have_a_sample(site: Site, track: str) -> None:
    site.add_playlist()
    answer = _ask(site, track)
    assert (answer.status_code, error_code(answer)) == (404, "no_such_song")
    check(site.member(), answer, TEMPLATE)


def test_a_song_of_somebody_else_has_none_and_nobody_may_ask_without_a_login(
    site: Site, sandbox: Sandbox
) -> None:
    track = _add_song(site, sandbox, audio=THEMES, deezer=True)
    assert error_code(_ask(site, track, account="aoi")) == "no_such_song"
    answer = site.visitor().get(f"/api/tracks/{track}/sample")
    assert (answer.status_code, error_code(answer)) == (401, "login_needed")


def test_one_person_may_ask_only_so_often(site: Site, sandbox: Sandbox) -> None:
    track = _add_song(site, sandbox, audio=THEMES, deezer=True)
    codes = [_ask(site, track).status_code for _ in range(41)]
    assert codes == [200] * 40 + [429]
    answer = _ask(site, track)
    assert error_code(answer) == "too_many_samples"
    check(site.member(), answer, TEMPLATE)


def test_turns_come_back_and_are_each_persons_own() -> None:
    turns = Turns(2, 3600)
    assert [turns.take(1) > 0 for _ in range(3)] == [False, False, True]
    assert turns.take(2) == 0
    assert 0 < turns.take(1) <= 3600

    brief = Turns(1, 0.05)
    assert brief.take(1) == 0
    while (wait := brief.take(1)) > 0:
        assert wait <= 0.05
        time.sleep(wait)


def test_pages_may_play_audio_from_the_places_of_clips_only(build_site: Build) -> None:
    policy = build_site().visitor().get("/").headers["Content-Security-Policy"]
    (media,) = (part for part in policy.split("; ") if part.startswith("media-src "))
    assert media.split()[1:] == [
        "https://graphql.animethemes.moe",
        "https://api.deezer.com",
        "https://itunes.apple.com",
        "https://a.animethemes.moe",
        "https://v.animethemes.moe",
        "https://*.dzcdn.net",
        "https://*.itunes.apple.com",
        "https://audio-ssl.itunes.apple.com",
        "https://*.mzstatic.com",
    ]


def test_the_themes_of_a_track_are_those_on_ones_own_playlists(site: Site) -> None:
    site.add_playlist()
    site.add_playlist("list2", "aoi")
    store, uri = site.services.store, f"spotify:track:{'list1':0>22}"
    with store.session() as session:
        fields = {"kind": "list", "fingerprint": "more", "name": "More", "request": {}}
        session.add(PlaylistRow(id="more", user_id=site.user(), **fields))
        session.flush()
        for position, key in enumerate(("list1:0", None)):
            session.add(
                PlaylistEntry(playlist_id="more", position=position, theme_key=key, track_uri=uri)
            )
    assert playlists.theme_keys(store, site.user(), uri) == ["list1:0"]
    assert playlists.theme_keys(store, site.user("aoi"), uri) == []
