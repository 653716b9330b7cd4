"""The rest of the sandbox's Web API: who may call, what is gone, search."""

import pytest
import requests
from spotipy import Spotify, SpotifyException

from sandbox.running import Sandbox
from tests.sandbox.conftest import SCOPES, Api


def error_of(answer: requests.Response) -> tuple[int, str]:
    body = answer.json()["error"]
    assert body["status"] == answer.status_code
    return answer.status_code, body["message"]


def test_a_call_needs_a_living_token(sandbox: Sandbox, api: Api) -> None:
    me = f"{api.base}/me"
    assert error_of(requests.get(me, timeout=60)) == (401, "No token provided")
    bad = {"Authorization": "Bearer nonsense"}
    assert error_of(requests.get(me, headers=bad, timeout=60)) == (401, "Invalid access token")
    assert api("GET", "/me").status_code == 200
    sandbox.advance(3601)
    assert error_of(api("GET", "/me")) == (401, "The access token expired")


def test_a_user_who_is_not_on_the_apps_list_is_refused_in_plain_text(sandbox: Sandbox) -> None:
    answer = Api(sandbox, "ren", SCOPES)("GET", "/me")
    assert answer.status_code == 403
    assert answer.text == "User not registered in the Developer Dashboard"
    assert answer.headers["Content-Type"].startswith("text/plain")


def test_the_profile_has_only_what_development_mode_shows(api: Api) -> None:
    for path in ("/me", "/me/"):
        body = api("GET", path).json()
        assert body["id"] == "mika"
        assert not {"country", "email", "product", "followers", "explicit_content"} & set(body)


def test_tracks_have_only_what_development_mode_shows(sandbox: Sandbox, api: Api) -> None:
    track = sandbox.world.tracks[0]
    body = api("GET", f"/tracks/{track.id}").json()
    assert body["external_ids"] == {"isrc": track.isrc}
    assert body["preview_url"] is None
    assert not {"available_markets", "popularity", "linked_from"} & set(body)
    assert not {"available_markets", "popularity", "label", "genres"} & set(body["album"])


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/playlists/x/tracks"),
        ("POST", "/playlists/x/tracks"),
        ("DELETE", "/playlists/x/followers"),
        ("POST", "/users/mika/playlists"),
        ("GET", "/users/mika"),
        ("GET", "/tracks?ids=a,b"),
        ("GET", "/tracks/?ids=a,b"),
        ("PUT", "/me/tracks"),
        ("GET", "/me/following/contains"),
        ("GET", "/artists/x/top-tracks"),
        ("GET", "/browse/new-releases"),
        ("GET", "/audio-features/x"),
        ("GET", "/audio-features?ids=x"),
        ("GET", "/recommendations"),
    ],
)
def test_removed_calls_are_forbidden(api: Api, method: str, path: str) -> None:
    assert error_of(api(method, path)) == (403, "Forbidden")


def test_what_is_not_there_is_not_found(api: Api) -> None:
    assert error_of(api("GET", "/tracks/" + "1" * 22)) == (404, "Resource not found")
    assert error_of(api("GET", "/playlists/" + "1" * 22)) == (404, "Resource not found")
    assert error_of(api("GET", "/tracks/too-short")) == (400, "Invalid base62 id")
    assert error_of(api("GET", "/nothing/here"))[0] == 404


def test_search_gives_five_results_and_at_most_ten(api: Api) -> None:
    body = api("GET", "/search", q="love", type="track").json()["tracks"]
    assert body["limit"] == 5
    assert len(body["items"]) <= 5
    assert api("GET", "/search", q="love", type="track", limit=10).status_code == 200
    for limit in (11, 20, 50, 0):
        answer = api("GET", "/search", q="love", type="track", limit=limit)
        assert error_of(answer) == (400, "Invalid limit")
    assert error_of(api("GET", "/search", type="track")) == (400, "No search query")
    assert api("GET", "/search", q="x", type="songs").status_code == 400
    assert api("GET", "/search", q="x", type="track", offset=1001).status_code == 400


def test_search_finds_a_song_by_either_script(sandbox: Sandbox, spotipy_client: Spotify) -> None:
    song = next(
        one
        for one in sandbox.world.songs
        if one.track and one.native_title and one.artists[0].native_name
    )
    assert song.track is not None
    artist = song.artists[0]
    for query in (
        f"{song.title} {artist.name}",
        f"{song.native_title} {artist.native_name}",
        f'track:"{song.title}" artist:"{artist.name}"',
        f'track:"{song.native_title}"',
        f"isrc:{song.track.isrc}",
    ):
        found = spotipy_client.search(query, limit=10)["tracks"]["items"]
        assert song.track.id in [one["id"] for one in found], query


def test_the_right_recording_is_among_ten_for_every_song(sandbox: Sandbox) -> None:
    for song in sandbox.world.songs[::9]:
        if song.track is not None:
            found = sandbox.state.finder.find(f"{song.title} {song.artists[0].name}")
            assert song.track in found[:10], song.title


def test_search_also_finds_what_is_not_the_song(sandbox: Sandbox) -> None:
    """Covers and the like come up beside the song, and at times before it."""
    beside = first = 0
    for song in sandbox.world.songs:
        if song.track is not None:
            found = sandbox.state.finder.find(song.title)[:10]
            beside += any(one.song_id is None for one in found)
            first += found[0].song_id is None
    assert beside > 100
    assert first > 5


def test_filters_must_hold(sandbox: Sandbox) -> None:
    track = sandbox.world.tracks[0]
    find = sandbox.state.finder.find
    assert find(f'track:"{track.title}" artist:"Nobody At All"') == []
    years = {one.isrc[5:7] for one in find("year:1998-1999 love")}
    assert years <= {"98", "99"}


def test_search_pages_lead_on_within_the_sandbox(sandbox: Sandbox, api: Api) -> None:
    page = api("GET", "/search", q="no", type="track", limit=2).json()["tracks"]
    assert page["next"].startswith(f"{sandbox.url}/spotify/v1/search?")
    following = api("GET", page["next"]).json()["tracks"]
    assert following["offset"] == 2
    assert following["previous"] is not None


def test_spotipy_is_told_of_a_quota_stop_with_its_reason_and_end(
    sandbox: Sandbox, spotipy_client: Spotify
) -> None:
    sandbox.fault("quota_exceeded", after=1, retry_after=3600)
    assert spotipy_client.me()["id"] == "mika"
    with pytest.raises(SpotifyException) as caught:
        spotipy_client.me()
    assert caught.value.http_status == 429
    assert caught.value.reason == "QUOTA_EXCEEDED"
    assert caught.value.headers["Retry-After"] == "3600"
