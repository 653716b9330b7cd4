"""Playlists at the sandbox's Spotify, by bare calls and by spotipy itself."""

import base64

import pytest
import requests
from spotipy import Spotify, SpotifyException

from sandbox.running import Sandbox
from tests.sandbox.conftest import SCOPES, Api


def uris_of(sandbox: Sandbox, count: int, start: int = 0) -> list[str]:
    return [f"spotify:track:{one.id}" for one in sandbox.world.tracks[start : start + count]]


def named(api: Api, name: str) -> str:
    """The id of a playlist in the caller's library."""
    shown = api("GET", "/me/playlists", limit=50).json()["items"]
    return next(str(one["id"]) for one in shown if one["name"] == name)


def test_spotipy_makes_fills_reads_and_empties_a_playlist(
    sandbox: Sandbox, spotipy_client: Spotify
) -> None:
    made = spotipy_client.current_user_playlist_create("Moods", public=False, description="d")
    first, second, third = uris_of(sandbox, 3)
    before = made["snapshot_id"]
    after = spotipy_client.playlist_add_items(made["id"], [first, third])["snapshot_id"]
    assert after != before
    spotipy_client.playlist_add_items(made["id"], [second], position=1)
    page = spotipy_client.playlist_items(made["id"])
    assert [row["item"]["uri"] for row in page["items"]] == [first, second, third]
    spotipy_client.playlist_remove_all_occurrences_of_items(made["id"], [second])
    assert sandbox.playlist_uris(made["id"]) == [first, third]
    spotipy_client.playlist_reorder_items(made["id"], 1, 0)
    assert sandbox.playlist_uris(made["id"]) == [third, first]
    spotipy_client.playlist_replace_items(made["id"], [second])
    assert sandbox.playlist_uris(made["id"]) == [second]
    spotipy_client.playlist_change_details(made["id"], name="Other", description="e")
    shown = spotipy_client.playlist(made["id"])
    assert (shown["name"], shown["items"]["total"]) == ("Other", 1)
    assert spotipy_client.current_user_playlists()["items"][0]["id"] == made["id"]


def test_spotipy_pages_through_a_long_playlist(sandbox: Sandbox, spotipy_client: Spotify) -> None:
    mine = spotipy_client.current_user_playlists()["items"]
    longest = max(mine, key=lambda one: one["items"]["total"])
    assert longest["items"]["total"] > 100
    page = spotipy_client.playlist_items(longest["id"])
    rows = page["items"]
    while page["next"]:
        assert page["next"].startswith(sandbox.url)
        page = spotipy_client.next(page)
        rows += page["items"]
    assert [row["item"]["uri"] for row in rows] == sandbox.playlist_uris(longest["id"])


def test_going_on_from_the_page_inside_a_playlist_misses_and_doubles_nothing(
    sandbox: Sandbox, api: Api
) -> None:
    playlist = named(api, "The long one")
    page = api("GET", f"/playlists/{playlist}").json()["items"]
    uris = [row["item"]["uri"] for row in page["items"]]
    while page["next"]:
        page = api("GET", page["next"]).json()
        uris += [row["item"]["uri"] for row in page["items"]]
    assert uris == sandbox.playlist_uris(playlist)


def test_uris_are_taken_as_a_bare_list_an_object_or_in_the_query(
    sandbox: Sandbox, api: Api
) -> None:
    one, two, three = uris_of(sandbox, 3)
    playlist = api.new_playlist()
    path = f"/playlists/{playlist}/items"
    assert api("POST", path, [one]).status_code == 201
    assert api("POST", path, {"uris": [two], "position": 0}).status_code == 201
    # With ?uris= in the query the body is not looked at.
    assert api("POST", path, ["nonsense"], uris=three, position=1).status_code == 201
    assert sandbox.playlist_uris(playlist) == [two, three, one]


@pytest.mark.parametrize(
    ("move", "expected"),
    [
        ((0, 1, 3), "bcad"),
        ((3, 1, 0), "dabc"),
        ((0, 2, 4), "cdab"),
        ((1, 2, 0), "bcad"),
        ((1, 2, 2), "abcd"),
    ],
)
def test_a_range_moves_to_stand_before_a_row(
    sandbox: Sandbox, api: Api, move: tuple[int, int, int], expected: str
) -> None:
    letters = dict(zip("abcd", uris_of(sandbox, 4), strict=True))
    playlist = api.new_playlist(*letters.values())
    body = dict(zip(("range_start", "range_length", "insert_before"), move, strict=True))
    assert api("PUT", f"/playlists/{playlist}/items", body).status_code == 200
    assert sandbox.playlist_uris(playlist) == [letters[one] for one in expected]


def test_an_empty_list_clears_a_playlist(sandbox: Sandbox, api: Api) -> None:
    playlist = api.new_playlist(*uris_of(sandbox, 2))
    assert api("PUT", f"/playlists/{playlist}/items", {"uris": []}).status_code == 200
    assert sandbox.playlist_uris(playlist) == []


def test_at_most_a_hundred_rows_are_added_or_removed_at_once(sandbox: Sandbox, api: Api) -> None:
    uris = uris_of(sandbox, 101)
    path = f"/playlists/{api.new_playlist()}/items"
    assert api("POST", path, uris).status_code == 400
    assert api("POST", path, uris[:100]).status_code == 201
    gone = {"items": [{"uri": uri} for uri in uris]}
    assert api("DELETE", path, gone).status_code == 400


@pytest.mark.parametrize(
    ("uri", "message"),
    [
        ("spotify:track:short", "Invalid base62 id"),
        ("spotify:album:" + "1" * 22, "Invalid track uri: spotify:album:" + "1" * 22),
        ("spotify:track:" + "1" * 22, "Payload contains a non-existing ID"),
    ],
)
def test_uris_that_name_no_track_are_refused(api: Api, uri: str, message: str) -> None:
    answer = api("POST", f"/playlists/{api.new_playlist()}/items", [uri])
    assert answer.status_code == 400
    assert answer.json() == {"error": {"status": 400, "message": message}}


def test_removing_takes_every_row_of_the_uri_and_heeds_the_snapshot(
    sandbox: Sandbox, api: Api
) -> None:
    one, two = uris_of(sandbox, 2)
    playlist = api.new_playlist(one, two, one)
    path = f"/playlists/{playlist}/items"
    body = {"items": [{"uri": one}]}
    assert api("DELETE", path, body | {"snapshot_id": "other"}).status_code == 400
    assert api("DELETE", path, {"tracks": [{"uri": one}]}).status_code == 400
    assert api("DELETE", path, body).status_code == 200
    assert sandbox.playlist_uris(playlist) == [two]


def test_rows_may_be_local_files_episodes_and_songs_that_are_gone(api: Api) -> None:
    rows = api("GET", f"/playlists/{named(api, 'Odds and ends')}/items").json()["items"]
    assert [row["is_local"] for row in rows].count(True) == 1
    assert [row["item"] is None for row in rows].count(True) == 1
    assert "episode" in {row["item"]["type"] for row in rows if row["item"]}
    local = next(row["item"] for row in rows if row["is_local"])
    assert local["id"] is None
    assert local["name"] == "Rain on the Roof"


def test_items_of_other_peoples_playlists_are_kept_back(api: Api) -> None:
    playlist = named(api, "Ren's gems")
    answer = api("GET", f"/playlists/{playlist}/items")
    assert answer.status_code == 403
    assert answer.json() == {"error": {"status": 403, "message": "Forbidden"}}
    shown = api("GET", f"/playlists/{playlist}").json()
    assert shown["name"] == "Ren's gems"
    assert "items" not in shown
    assert "tracks" not in shown
    assert api("PUT", f"/playlists/{playlist}", {"name": "Mine"}).status_code == 403
    assert api("POST", f"/playlists/{playlist}/items", []).status_code == 403


def test_collaborators_read_and_write_a_shared_playlist(sandbox: Sandbox) -> None:
    api = Api(sandbox, "mika", f"{SCOPES} playlist-read-collaborative")
    path = f"/playlists/{named(api, 'For the club room')}/items"
    assert api("GET", path).status_code == 200
    assert api("POST", path, uris_of(sandbox, 1)).status_code == 201


def test_a_playlist_is_made_public_unless_told_otherwise(sandbox: Sandbox, api: Api) -> None:
    assert api("POST", "/me/playlists", {"name": "Open"}).json()["public"] is True
    assert api("POST", "/me/playlists", {"public": False}).status_code == 400
    both = {"name": "x", "collaborative": True}
    assert api("POST", "/me/playlists", both).status_code == 400


def test_a_missing_scope_is_told(sandbox: Sandbox) -> None:
    api = Api(sandbox, "mika", "playlist-modify-private")
    for method, path, body in (
        ("GET", "/me/playlists", None),
        ("POST", "/me/playlists", {"name": "Open"}),
        ("GET", f"/playlists/{api.new_playlist()}/items", None),
    ):
        answer = api(method, path, body)
        assert answer.status_code == 403
        assert answer.json()["error"]["message"] == "Insufficient client scope"


def test_deleting_a_playlist_takes_it_out_of_the_library(api: Api) -> None:
    playlist = api.new_playlist()
    uri = f"spotify:playlist:{playlist}"
    assert api("GET", "/me/library/contains", uris=uri).json() == [True]
    assert api("DELETE", "/me/library", uris=uri).status_code == 200
    assert api("GET", "/me/library/contains", uris=uri).json() == [False]
    assert api("GET", f"/playlists/{playlist}").status_code == 200
    assert api("PUT", "/me/library", uris=uri).status_code == 200
    assert api("GET", "/me/library/contains", uris=uri).json() == [True]
    assert api("PUT", "/me/library", uris=",".join([uri] * 41)).status_code == 400


def test_a_cover_is_taken_as_the_base64_of_a_jpeg(sandbox: Sandbox) -> None:
    api = Api(sandbox, "mika", f"{SCOPES} ugc-image-upload")
    playlist = api.new_playlist()
    picture = b"\xff\xd8\xff\xe0 picture"
    address = f"{api.base}/playlists/{playlist}/images"
    headers = {**api.headers, "Content-Type": "image/jpeg"}
    sent = base64.b64encode(picture)
    assert requests.put(address, data=sent, headers=headers, timeout=60).status_code == 202
    shown = api("GET", f"/playlists/{playlist}").json()["images"][0]["url"]
    assert requests.get(shown, timeout=60).content == picture
    assert requests.put(address, data=b"%%%", headers=headers, timeout=60).status_code == 400
    big = base64.b64encode(b"\xff\xd8" + bytes(200_000))
    assert requests.put(address, data=big, headers=headers, timeout=60).status_code == 413


def test_only_the_fields_asked_for_are_sent(sandbox: Sandbox, api: Api) -> None:
    playlist = api.new_playlist(*uris_of(sandbox, 1))
    fields = "total,items(added_at,item(name,artists.name))"
    body = api("GET", f"/playlists/{playlist}/items", fields=fields).json()
    assert set(body) == {"total", "items"}
    assert set(body["items"][0]) == {"added_at", "item"}
    assert set(body["items"][0]["item"]) == {"name", "artists"}
    assert set(body["items"][0]["item"]["artists"][0]) == {"name"}
    left = api("GET", f"/playlists/{playlist}", fields="!items,!owner").json()
    assert "items" not in left
    assert "name" in left


def test_a_person_sees_the_playlist_by_its_link(sandbox: Sandbox, api: Api) -> None:
    track = sandbox.world.tracks[0]
    playlist = api.new_playlist(f"spotify:track:{track.id}")
    link = api("GET", f"/playlists/{playlist}").json()["external_urls"]["spotify"]
    page = requests.get(link, timeout=60)
    assert page.status_code == 200
    for shown in ("A test", "Mika", "1 song"):
        assert shown in page.text
    assert requests.get(f"{sandbox.url}/open/playlist/{'0' * 22}", timeout=60).status_code == 404
    for link in api("GET", f"/tracks/{track.id}").json()["artists"][0]["external_urls"].values():
        assert requests.get(link, timeout=60).status_code == 200


def test_spotipys_call_for_deleting_a_playlist_is_gone(spotipy_client: Spotify) -> None:
    made = spotipy_client.current_user_playlist_create("x", public=False)
    with pytest.raises(SpotifyException) as caught:
        spotipy_client.current_user_unfollow_playlist(made["id"])
    assert caught.value.http_status == 403
