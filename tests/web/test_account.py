"""The account page: disconnecting, and what a job that waits says of itself."""

from datetime import UTC, datetime

from sqlalchemy import select

from server.store import people
from server.store.tables import JobRow
from tests.web.site import Site

SURE = {"sure": "yes"}
END = datetime(2126, 1, 2, 6, 0, tzinfo=UTC)


def test_disconnecting_drops_the_login_ends_the_jobs_and_keeps_the_playlists(site: Site) -> None:
    client, others = site.member(), site.member("aoi")
    site.add_job("going", state="running")
    site.add_job("waits", waits_for="quota", resumes_at=END)
    site.add_job("done", state="done")
    site.add_job("other", account="aoi")
    site.add_playlist()
    assert client.post("/account/disconnect").status_code == 400
    store, vault = site.services.store, site.services.vault
    assert people.load_tokens(store, vault, site.user()) is not None

    page = client.post("/account/disconnect", data=SURE, follow_redirects=True).text
    assert "holds no Spotify login" in page
    assert "Disconnect from Spotify" not in page
    assert people.load_tokens(store, vault, site.user()) is None
    with store.session() as session:
        told = {
            row.id: (row.state, row.cancel_requested) for row in session.scalars(select(JobRow))
        }
    assert told == {
        "going": ("running", True),
        "waits": ("cancelled", True),
        "done": ("done", False),
        "other": ("queued", False),
    }
    assert client.get("/playlists/list1").status_code == 200
    assert client.post("/account/disconnect", data=SURE).status_code == 303
    asked = client.post("/api/playlists", json={"source": "anilist", "username": "mika"})
    assert asked.get_json()["error"]["code"] == "spotify_login_expired"
    assert people.load_tokens(store, vault, site.user("aoi")) is not None
    assert "Disconnect from Spotify" in others.get("/account").text


def test_a_waiting_job_says_when_it_goes_on_in_the_api_and_on_its_page(site: Site) -> None:
    site.add_job(waits_for="quota", resumes_at=END, stage="waiting")
    client = site.member()
    job = client.get("/api/jobs/job1").get_json()
    assert (job["state"], job["stage"], job["resumes_at"]) == (
        "queued",
        "waiting",
        "2126-01-02T06:00:00Z",
    )
    assert job["login_url"] is None
    page = client.get("/jobs/job1").text
    assert "goes on by itself at" in page
    assert "06:00 UTC on 2 January" in page
    assert 'action="/jobs/job1/cancel"' in page
    stopped = client.post("/api/jobs/job1/cancel").get_json()
    assert (stopped["state"], stopped["resumes_at"]) == ("cancelled", None)
    assert "You stopped it" in client.get("/jobs/job1").text
