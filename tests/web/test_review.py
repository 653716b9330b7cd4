"""What the review promises: to somebody without JavaScript, and in JSON."""

import csv
import io

import pytest

from server.playlists.corrections import song_id
from server.store import people
from tests.web.conftest import Build
from tests.web.review_site import (
    LOST,
    MATCH,
    ONE,
    OPEN,
    OPEN_ONE,
    REQUEST,
    SURE,
    THREE,
    TWO,
    add_list,
    card,
    press,
    soup,
    theme_called,
    titles,
    told,
)
from tests.web.site import Site
from tests.web.test_api import check, error_code


def test_the_review_shows_what_is_not_sure_with_all_there_is_to_judge_by(site: Site) -> None:
    playlist_id = add_list(site)
    client = site.member()
    for path in ("/review", f"/playlists/{playlist_id}/review"):
        page = soup(client.get(path))
        assert titles(page) == ["Open", "Lost"]
        assert [h.get_text() for h in page.select("h2")] == [
            "Found, but not surely the right recording",
            "Not found on Spotify",
        ]
        song = card(page, OPEN_ONE)
        links = [str(a["href"]) for a in song.select("a")]
        assert links == [
            "https://a.animethemes.moe/a.ogg",
            f"{OPEN}/{TWO.spotify_id}",
            f"{OPEN}/{THREE.spotify_id}",
        ]
        words = song.get_text(" ", strip=True)
        for said in (
            "紅蓮華",
            "Ono",
            "OP2",
            "Show <b>",
            "Title 2",
            "probably it",
            "a similar title",
        ):
            assert said in words
        assert "Leave it out" in card(page, LOST).get_text()


def test_a_choice_leads_back_to_its_place_and_the_playlist_can_be_updated(site: Site) -> None:
    playlist_id = add_list(site)
    client = site.member()
    page = soup(client.get(f"/playlists/{playlist_id}/review"))
    answer = press(client, page, OPEN_ONE, f"this {THREE.uri}")
    assert answer.status_code == 303
    song = song_id(OPEN_ONE)
    assert answer.headers["Location"] == f"/playlists/{playlist_id}/review?done={song}#s-{song}"
    page = soup(client.get(answer.headers["Location"].partition("#")[0]))
    assert titles(page) == ["Open", "Lost"], "it stays in its place"
    assert "You chose Title 3" in card(page, OPEN_ONE).get_text()
    assert told(client, OPEN_ONE)["match"] == {
        "state": "sure",
        "confidence": 1.0,
        "reason": "you chose it",
        "decided_by": "person",
        "spotify_uri": THREE.uri,
    }
    playlist = soup(client.get(f"/playlists/{playlist_id}"))
    assert "Chosen by you" in playlist.select_one("#rest").get_text()
    form = page.select_one("form.behind")
    assert "1 song of Mine will change" in " ".join(form.get_text().split())
    assert str(form["action"]) == f"/playlists/{playlist_id}/update"
    led = client.post(str(form["action"]))
    assert led.headers["Location"] == f"/jobs/{site.queue.jobs[0]}"
    job = client.get(f"/api/jobs/{site.queue.jobs[0]}").json
    assert {**job["request"], **REQUEST} == job["request"]
    assert titles(soup(client.get("/review"))) == ["Lost"]
    decided = soup(client.get("/review?show=decided"))
    assert titles(decided) == ["Open"]
    press(client, decided, OPEN_ONE, "undo")
    assert titles(soup(client.get("/review"))) == ["Open", "Lost"]
    assert soup(client.get("/review")).select_one("form.behind") is None


def test_none_of_these_settles_a_song_and_never_takes_a_track_away_everywhere(site: Site) -> None:
    add_list(site)
    client = site.member()
    press(client, soup(client.get("/review")), LOST, "none")
    assert told(client, LOST)["verdict"] == "none"
    press(client, soup(client.get("/review")), OPEN_ONE, f"never {TWO.uri}")
    song = told(client, OPEN_ONE)
    assert (song["match"]["state"], song["match"]["spotify_uri"]) == ("review", THREE.uri)
    page = soup(client.get("/review"))
    assert titles(page) == ["Open"]
    assert "Title 2 by Ono is never used" in " ".join(card(page, OPEN_ONE).get_text().split())
    press(client, page, OPEN_ONE, f"allow {TWO.uri}")
    assert told(client, OPEN_ONE)["match"]["spotify_uri"] == TWO.uri


def test_a_sure_song_is_corrected_from_the_playlists_page(site: Site) -> None:
    playlist_id = add_list(site)
    client = site.member()
    playlist = soup(client.get(f"/playlists/{playlist_id}"))
    link = playlist.find("a", string="Wrong song?")
    assert link["href"] == f"/review/{song_id(SURE)}"
    page = soup(client.get(str(link["href"])))
    assert page.h1.get_text().startswith("Sure")
    assert "used now" in card(page, SURE).get_text()
    led = press(client, page, SURE, f"never {ONE.uri}").headers["Location"]
    assert led == f"/review/{song_id(SURE)}?done={song_id(SURE)}#s-{song_id(SURE)}"
    assert "1 song of Mine will change" in " ".join(soup(client.get(led)).get_text().split())
    listed = client.get(f"/api/playlists/{playlist_id}").json
    assert [track["leaving"] for track in listed["tracks"]] == [True]
    assert listed["changes"] == 1
    assert "goes with the next update" in client.get(f"/playlists/{playlist_id}").text


def test_a_link_can_be_pasted(site: Site) -> None:
    add_list(site)
    client, song = site.member(), song_id(LOST)
    link = f"{OPEN}/{THREE.spotify_id}?si=1"
    answer = client.post(f"/review/{song}", data={"choice": "link", "link": link})
    assert answer.status_code == 303
    assert told(client, LOST)["match"]["spotify_uri"] == THREE.uri


@pytest.mark.parametrize("link", ["", "unravel", "https://open.spotify.com/album/" + "a" * 22])
def test_a_link_that_is_no_song_comes_back_with_what_is_wrong(site: Site, link: str) -> None:
    add_list(site)
    client, song = site.member(), song_id(LOST)
    fields = {"choice": "link", "link": link, "back": "/review?page=2"}
    answer = client.post(f"/review/{song}", data=fields)
    assert answer.status_code == 422
    page = soup(answer)
    assert page.select_one("[role=alert]") is not None
    field = page.select_one("input[name=link]")
    assert (field["value"], field["aria-describedby"]) == (link, "problem")
    assert page.find("a", string="Back to the list")["href"] == "/review?page=2"
    refused = client.post(f"/api/songs/{song}/match", json={"verdict": "this", "track": link})
    assert refused.status_code == 422
    assert error_code(refused) == "bad_track"
    check(client, refused, MATCH, "post")
    assert told(client, LOST)["verdict"] is None


def test_a_track_that_is_new_here_is_taken_only_if_spotify_has_it(site: Site) -> None:
    add_list(site)
    client = site.member()
    body = {"verdict": "this", "track": "spotify:track:" + "z" * 22}
    answer = client.post(f"/api/songs/{song_id(LOST)}/match", json=body)
    assert answer.status_code == 502, "Spotify cannot be reached in this test"
    check(client, answer, MATCH, "post")
    assert told(client, LOST)["verdict"] is None


def test_the_api_says_the_same(site: Site) -> None:
    playlist_id = add_list(site)
    client = site.member()
    address = f"/api/songs/{song_id(OPEN_ONE)}/match"
    listed = check(client, client.get("/api/review"), "/api/review")
    assert [song["id"] for song in listed["songs"]] == [song_id(OPEN_ONE), song_id(LOST)]
    assert listed["counts"] == {"review": 1, "not_found": 1, "decided": 0}
    assert listed["songs"][0] == check(client, client.get(address), MATCH)
    chosen = client.post(address, json={"verdict": "this", "track": TWO.uri})
    assert check(client, chosen, MATCH, "post")["match"]["state"] == "sure"
    listed = client.get(f"/api/review?playlist={playlist_id}&show=decided").json
    assert [song["id"] for song in listed["songs"]] == [song_id(OPEN_ONE)]
    assert listed["behind"] == [{"id": playlist_id, "name": "Mine", "changes": 1}]
    client.post(address, json={"verdict": "never", "track": TWO.uri})
    back = client.delete(f"{address}?never={TWO.uri}")
    assert check(client, back, MATCH, "delete")["verdict"] == "this"
    back = client.delete(address)
    assert check(client, back, MATCH, "delete")["verdict"] is None
    for wrong in ({}, {"verdict": "maybe"}, {"verdict": ["this"]}, {"verdict": 7, "track": []}):
        assert client.post(address, json=wrong).status_code == 400
    track = client.get(f"/api/playlists/{playlist_id}").json["tracks"][0]
    assert track["song"] == song_id(SURE)


def test_a_word_is_for_the_one_who_said_it(site: Site) -> None:
    add_list(site)
    other = add_list(site, "aoi")
    mika, aoi = site.member(), site.member("aoi")
    mika.post(f"/api/songs/{song_id(OPEN_ONE)}/match", json={"verdict": "none"})
    assert told(aoi, OPEN_ONE)["verdict"] is None
    assert aoi.get("/api/review").json["counts"]["decided"] == 0
    for path in (f"/playlists/{other}/review", f"/playlists/{other}/unmatched.csv"):
        assert mika.get(path).status_code == 404
    assert mika.get(f"/api/review?playlist={other}").status_code == 404
    assert mika.post(f"/playlists/{other}/update").status_code == 404
    stranger = site.member("stranger")
    song = f"/api/songs/{song_id(OPEN_ONE)}/match"
    assert stranger.get(song).status_code == 404
    assert stranger.post(song, json={"verdict": "none"}).status_code == 404
    assert stranger.delete(song).status_code == 404
    assert stranger.get(f"/review/{song_id(OPEN_ONE)}").status_code == 404
    assert stranger.post(f"/review/{song_id(OPEN_ONE)}", data={"choice": "none"}).status_code == 404


@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_nobody_says_anything_without_a_login(site: Site, method: str) -> None:
    client = site.visitor()
    answer = client.open("/api/songs/abc/match", method=method, json={"verdict": "none"})
    assert answer.status_code == 401
    check(client, answer, MATCH, method)
    assert client.get("/api/review").status_code == 401
    assert client.get("/review").status_code == 303


def test_an_ended_login_leads_back_to_the_playlist_after_the_button(site: Site) -> None:
    playlist_id = add_list(site)
    client = site.member()
    people.forget_tokens(site.services.store, site.user())
    led = client.post(f"/playlists/{playlist_id}/update")
    assert led.status_code == 303
    assert f"next=%2Fplaylists%2F{playlist_id}" in led.headers["Location"]


def test_hundreds_of_songs_are_told_fifty_a_page(site: Site) -> None:
    playlist_id = add_list(site, themes=[theme_called(f"More {n}", n) for n in range(10, 130)])
    client = site.member()
    counts = [len(titles(soup(client.get(f"/review?page={n}")))) for n in (1, 2, 3)]
    assert counts == [50, 50, 22]
    page = soup(client.get(f"/playlists/{playlist_id}/review?page=2"))
    assert [a.get_text() for a in page.select(".paging a")] == ["Back", "Next"]
    assert "Page 2 of 3" in page.select_one(".paging").get_text()
    for odd in ("0", "-4", "99999999999999999999", "x", ""):
        assert client.get(f"/review?page={odd}").status_code == 200
    assert titles(soup(client.get("/review?page=99"))) == titles(soup(client.get("/review?page=3")))
    theme = theme_called("More 60", 60)
    where = press(client, page, theme, "none").headers["Location"]
    assert where.startswith(f"/playlists/{playlist_id}/review?page=2&done=")
    assert card(soup(client.get(where.partition("#")[0])), theme)


def test_nothing_to_review_is_told_kindly(site: Site) -> None:
    assert "Nothing to review." in site.member().get("/review").text
    assert "not decided anything" in site.member().get("/review?show=decided").text


def test_songs_left_out_can_be_taken_away_as_a_table(site: Site) -> None:
    playlist_id = add_list(site, themes=[theme_called("=1+1", 7)])
    client = site.member()
    link = soup(client.get(f"/playlists/{playlist_id}")).find(
        "a", string="Download as a table (CSV)"
    )
    answer = client.get(str(link["href"]))
    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))
    assert [row[2] for row in rows] == ["title", "Open", "Lost", "'=1+1"]
    client.post(f"/api/songs/{song_id(LOST)}/match", json={"verdict": "this", "track": ONE.uri})
    assert b"Lost" not in client.get(str(link["href"])).data


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "", "/review?page=3"])
def test_the_way_back_is_always_our_own(site: Site, back: str) -> None:
    add_list(site)
    song = song_id(LOST)
    answer = site.member().post(f"/review/{song}", data={"choice": "none", "back": back})
    assert answer.headers["Location"].startswith("/review?")


def test_links_lead_to_where_this_copy_says_that_spotify_is(build_site: Build) -> None:
    site = build_site(MOODDEX_SPOTIFY_OPEN_URL="http://127.0.0.1:9/open")
    add_list(site)
    assert (
        f'href="http://127.0.0.1:9/open/track/{TWO.spotify_id}"'
        in site.member().get("/review").text
    )
