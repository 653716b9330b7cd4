"""Recordings that are handed in: what is taken, what is refused, and that no file stays behind."""

import io
from typing import Any

import pytest
from werkzeug.test import TestResponse

from server.films import recordings
from server.store import films, people
from server.store.films import Named
from tests.web.conftest import Build
from tests.web.film_samples import files_of, send
from tests.web.site import Site
from tests.web.test_api import check, error_code

NOT_MEDIA = b"this is no recording at all"


def test_a_recording_becomes_a_job_with_its_file_beside(site: Site) -> None:
    client = site.member()
    answer = send(client, NOT_MEDIA * 50_000, collection="  Jane \n Director ")
    assert answer.status_code == 303
    assert answer.location == f"/jobs/{site.queue.jobs[0]}"
    [film] = client.get("/api/films").json["films"]  # type: ignore[index]
    assert (film["title"], film["year"]) == ("A Film", 1999)
    assert (film["collection"], film["state"]) == ("Jane Director", "queued")
    [file] = files_of(site)
    assert file.read_bytes() == NOT_MEDIA * 50_000
    assert file.stat().st_mode & 0o077 == 0
    page = client.get(answer.location).text
    assert "Listening" in page
    assert client.get(f"/films/{film['id']}").location == answer.location


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("../../etc/passwd.mkv", "passwd"),
        ("Ä %22quoted%22 <b>film 🎬.mkv", 'Ä "quoted" <b>film 🎬'),
        ("gnp\u202ekvm.mkv", "gnpkvm"),
        ("\u200b.mkv", "Untitled"),
    ],
)
def test_whatever_a_file_is_called_its_film_has_a_plain_title(
    site: Site, name: str, title: str
) -> None:
    client = site.member()
    assert send(client, NOT_MEDIA, name=name).status_code == 303
    [film] = client.get("/api/films").json["films"]  # type: ignore[index]
    assert film["title"] == title
    assert [file.stem for file in files_of(site)] == [film["id"]]


def test_the_interface_takes_a_recording_too(site: Site) -> None:
    client = site.member()
    data = {"recording": (io.BytesIO(NOT_MEDIA), "x.mp4"), "title": "X", "year": "2001"}
    answer = client.post("/api/films", data=data, content_type="multipart/form-data")
    job = check(client, answer, "/api/films", "post")["job"]
    assert answer.status_code == 202
    assert client.get(job["url"]).json["kind"] == "film"  # type: ignore[index]
    [film] = check(client, client.get("/api/films"), "/api/films")["films"]
    told = check(client, client.get(f"/api/films/{film['id']}"), "/api/films/{film_id}")
    assert (told["title"], told["year"], told["state"]) == ("X", 2001, "queued")


def test_a_second_film_waits_until_the_first_is_read(site: Site) -> None:
    client = site.member()
    send(client, NOT_MEDIA)
    answer = send(client, NOT_MEDIA)
    assert answer.status_code == 429
    assert "still being read" in answer.text
    assert len(files_of(site)) == 1
    assert len(client.get("/api/films").json["films"]) == 1  # type: ignore[index]
    assert send(site.member("aoi"), NOT_MEDIA).status_code == 303


def test_a_job_called_off_leaves_no_file(site: Site) -> None:
    client = site.member()
    job_id = send(client, NOT_MEDIA).location.removeprefix("/jobs/")
    client.post(f"/jobs/{job_id}/cancel")
    assert files_of(site) == []
    [film] = client.get("/api/films").json["films"]  # type: ignore[index]
    assert film["state"] == "cancelled"
    assert "You stopped this one" in client.get(f"/films/{film['id']}").text


@pytest.mark.parametrize("declared", [True, False], ids=["told before", "found out"])
def test_a_file_that_is_too_large_is_refused_and_not_kept(
    build_site: Build, declared: bool
) -> None:
    site = build_site(MOODDEX_UPLOAD_MB="1")
    client = site.member()
    part = b'--x\r\nContent-Disposition: form-data; name="recording"; filename="a.mkv"\r\n\r\n'
    body = part + b"\0" * 1_200_000 + b"\r\n--x--\r\n"
    answer = client.post(
        "/api/films",
        input_stream=io.BytesIO(body),
        content_type="multipart/form-data; boundary=x",
        **({"content_length": len(body)} if declared else {}),  # type: ignore[arg-type]
        environ_overrides={} if declared else {"wsgi.input_terminated": True},
    )
    assert (answer.status_code, error_code(answer)) == (413, "recording_too_large")
    assert files_of(site) == []
    assert client.get("/api/films").json == {"films": []}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({}, "no_recording"),
        ({"recording": (io.BytesIO(b""), "")}, "no_recording"),
        ({"recording": (io.BytesIO(b""), "film.mkv")}, "film_empty"),
        ({"recording": (io.BytesIO(b"x"), "x"), "year": "soon"}, "bad_year"),
        ({"recording": (io.BytesIO(b"x"), "x"), "title": "x" * 201}, "bad_title"),
        ({"recording": (io.BytesIO(b'{"seconds": 3}'), "x")}, "bad_film_json"),
        ({"recording": (io.BytesIO(b"{nonsense"), "x")}, "bad_film_json"),
        ({"recording": (io.BytesIO(b'{"error": {"code": "x"}}'), "x")}, "bad_film_json"),
    ],
)
def test_what_cannot_be_understood_is_told_and_not_kept(
    site: Site, data: dict[str, Any], code: str
) -> None:
    client = site.member()
    answer = client.post("/api/films", data=data, content_type="multipart/form-data")
    assert (answer.status_code, error_code(answer)) == (400, code)
    assert files_of(site) == []
    assert client.get("/api/films").json == {"films": []}


@pytest.mark.parametrize(
    "kind", ["multipart/form-data", "multipart/form-data; boundary=y", "text/plain"]
)
def test_a_body_that_is_no_form_is_told(site: Site, kind: str) -> None:
    answer = site.member().post("/api/films", data=b"--x\r\nno form", content_type=kind)
    assert answer.status_code == 400


def test_only_one_file_of_a_person_comes_in_at_a_time(site: Site) -> None:
    client = site.member()
    told: list[TestResponse] = []

    class Slow(io.BytesIO):
        """A body in the middle of which the same person sends another."""

        def readinto(self, buffer: Any) -> int:
            if not told:
                told.append(send(site.member(), NOT_MEDIA))
            return super().readinto(buffer)

    part = b'--x\r\nContent-Disposition: form-data; name="recording"; filename="a.mkv"\r\n\r\n'
    body = part + NOT_MEDIA + b"\r\n--x--\r\n"
    answer = client.post(
        "/api/films",
        input_stream=Slow(body),
        content_type="multipart/form-data; boundary=x",
        content_length=len(body),
    )
    assert answer.status_code == 202
    assert told[0].status_code == 429
    assert "still coming in" in told[0].text


def test_the_form_says_what_is_wrong_on_the_page(site: Site) -> None:
    answer = send(site.member(), b"", name="")
    assert answer.status_code == 422
    assert "No recording was chosen." in answer.text


def test_a_film_that_is_deleted_is_gone_with_its_job_and_file(site: Site) -> None:
    client = site.member()
    job_id = send(client, NOT_MEDIA).location.removeprefix("/jobs/")
    [film] = client.get("/api/films").json["films"]  # type: ignore[index]
    assert client.delete(f"/api/films/{film['id']}").status_code == 204
    assert client.get("/api/films").json == {"films": []}
    assert client.get(f"/api/jobs/{job_id}").json["state"] == "cancelled"  # type: ignore[index]
    assert files_of(site) == []


def test_the_files_of_a_person_who_leaves_go_too(site: Site) -> None:
    client = site.member()
    send(client, NOT_MEDIA)
    client.post("/account/delete", data={"sure": "yes"})
    assert files_of(site) == []


def test_a_sweep_leaves_what_waits_or_comes_in(site: Site) -> None:
    services = site.services
    send(site.member(), NOT_MEDIA)
    coming = recordings.part_of(services.settings, "coming")
    coming.touch()
    lost = recordings.recording_of(services.settings, "lost")
    lost.touch()
    just_added = films.add(services.store, site.user("aoi"), Named("Y"))
    recordings.recording_of(services.settings, just_added).touch()
    recordings.sweep(services)
    names = {file.name for file in files_of(site)}
    assert len(names) == 3
    assert {coming.name, f"{just_added}.recording"} < names
    people.delete_user(services.store, site.user())


def test_a_film_from_another_site_is_refused(site: Site) -> None:
    data = {"recording": (io.BytesIO(NOT_MEDIA), "x")}
    answer = site.member().post(
        "/films",
        data=data,
        content_type="multipart/form-data",
        headers={"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
    )
    assert answer.status_code == 403
    assert files_of(site) == []
