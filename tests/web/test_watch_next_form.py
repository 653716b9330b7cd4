"""What to watch next: the form that asks for it, and the way from there to the shows."""

from typing import Any

from bs4 import BeautifulSoup

from server.store.tables import JobRow
from tests.web.site import Site
from tests.web.test_api import error_code
from tests.web.test_watch_next import BODY, FORM, REQUEST, add_list, page_of, words


def test_the_form_leads_to_the_job_and_the_job_to_the_shows(site: Site) -> None:
    client = site.member()
    sent = client.post("/watch-next", data=FORM)
    assert sent.status_code == 303
    page = client.get(sent.headers["Location"]).text
    assert "Listening for the moods" in page
    assert "Writing the playlist" not in page
    with site.services.store.session() as session:
        (job,) = session.query(JobRow).all()
        assert job.request["moods"] == ["calm"]
        job.state, job.result = "done", {"watch_next": {"id": "abc"}}
    made = BeautifulSoup(client.get(sent.headers["Location"]).text, "html.parser")
    assert made.select("a[href='/watch-next/abc?moods=calm']")


def test_a_job_that_failed_leads_back_to_the_form(site: Site) -> None:
    request = {**REQUEST, "moods": ["calm"], "nsfw": True}
    site.add_job("job1", kind="watch", request=request, state="failed")
    page = page_of(site, "/jobs/job1")
    (again,) = [a for a in page.select("main a") if "/watch-next?" in str(a["href"])]
    form = page_of(site, str(again["href"]))
    assert form.select("input[name=username][value=mika]")
    assert form.select("input[name=moods][value=calm][checked]")
    assert form.select("input[name=nsfw][checked]")
    assert form.select("details[open]")


def test_the_form_comes_back_with_what_is_wrong_beside_the_field(site: Site) -> None:
    answer = site.member().post("/watch-next", data={**FORM, "username": "a b", "kinds": []})
    assert answer.status_code == 422
    page = BeautifulSoup(answer.text, "html.parser")
    assert page.select("input#username[aria-invalid=true][value='a b']")
    assert page.select("input[name=moods][value=calm][checked]")


def test_the_usual_list_is_filled_in(site: Site) -> None:
    assert page_of(site, "/watch-next").select("input#username[value='']")
    site.add_playlist("list1")
    page = page_of(site, "/watch-next")
    assert page.select("input#username[value=mika]")
    assert page.select("input[name=source][value=anilist][checked]")
    add_list(site)
    page = page_of(site, "/watch-next")
    assert [words(link) for link in page.select(".before a")] == ["What mika plans to watch"]
    assert page.select("input#username[value=mika]")
    assert page_of(site, "/watch-next?username=ren").select("input#username[value=ren]")


def test_the_start_page_leads_there_and_tells_what_is_under_way(site: Site) -> None:
    client = site.member()
    assert 'href="/watch-next"' in client.get("/start").text
    client.post("/watch-next", data=FORM)
    assert "What mika plans to watch (AniList)" in client.get("/start").text


def test_myanimelist_that_is_not_set_up_is_told(build_site: Any) -> None:
    client = build_site(MAL_CLIENT_ID="").member()
    answer = client.post("/api/watch-next", json={**BODY, "source": "myanimelist"})
    assert error_code(answer) == "myanimelist_not_set_up"
    assert "myanimelist" not in client.get("/watch-next").text
