"""What is promised to somebody who hears a song otherwise."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from tests.web.site import Site
from tests.web.test_api import check, error_code

ID = f"{'list1':0>22}"
URI = f"spotify:track:{ID}"
TEMPLATE = "/api/tracks/{track}/mood"


def told(client: FlaskClient, playlist_id: str = "list1") -> Any:
    """The reading of the one song of a playlist."""
    path = f"/api/playlists/{playlist_id}"
    body = check(client, client.get(path), "/api/playlists/{playlist_id}")
    return body["tracks"][0]["reading"]


@pytest.mark.parametrize("track", [URI, ID])
def test_a_listeners_word_counts_at_once_and_can_be_taken_back(site: Site, track: str) -> None:
    site.add_playlist()
    client = site.member()
    before = told(client)
    assert before["own_mood"] is None
    answer = client.post(f"/api/tracks/{track}/mood", json={"mood": "sad"})
    assert check(client, answer, TEMPLATE, "post") == {"spotify_uri": URI, "own_mood": "sad"}
    after = told(client)
    assert (after["own_mood"], after["moods"]) == ("sad", ["sad"])
    assert after["by_model"] == before["by_model"]
    assert client.get("/api/playlists/list1").json["counts"]["sad"] == 1
    assert client.get("/api/playlists").json["playlists"][0]["counts"]["sad"] == 1
    for _ in range(2):
        answer = client.delete(f"/api/tracks/{track}/mood")
        assert check(client, answer, TEMPLATE, "delete")["own_mood"] is None
    assert told(client) == before


def test_it_is_nobody_elses(site: Site) -> None:
    site.add_playlist()
    site.add_playlist("list2", "aoi")
    mika, aoi = site.member(), site.member("aoi")
    before = told(aoi, "list2")
    mika.post(f"/api/tracks/{ID}/mood", json={"mood": "sad"})
    assert told(aoi, "list2") == before
    refused = aoi.post(f"/api/tracks/{ID}/mood", json={"mood": "sad"})
    assert refused.status_code == 404
    assert error_code(refused) == "no_such_song"


@pytest.mark.parametrize("track", ["x", "spotify:track:x", "0" * 22, "a%00b", "é" * 22, "x" * 999])
@pytest.mark.parametrize("method", ["post", "delete"])
def test_a_song_of_none_of_their_playlists_is_not_there(
    site: Site, track: str, method: str
) -> None:
    site.add_playlist()
    client = site.member()
    answer = client.open(f"/api/tracks/{track}/mood", method=method.upper(), json={"mood": "sad"})
    assert answer.status_code == 404
    check(client, answer, TEMPLATE, method)


@pytest.mark.parametrize("body", [{}, {"mood": None}, {"mood": "gloomy"}, {"mood": ["sad"]}])
def test_what_is_no_mood_is_told(site: Site, body: dict[str, Any]) -> None:
    site.add_playlist()
    client = site.member()
    answer = client.post(f"/api/tracks/{ID}/mood", json=body)
    assert answer.status_code == 400
    assert error_code(answer) == "unknown_mood"
    check(client, answer, TEMPLATE, "post")
    assert told(client)["own_mood"] is None


def test_the_page_takes_the_word_by_a_form_and_leads_back_to_the_song(site: Site) -> None:
    site.add_playlist()
    client = site.member()
    page = BeautifulSoup(client.get("/playlists/list1").text, "html.parser")
    form = page.select_one(f".songs li[id='{ID}'] details form")
    assert form is not None
    assert {button["value"] for button in form.select("button[name=mood]")} == {
        "happy", "energetic", "sad", "calm",
    }  # fmt: skip
    answer = client.post(str(form["action"]), data={"mood": "sad"})
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/playlists/list1#{ID}"
    song = BeautifulSoup(client.get("/playlists/list1").text, "html.parser").select_one(
        f".songs li[id='{ID}']"
    )
    assert song is not None
    assert song["data-moods"] == "sad"
    assert "you say" in song.get_text()
    assert song.select_one("button[name=forget]") is not None
    client.post(str(form["action"]), data={"forget": ""})
    assert told(client)["own_mood"] is None


def test_a_song_that_could_not_be_heard_takes_a_word_too(site: Site) -> None:
    site.add_playlist()
    site.forget_readings()
    client = site.member()
    assert told(client) is None
    client.post(f"/api/tracks/{ID}/mood", json={"mood": "calm"})
    reading = told(client)
    assert (reading["moods"], reading["models"]) == (["calm"], [])
    client.delete(f"/api/tracks/{ID}/mood")
    assert told(client) is None


def test_a_wrong_form_is_an_error_page(site: Site) -> None:
    site.add_playlist()
    client = site.member()
    for path, status in ((f"/playlists/list1/songs/{ID}/mood", 400), ("/playlists/list1/songs/x/mood", 404)):  # fmt: skip  # noqa: E501
        answer = client.post(path, data={"mood": "gloomy"})
        assert answer.status_code == status
        assert answer.mimetype == "text/html"
