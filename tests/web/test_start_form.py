"""The form of the start page: what becomes a job, and what comes back with what is wrong."""

import pytest

from tests.web.conftest import Build
from tests.web.site import Site
from tests.web.test_pages import FORM, checked, soup, value_of


def test_the_start_form_makes_a_job_and_shows_its_page(site: Site) -> None:
    client = site.member()
    answer = client.post("/start", data=FORM)
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/jobs/{site.queue.jobs[0]}"
    assert client.get(answer.headers["Location"]).status_code == 200
    job = client.get(f"/api/jobs/{site.queue.jobs[0]}").json
    assert job is not None
    assert job["request"] == {**FORM, "min_score": 7.0}


def test_what_is_under_way_can_be_come_back_to(site: Site) -> None:
    client = site.member()
    jobs = [
        client.post("/start", data=FORM).headers["Location"],
        client.post("/start", data={"source": "spotify", "playlist": "x" * 22}).headers["Location"],
    ]
    site.add_job("done", state="done")
    site.add_job("another", account="aoi")
    links = [str(a["href"]) for a in soup(client.get("/start")).select(".ways a")]
    assert links == jobs


def test_a_form_sent_twice_is_one_job(site: Site) -> None:
    client = site.member()
    assert len({client.post("/start", data=FORM).headers["Location"] for _ in range(3)}) == 1
    assert len(site.queue.jobs) == 1


def test_a_form_and_the_same_request_in_json_are_one_job(site: Site) -> None:
    client = site.member()
    client.post("/start", data={**FORM, "min_score": "7,5"})
    client.post("/api/playlists", json={**FORM, "min_score": 7.5})
    assert len(site.queue.jobs) == 1


def test_a_spotify_playlist_can_be_handed_in(site: Site) -> None:
    link = "https://open.spotify.com/playlist/37i9dQZF1DXcBWIGoYBM5M?si=1"
    answer = site.member().post("/start", data={"source": "spotify", "playlist": link})
    assert answer.status_code == 303


@pytest.mark.parametrize(
    "wrong",
    [
        {"username": ""},
        {"username": "<script>"},
        {"statuses": []},
        {"kinds": []},
        {"min_score": "lots"},
        {"min_score": "11"},
        {"source": ""},
    ],
)
def test_a_wrong_form_comes_back_as_it_was_with_what_is_wrong(
    site: Site, wrong: dict[str, object]
) -> None:
    sent = {**FORM, "statuses": ["dropped"], "kinds": ["IN"], **wrong}
    answer = site.member().post("/start", data=sent)
    assert answer.status_code == 422
    assert soup(answer).select_one("[role=alert]") is not None
    assert value_of(answer, "username") == sent["username"]
    assert value_of(answer, "min_score") == sent["min_score"]
    if sent["source"]:
        assert checked(answer, "statuses") == sent["statuses"]
        assert checked(answer, "kinds") == sent["kinds"]
    assert "<script>" not in answer.text
    assert site.queue.jobs == []


def test_the_finer_choices_are_folded_away_until_they_are_used(site: Site) -> None:
    client = site.member()
    details = soup(client.get("/start")).select_one("details.finer")
    assert details is not None
    assert not details.has_attr("open")
    filled = client.get("/start?source=anilist&username=mika&media=movie&year_from=1999")
    details = soup(filled).select_one("details.finer")
    assert details is not None
    assert details.has_attr("open")
    assert checked(filled, "media") == ["movie"]
    assert value_of(filled, "year_from") == "1999"


def test_years_sorts_and_unsafe_shows_are_handed_in_without_a_script(site: Site) -> None:
    client = site.member()
    filters = {"year_from": "1999", "year_to": "", "media": ["movie", "tv"], "nsfw": "1"}
    filters["public"] = "1"
    answer = client.post("/start", data={**FORM, **filters})
    assert answer.status_code == 303
    body = {**FORM, "years": {"from": 1999}, "media": ["tv", "movie"], "nsfw": True}
    body["public"] = True
    client.post("/api/playlists", json=body)
    assert len(site.queue.jobs) == 1
    plain = client.post("/start", data={**FORM, "year_from": "", "year_to": ""})
    client.post("/start", data=FORM)
    assert plain.status_code == 303
    assert len(site.queue.jobs) == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"year_from": "soon"},
        {"year_from": "2010", "year_to": "2000"},
        {"media": ["radio"]},
    ],
)
def test_a_wrong_filter_comes_back_unfolded(site: Site, wrong: dict[str, object]) -> None:
    answer = site.member().post("/start", data={**FORM, **wrong})
    assert answer.status_code == 422
    details = soup(answer).select_one("details.finer")
    assert details is not None
    assert details.has_attr("open")
    assert soup(answer).select_one("[role=alert]") is not None
    assert site.queue.jobs == []


def test_a_filtered_list_is_brought_up_to_date_with_its_filters(site: Site) -> None:
    request = {
        "source": "anilist",
        "username": "mika",
        "years": {"from": None, "to": 2010},
        "media": ["movie"],
        "nsfw": True,
        "public": True,
    }
    site.add_job(request=request, state="failed")
    client = site.member()
    link = soup(client.get("/jobs/job1")).select_one("a[href^='/start?']")
    assert link is not None
    page = client.get(str(link["href"]))
    assert checked(page, "media") == ["movie"]
    assert checked(page, "nsfw") == ["1"]
    assert checked(page, "public") == ["1"]
    assert value_of(page, "year_from") == ""
    assert value_of(page, "year_to") == "2010"


def test_an_empty_form_is_not_an_error_page(site: Site) -> None:
    assert site.member().post("/start").status_code == 422


def test_too_many_jobs_are_told_on_the_form(site: Site) -> None:
    client = site.member()
    for number in range(9):
        answer = client.post("/start", data={**FORM, "username": f"user{number}"})
    assert answer.status_code == 429
    assert value_of(answer, "username") == "user8"


def test_the_start_form_offers_what_is_usual(site: Site) -> None:
    page = site.member().get("/start")
    assert checked(page, "source") == ["myanimelist"]
    assert set(checked(page, "statuses")) == {"completed", "watching"}
    assert checked(page, "kinds") == ["OP", "ED"]


def test_without_a_myanimelist_key_only_anilist_is_offered(build_site: Build) -> None:
    site = build_site(MAL_CLIENT_ID="")
    client = site.member()
    page = client.get("/start")
    offered = {str(i["value"]) for i in soup(page).select("input[type=radio][name=source]")}
    assert offered == {"anilist"}
    assert checked(page, "source") == ["anilist"]
    answer = client.post("/start", data={**FORM, "source": "myanimelist"})
    assert answer.status_code == 422
    assert "myanimelist.net/apiconfig" in answer.text
