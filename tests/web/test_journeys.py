"""Journeys by the API, by forms, and as the pages tell them."""

from typing import Any

import pytest
from bs4 import BeautifulSoup

from server.store.playlist_tables import PlaylistEntry, PlaylistRow
from tests.web.site import Site
from tests.web.test_api import check, error_code

TEMPLATE = "/api/playlists/{playlist_id}/moods"
PATH = [{"valence": 0.7, "arousal": 0.4}, {"valence": 0.3, "arousal": 0.55}]
DRAWN = {"playlist_id": "list1", "path": PATH, "minutes": 30}


@pytest.mark.parametrize(
    "body", [{"path": PATH, "minutes": 30}, {"from": "calm", "to": "energetic", "minutes": 45}]
)
def test_a_journey_becomes_a_job_and_once_only(site: Site, body: dict[str, Any]) -> None:
    site.add_playlist()
    client = site.member()
    answers = [client.post("/api/playlists/list1/moods", json=body) for _ in range(2)]
    for answer in answers:
        assert answer.status_code == 202
        check(client, answer, TEMPLATE, "post")
    assert len(site.queue.jobs) == 1


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"path": PATH[:1], "minutes": 30}, "bad_path"),
        ({"from": "calm", "to": "calm", "minutes": 30}, "bad_path"),
        ({"path": PATH, "minutes": 1000}, "bad_minutes"),
        ({"path": PATH, "moods": ["sad"]}, "bad_mood"),
    ],
)
def test_what_is_wrong_with_a_journey_is_told(site: Site, body: dict[str, Any], code: str) -> None:
    site.add_playlist()
    client = site.member()
    answer = client.post("/api/playlists/list1/moods", json=body)
    assert answer.status_code == 400
    assert error_code(answer) == code
    check(client, answer, TEMPLATE, "post")


@pytest.mark.parametrize(
    "fields",
    [
        {"from": "calm", "to": "energetic", "minutes": "45"},
        {"path": "0.7,0.4 0.3,0.55", "from": "calm", "to": "sad", "minutes": "30"},
    ],
)
def test_the_form_leads_on_to_a_job_that_tells_the_journey(
    site: Site, fields: dict[str, str]
) -> None:
    site.add_playlist()
    client = site.member()
    answer = client.post("/playlists/list1/moods", data=fields)
    assert answer.status_code == 303
    page = BeautifulSoup(client.get(answer.headers["Location"]).text, "html.parser")
    way = page.select_one(".way")
    assert way is not None
    assert "from calm to energetic" in way.get_text()
    assert f"about {fields['minutes']} minutes" in way.get_text()
    assert way.select_one("polyline") is not None


@pytest.mark.parametrize(
    "fields",
    [
        {"from": "calm", "to": "calm", "minutes": "30"},
        {"from": "calm", "to": "sad", "minutes": "soon"},
        {"path": "0.7 0.3,x", "minutes": "30"},
    ],
)
def test_a_wrong_form_is_shown_again_with_what_is_wrong(site: Site, fields: dict[str, str]) -> None:
    site.add_playlist()
    client = site.member()
    answer = client.post("/playlists/list1/moods", data=fields)
    assert answer.status_code == 422
    assert BeautifulSoup(answer.text, "html.parser").select_one("[role=alert]") is not None
    assert not site.queue.jobs


def test_a_journey_that_failed_leads_back_to_its_form(site: Site) -> None:
    site.add_playlist()
    site.add_job(kind="mood", state="failed", request=DRAWN)
    page = BeautifulSoup(site.member().get("/jobs/job1").text, "html.parser")
    links = [str(link["href"]) for link in page.select("main a[href^='/playlists/list1?']")]
    assert links
    assert "path=0.7,0.4+0.3,0.55" in links[0]
    assert "minutes=30" in links[0]


def test_the_page_of_a_journey_tells_where_it_goes_and_that_it_ends_early(site: Site) -> None:
    site.add_playlist()
    with site.services.store.session() as session:
        fields = {"kind": "mood", "fingerprint": "j", "name": "Calm to energetic, 30 min"}
        session.add(
            PlaylistRow(id="way1", user_id=site.user(), parent_id="list1", request=DRAWN, **fields)
        )
        session.flush()
        uri = f"spotify:track:{'list1':0>22}"
        session.add(PlaylistEntry(playlist_id="way1", position=0, theme_key=None, track_uri=uri))
    client = site.member()
    told = check(client, client.get("/api/playlists/way1"), "/api/playlists/{playlist_id}")
    assert told["journey"] == {
        "from": "calm",
        "to": "energetic",
        "drawn": True,
        "path": PATH,
        "minutes": 30,
        "lasts": 4,
        "is_short": True,
    }
    page = BeautifulSoup(client.get("/playlists/way1").text, "html.parser")
    way = page.select_one(".cover .way")
    assert way is not None
    assert "It ends after 4: no more songs lie along the way." in way.get_text()
    assert (
        check(client, client.get("/api/playlists/list1"), "/api/playlists/{playlist_id}")["journey"]
        is None
    )
