"""Two people's lists compared: the pages and the interface."""

from typing import Any

import pytest
from bs4 import BeautifulSoup

from server.store import comparisons
from server.store.comparisons import ComparisonRow
from server.store.playlist_tables import PlaylistRow
from server.store.tables import JobRow
from tests.web.site import Site
from tests.web.test_api import check, error_code

PEOPLE = [{"source": "myanimelist", "username": "mika"}, {"source": "anilist", "username": "aoi"}]
FORM = {
    "source_first": "myanimelist",
    "username_first": "mika",
    "source_second": "anilist",
    "username_second": "aoi",
    "statuses": ["completed"],
    "kinds": ["OP", "ED"],
}


def _show(title: str, mal_id: int, *songs: str) -> dict[str, Any]:
    return {
        "title": title,
        "native_title": None,
        "mal_id": mal_id,
        "anilist_id": None,
        "songs": list(songs),
    }


def _add(site: Site, account: str = "mika") -> str:
    """A comparison over the songs of a playlist; the one that was heard is shared."""
    site.add_playlist("list1", account)
    shows = {
        "shared": [_show("Hunter", 1, "list1:0")],
        "first": [_show("Alone <b>1</b>", 2, "list1:1", "gone")],
        "second": [],
    }
    request = {"people": PEOPLE, "statuses": ["completed"], "kinds": ["OP"]}
    return comparisons.save(site.services.store, site.user(account), "mark", request, shows)


def test_a_comparison_becomes_a_job_to_be_asked_after(site: Site) -> None:
    client = site.member()
    answer = client.post("/api/comparisons", json={"people": PEOPLE})
    job = check(client, answer, "/api/comparisons", "post")["job"]
    assert answer.status_code == 202
    assert site.queue.jobs == [job["id"]]
    told = check(client, client.get(job["url"]), "/api/jobs/{job_id}")
    assert told["kind"] == "comparison"


def test_a_comparison_is_told_as_described(site: Site) -> None:
    comparison_id = _add(site)
    client = site.member()
    answer = client.get(f"/api/comparisons/{comparison_id}")
    told = check(client, answer, "/api/comparisons/{comparison_id}")
    assert told["shared"]["songs"] == 1
    assert told["alone"][0]["songs"] == 1
    assert [point["who"] for point in told["plane"]] == ["both"]
    assert [person["read"] for person in told["people"]] == [1, 1]
    assert told["people"][0]["place"] == {"valence": 0.7, "arousal": 0.8}


def test_the_playlist_of_what_they_share_is_a_job(site: Site) -> None:
    client = site.member()
    template = "/api/comparisons/{comparison_id}/playlist"
    address = template.replace("{comparison_id}", _add(site))
    job = check(client, client.post(address), template, "post")["job"]
    assert client.get(job["url"]).json["kind"] == "shared"  # type: ignore[index]
    assert client.post(address).json["job"]["id"] == job["id"]  # type: ignore[index]


@pytest.mark.parametrize("path", ["/comparisons/{}", "/api/comparisons/{}"])
def test_others_cannot_see_a_comparison(site: Site, path: str) -> None:
    comparison_id = _add(site, "other")
    client = site.member()
    assert client.get(path.format(comparison_id)).status_code == 404
    assert client.post(f"{path.format(comparison_id)}/playlist").status_code == 404
    refused = client.get(f"/api/comparisons/{comparison_id}")
    assert error_code(refused) == "no_such_comparison"
    assert "Hunter" not in client.get("/compare").text


def test_deleting_ones_data_deletes_ones_comparisons(site: Site) -> None:
    _add(site)
    site.member().post("/account/delete", data={"sure": "yes"})
    with site.services.store.session() as session:
        assert session.query(ComparisonRow).count() == 0


def test_strangers_are_led_to_log_in_and_back(site: Site) -> None:
    for path in ("/compare", "/comparisons/abc"):
        assert f"next={path.replace('/', '%2F')}" in site.visitor().get(path).headers["Location"]
    sent = site.visitor().post("/compare", data=FORM).headers["Location"]
    assert "next=%2Fcompare%3Fsource_first%3Dmyanimelist" in sent
    assert site.visitor().post("/api/comparisons", json={"people": PEOPLE}).status_code == 401


def test_the_form_leads_to_the_job(site: Site) -> None:
    client = site.member()
    sent = client.post("/compare", data=FORM)
    assert sent.status_code == 303
    assert "Reading both lists" in client.get(sent.headers["Location"]).text
    with site.services.store.session() as session:
        (job,) = session.query(JobRow).all()
        assert job.request["statuses"] == ["completed"]


def test_the_form_comes_back_with_what_is_wrong_beside_the_field(site: Site) -> None:
    wrong = {**FORM, "source_second": "myanimelist", "username_second": "Mika"}
    answer = site.member().post("/compare", data=wrong)
    assert answer.status_code == 422
    page = BeautifulSoup(answer.text, "html.parser")
    field = page.find("input", id="username_second")
    assert field is not None
    assert field["aria-invalid"] == "true"
    assert field["value"] == "Mika"
    assert "named twice" in page.get_text()


def test_names_in_the_address_fill_the_form_in(site: Site) -> None:
    answer = site.member().get("/compare?username_first=mika&source_second=anilist")
    page = BeautifulSoup(answer.text, "html.parser")
    assert [box["value"] for box in page.select("input[name=kinds][checked]")] == ["OP", "ED"]
    assert page.select("input[name=username_first][value=mika]")
    assert page.select("input[name=source_second][value=anilist][checked]")


def test_unticking_everything_is_told_and_kept(site: Site) -> None:
    form = {name: value for name, value in FORM.items() if name != "statuses"}
    answer = site.member().post("/compare", data=form)
    assert answer.status_code == 422
    page = BeautifulSoup(answer.text, "html.parser")
    assert not page.select("input[name=statuses][checked]")


def test_a_page_tells_it_in_words_and_shapes(site: Site) -> None:
    client = site.member()
    page = BeautifulSoup(client.get(f"/comparisons/{_add(site)}").text, "html.parser")
    words = " ".join(page.get_text(" ").split())
    assert "You share 1 show and 1 song" in words
    assert "Alone <b>1</b>" in words
    assert "mika on average" in words
    assert page.select(".people .mark")
    assert client.get("/compare").text.count("mika and aoi") == 1


def test_the_job_and_the_start_page_lead_there(site: Site) -> None:
    comparison_id = _add(site)
    request = {"people": PEOPLE, "statuses": ["completed"], "kinds": ["OP"]}
    result = {"comparison": {"id": comparison_id}}
    site.add_job("job1", kind="comparison", request=request, state="done", result=result)
    client = site.member()
    assert f'href="/comparisons/{comparison_id}"' in client.get("/jobs/job1").text
    assert 'href="/compare"' in client.get("/start").text
    site.add_job("job2", kind="comparison", request=request, state="failed")
    again = BeautifulSoup(client.get("/jobs/job2").text, "html.parser")
    links = [str(link["href"]) for link in again.find_all("a", href=True)]
    assert any("username_second=aoi" in link for link in links)


def test_myanimelist_that_is_not_set_up_is_told(build_site: Any) -> None:
    client = build_site(MAL_CLIENT_ID="").member()
    answer = client.post("/api/comparisons", json={"people": PEOPLE})
    assert error_code(answer) == "myanimelist_not_set_up"


def test_the_playlist_leads_back_to_the_comparison_and_can_be_updated(site: Site) -> None:
    comparison_id = _add(site)
    request = {"people": PEOPLE, "statuses": ["completed"], "kinds": ["OP"]}
    with site.services.store.session() as session:
        playlist = session.get_one(PlaylistRow, "list1")
        playlist.request = {**request, "comparison_id": comparison_id}
    client = site.member()
    assert f'href="/comparisons/{comparison_id}"' in client.get("/playlists/list1").text
    assert "See the playlist you share" in client.get(f"/comparisons/{comparison_id}").text
    for page in ("/start", "/review", "/playlists/list1/review", "/playlists/list1/changes"):
        assert client.get(page).status_code == 200
    job = client.post("/playlists/list1/update").headers["Location"]
    assert client.get(f"/api{job}").json["kind"] == "shared"  # type: ignore[index]
    assert "What mika and aoi share" in client.get("/start").text
