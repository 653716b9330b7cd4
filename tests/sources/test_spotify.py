import socket
from collections import Counter
from dataclasses import dataclass, field

import pytest

from server.domain import Track
from server.errors import AmbiguousWrite, LoginNeeded, QuotaStop, SourceError
from server.sources.spotify import Account, Spotify
from tests.sources.standin import Reply, dropped, standing_in

TRACK = {
    "album": {"name": "Gurenge"},
    "artists": [{"name": "LiSA", "id": "a", "type": "artist"}],
    "duration_ms": 238000,
    "external_ids": {"isrc": "JPU901901234"},
    "id": "0" * 22,
    "is_local": False,
    "name": "紅蓮華",
    "type": "track",
    "uri": "spotify:track:" + "0" * 22,
}
ROW = Track("spotify:track:" + "0" * 22, "紅蓮華", ("LiSA",), "JPU901901234", 238000, "Gurenge")
PLAYLIST = {
    "id": "p" * 22,
    "name": "Mine",
    "description": None,
    "external_urls": {"spotify": "https://open.spotify.com/playlist/" + "p" * 22},
    "owner": {"id": "ann", "display_name": None},
    "public": False,
    "snapshot_id": "s1",
    "items": {"href": "x", "total": 7},
}


@dataclass
class Book:
    """A ledger kept in memory."""

    calls: Counter[str] = field(default_factory=Counter)
    stopped: tuple[float, str] | None = None

    def check(self) -> None:
        if self.stopped:
            raise QuotaStop("spotify", "spotify_quota_used_up", "Stopped.")

    def count(self, call: str) -> None:
        self.calls[call] += 1

    def stop(self, seconds: float, reason: str) -> None:
        self.stopped = (seconds, reason)


def spotify_at(url: str, book: Book | None = None) -> Spotify:
    return Spotify(f"{url}/v1", lambda: "token", book or Book())


def error(status, message, **more):
    return {"error": {"status": status, "message": message, **more}}


def test_the_account_is_the_immutable_id_where_there_is_one():
    me = {"account_id": "aB3", "id": "ann", "display_name": None}
    with standing_in([Reply(me), Reply({"id": "ann", "display_name": "Ann"})]) as site:
        api = spotify_at(site.url)
        assert api.me() == Account("aB3", "ann", "ann")
        assert api.me() == Account("ann", "Ann", "ann")
    assert site.asked[0].headers["Authorization"] == "Bearer token"
    assert site.asked[0].path.rstrip("/") == "/v1/me"


def test_search_asks_for_ten_at_most_and_passes_over_what_is_no_track():
    found = {"tracks": {"items": [TRACK, None, {"uri": "spotify:episode:x"}, {}]}}
    with standing_in([Reply(found)]) as site:
        assert spotify_at(site.url).search("紅蓮華", limit=50) == [ROW]
    assert site.asked[0].query["limit"] == "10"
    assert site.asked[0].query["type"] == "track"


def test_a_track_is_read_with_its_removed_fields_absent_or_null():
    bare = {"uri": ROW.uri, "name": None, "artists": None, "external_ids": None}
    with standing_in([Reply({"tracks": {"items": [bare]}})]) as site:
        assert spotify_at(site.url).search("x") == [Track(ROW.uri)]


def test_a_playlist_is_made_private_with_one_call():
    book = Book()
    with standing_in([Reply(PLAYLIST, status=201)]) as site:
        made = spotify_at(site.url, book).create_playlist("Mine", "What it is")
    assert (made.id, made.owner, made.snapshot_id, made.description) == ("p" * 22, "ann", "s1", "")
    assert site.paths() == ["POST /v1/me/playlists"]
    assert site.asked[0].json["public"] is False
    assert book.calls == {"create": 1}


@pytest.mark.parametrize("key", ["items", "tracks"])
def test_a_playlist_has_its_total_under_either_name(key):
    shape = {**PLAYLIST, "items": None, key: {"total": 7}}
    with standing_in([Reply(shape)]) as site:
        assert spotify_at(site.url).playlist("p" * 22).total == 7


def test_a_playlist_that_is_not_ours_comes_without_items():
    shape = {key: value for key, value in PLAYLIST.items() if key != "items"}
    with standing_in([Reply(shape)]) as site:
        assert spotify_at(site.url).playlist("p" * 22).total == 0


def test_rows_come_in_order_with_gaps_under_either_name():
    first = [{"item": TRACK}] * 48 + [{"track": TRACK}, {"item": None, "track": TRACK}]
    second = [{"item": None}, {"item": TRACK, "is_local": True}, {"item": {"uri": "spotify:ep"}}]

    def script(asked):
        offset = int(asked.query["offset"])
        rows = first if offset == 0 else second
        following = "http://elsewhere.example/next" if offset == 0 else None
        return Reply({"items": rows, "next": following, "total": 53, "offset": offset})

    with standing_in(script) as site:
        rows = spotify_at(site.url).rows("p" * 22)
    assert rows == [ROW] * 50 + [None] * 3
    assert [asked.query["limit"] for asked in site.asked] == ["50", "50"]


def test_rows_that_are_not_told_are_an_error_and_not_taken_for_removed():
    def script(asked):
        rows = [{"item": TRACK}] if asked.query["offset"] == "0" else []
        return Reply({"items": rows, "next": "again", "total": 99})

    with standing_in(script) as site, pytest.raises(SourceError) as failed:
        spotify_at(site.url).rows("p" * 22)
    assert failed.value.code == "spotify_bad_answer"
    assert len(site.asked) == 2


def test_my_playlists_are_all_pages():
    def script(asked):
        at_end = asked.query["offset"] != "0"
        return Reply({"items": [PLAYLIST] * (1 if at_end else 50), "next": None, "total": 51})

    with standing_in(script) as site:
        assert len(spotify_at(site.url).my_playlists()) == 51


def test_adding_and_removing_give_the_new_snapshot():
    uris = [f"spotify:track:{number:022d}" for number in range(100)]
    with standing_in([Reply({"snapshot_id": "s2"}, status=201)]) as site:
        api = spotify_at(site.url)
        assert api.add("p" * 22, uris, position=3) == "s2"
        assert api.remove("p" * 22, uris[:2]) == "s2"
        for wrong in ([], [*uris, uris[0]]):
            with pytest.raises(ValueError, match="1 to 100"):
                api.add("p" * 22, wrong)
    added, removed = site.asked
    body = added.json
    assert (body if isinstance(body, list) else body["uris"]) == uris
    assert added.query["position"] == "3"
    assert removed.method == "DELETE"
    assert removed.json == {"items": [{"uri": uri} for uri in uris[:2]]}


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (
            403,
            "Active premium subscription required for the owner of the app. When the "
            "subscription status changes, it can take a few hours before requests are "
            "allowed again.",
            "spotify_owner_not_premium",
        ),
        (403, "User not registered in the Developer Dashboard", "spotify_not_allowed"),
        (403, error(403, "Insufficient client scope"), "spotify_scope_missing"),
        (403, error(403, "Forbidden"), "spotify_refused"),
        (403, "", "spotify_refused"),
        (404, error(404, "Resource not found"), "spotify_not_found"),
        (400, error(400, "Invalid base62 id"), "spotify_refused"),
        (400, {"error": "invalid_request"}, "spotify_refused"),
        (400, ["odd"], "spotify_refused"),
        (500, {"error": "server_error"}, "spotify_unreachable"),
        (503, "upstream", "spotify_unreachable"),
    ],
)
def test_each_refusal_has_its_own_code(status, body, code):
    with standing_in([Reply(body, status=status)]) as site, pytest.raises(SourceError) as caught:
        spotify_at(site.url).search("x")
    assert caught.value.code == code
    assert caught.value.message
    assert caught.value.hint


def test_a_hidden_playlist_is_told_apart():
    with (
        standing_in([Reply(error(403, "Forbidden"), status=403)]) as site,
        pytest.raises(SourceError) as caught,
    ):
        spotify_at(site.url).rows("p" * 22)
    assert caught.value.code == "spotify_playlist_hidden"


def test_the_days_quota_stops_at_once_and_is_told_to_the_ledger():
    book = Book()
    body = error(429, "Too many requests", reason="QUOTA_EXCEEDED")
    with standing_in([Reply(body, status=429, headers={"Retry-After": "48925"})]) as site:
        api = spotify_at(site.url, book)
        for _ in range(2):
            with pytest.raises(QuotaStop):
                api.search("x")
    assert len(site.asked) == 1
    assert book.stopped == (48925.0, "QUOTA_EXCEEDED")


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (error(429, "API rate limit exceeded"), {"Retry-After": "86400"}),
        (error(429, "Too many requests", reason="QUOTA_EXCEEDED"), {}),
        ("Too many requests", {"Retry-After": "61"}),
    ],
)
def test_a_long_pause_is_a_quota_stop_whatever_its_body(body, headers):
    book = Book()
    with standing_in([Reply(body, status=429, headers=headers)]) as site, pytest.raises(QuotaStop):
        spotify_at(site.url, book).search("x")
    assert book.stopped


def test_a_burst_is_sat_out_for_reads_and_writes():
    burst = Reply(error(429, "API rate limit exceeded"), status=429, headers={"Retry-After": "0"})
    book = Book()
    with standing_in([burst, burst, burst, Reply({"snapshot_id": "s"}, status=201)]) as site:
        assert spotify_at(site.url, book).add("p" * 22, [ROW.uri]) == "s"
    assert len(site.asked) == 4
    assert book.calls == {"add": 4}


def test_a_burst_that_lasts_is_an_error_and_not_a_wait():
    for wait, calls in (("0", 4), ("30", 1)):
        reply = Reply(error(429, "slow down"), status=429, headers={"Retry-After": wait})
        with standing_in([reply]) as site, pytest.raises(SourceError) as caught:
            spotify_at(site.url).search("x")
        assert caught.value.code == "spotify_rate_limited"
        assert caught.value.retry_after == float(wait)
        assert len(site.asked) == calls


@pytest.mark.parametrize(
    "reply",
    [
        dropped(),
        Reply(error(503, "busy"), status=503),
        Reply("<html>bad gateway", status=502),
        Reply({"error": "server_error"}, status=500),
    ],
)
def test_a_write_of_unknown_fate_is_never_sent_again(reply):
    with standing_in([reply, Reply({"snapshot_id": "s"})]) as site:
        with pytest.raises(AmbiguousWrite):
            spotify_at(site.url).add("p" * 22, [ROW.uri])
        assert len(site.asked) == 1


def test_a_playlist_made_without_an_id_in_the_answer_is_of_unknown_fate():
    with standing_in([Reply(b"", status=201)]) as site, pytest.raises(AmbiguousWrite):
        spotify_at(site.url).create_playlist("Mine", "")


@pytest.mark.parametrize("reply", [dropped(), Reply("", status=502)])
def test_a_read_is_tried_a_second_time(reply):
    with standing_in([reply, Reply({"tracks": {"items": []}})]) as site:
        assert spotify_at(site.url).search("x") == []
    assert len(site.asked) == 2


def test_a_write_that_was_never_sent_is_not_ambiguous():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}"
    with pytest.raises(SourceError) as caught:
        spotify_at(url).add("p" * 22, [ROW.uri])
    assert caught.value.code == "spotify_unreachable"


def test_an_answer_that_is_no_json_is_a_bad_answer():
    for reply in (Reply("<html>"), Reply([]), Reply({}), Reply(b"")):
        with standing_in([reply]) as site, pytest.raises(SourceError) as caught:
            spotify_at(site.url).search("x")
        assert caught.value.code == "spotify_bad_answer"


def test_a_refused_token_is_renewed_once():
    expired = Reply(error(401, "The access token expired"), status=401)
    with standing_in([expired, Reply({"snapshot_id": "s"})]) as site:
        api = Spotify(f"{site.url}/v1/", lambda: "old", Book(), renew=lambda: "new")
        assert api.add("p" * 22, [ROW.uri]) == "s"
    assert [asked.headers["Authorization"] for asked in site.asked] == ["Bearer old", "Bearer new"]


def test_a_login_that_stays_refused_is_needed_again():
    expired = Reply(error(401, "Invalid access token"), status=401)
    with standing_in([expired]) as site, pytest.raises(LoginNeeded) as caught:
        spotify_at(site.url).search("x")
    assert caught.value.code == "spotify_login_expired"
    assert len(site.asked) == 2


def test_a_token_never_goes_to_another_place():
    with standing_in([Reply({"id": "thief"})]) as other:
        away = Reply(status=307, headers={"Location": f"{other.url}/v1/me"})
        with standing_in([away]) as site, pytest.raises(SourceError):
            spotify_at(site.url).me()
    assert other.asked == []


def test_no_token_is_logged_at_any_level(caplog):
    caplog.set_level("DEBUG")
    with standing_in([Reply({"tracks": {"items": []}})]) as site:
        Spotify(f"{site.url}/v1", lambda: "BQ-secret", Book()).search("x")
    assert "BQ-secret" not in caplog.text
