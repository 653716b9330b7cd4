"""Films: handing them in, what is shown of them, and whose they are."""

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from server.films import recordings
from server.store import films, people
from server.store.films import Named
from tests.web.conftest import Build
from tests.web.film_samples import reading
from tests.web.site import Site
from tests.web.test_api import check, error_code

NOT_MEDIA = b"this is no recording at all"


def _send(
    client: FlaskClient, content: bytes, name: str = "A.Film.1999.1080p.mkv", **fields: str
) -> TestResponse:
    data = {"recording": (io.BytesIO(content), name), **fields}
    return client.post("/films", data=data, content_type="multipart/form-data")


def _import(site: Site, account: str = "mika", **values: Any) -> str:
    """A film that has been read; its id."""
    told = {**reading(), **values}
    return films.add(site.services.store, site.user(account), Named("A Film"), reading=told)


def _files(site: Site) -> list[Path]:
    return sorted(recordings.folder(site.services.settings).iterdir())


def test_a_recording_becomes_a_job_with_its_file_beside(site: Site) -> None:
    client = site.member()
    answer = _send(client, NOT_MEDIA * 50_000, collection="  Jane \n Director ")
    assert answer.status_code == 303
    assert answer.location == f"/jobs/{site.queue.jobs[0]}"
    [film] = client.get("/api/films").json["films"]  # type: ignore[index]
    assert (film["title"], film["year"]) == ("A Film", 1999)
    assert (film["collection"], film["state"]) == ("Jane Director", "queued")
    [file] = _files(site)
    assert file.read_bytes() == NOT_MEDIA * 50_000
    assert file.stat().st_mode & 0o077 == 0
    page = client.get(answer.location).text
    assert "Listening" in page
    assert client.get(f"/films/{film['id']}").location == answer.location


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
    _send(client, NOT_MEDIA)
    answer = _send(client, NOT_MEDIA)
    assert answer.status_code == 429
    assert "still being read" in answer.text
    assert len(_files(site)) == 1
    assert len(client.get("/api/films").json["films"]) == 1  # type: ignore[index]
    assert _send(site.member("aoi"), NOT_MEDIA).status_code == 303


def test_a_job_called_off_leaves_no_file(site: Site) -> None:
    client = site.member()
    job_id = _send(client, NOT_MEDIA).location.removeprefix("/jobs/")
    client.post(f"/jobs/{job_id}/cancel")
    assert _files(site) == []
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
    assert _files(site) == []
    assert client.get("/api/films").json == {"films": []}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({}, "no_recording"),
        ({"recording": (io.BytesIO(b""), "")}, "no_recording"),
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
    assert _files(site) == []
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
                told.append(_send(site.member(), NOT_MEDIA))
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
    answer = _send(site.member(), b"", name="")
    assert answer.status_code == 422
    assert "No recording was chosen." in answer.text


def test_readings_made_elsewhere_are_kept_at_once(site: Site) -> None:
    client = site.member()
    metadata = {"film": {"title": "The Film", "year": 2000, "directors": ["Ann Lee"]}}
    answer = _send(client, json.dumps(reading(metadata=metadata)).encode(), name="film.json")
    assert re.fullmatch(r"/films/\w{32}", answer.location)
    page = client.get(answer.location).text
    assert "The Film" in page
    assert "Ann Lee" in page
    assert "20 Happy" in re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    told = client.get(f"/api{answer.location}").json
    assert told is not None
    assert told["metadata"] == metadata
    assert {name: told[name] for name in ("seconds", "segments", "course")} == {
        name: reading()[name] for name in ("seconds", "segments", "course")
    }


def test_each_line_of_a_file_of_readings_becomes_a_film(site: Site) -> None:
    client = site.member()
    lines = [json.dumps(reading(file=f"{name}.mkv")) for name in ("One", "Two")]
    lines.insert(1, json.dumps({"file": "x", "error": {"code": "film_empty", "message": "x"}}))
    answer = client.post("/api/films", data="\n".join(lines), content_type="application/json")
    assert answer.status_code == 201
    assert len(check(client, answer, "/api/films", "post")["films"]) == 2
    titles = [film["title"] for film in client.get("/api/films").json["films"]]  # type: ignore[index]
    assert titles == ["One", "Two"]


_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5) | st.integers(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(key=st.sampled_from(sorted(reading())), inner=st.text(max_size=12), value=_JSON)
def test_whatever_a_reading_holds_its_page_can_be_shown(
    site: Site, key: str, inner: str, value: Any
) -> None:
    client = site.member()
    told = reading()
    if isinstance(told[key], dict) and told[key]:
        names = sorted(told[key])
        told[key][names[len(inner) % len(names)]] = value
    else:
        told[key] = value
    answer = client.post("/api/films", data=json.dumps(told), content_type="application/json")
    assert answer.status_code in (201, 400)
    if answer.status_code == 201:
        film_id = answer.json["films"][0]["id"]  # type: ignore[index]
        assert client.get(f"/films/{film_id}").status_code == 200
        client.delete(f"/api/films/{film_id}")


def test_the_tables_hold_what_the_charts_show(site: Site) -> None:
    page = site.member().get(f"/films/{_import(site)}").text
    data = [json.loads(text) for text in re.findall(r'json">(\{.*?)</script>', page, re.S)]
    layers = next(chart for chart in data if chart["kind"] == "layers")
    parts = dict(zip(layers["ids"], layers["values"], strict=True))
    assert parts["music"] == 0.5
    assert parts["music/rock"] == pytest.approx(0.35, abs=1e-5)
    assert sum(v for k, v in parts.items() if "/" in k) <= parts["music"]
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    for words in ("music 50.0 %", "rock 70.0 %", "high 50.0 %", "0.70", "0.60"):
        assert words in text
    course = next(chart for chart in data if chart["kind"] == "course")
    assert text.count("0.70 0.60") >= len([one for one in course["valence"] if one is not None])


def test_a_long_film_makes_no_heavy_page(site: Site) -> None:
    hours, hour = 3, 3600
    stretches = [
        {**reading()["segments"][0], "start": at, "end": at + 40, "weight": 40}
        for at in range(0, hours * hour, 60)
    ]
    at = [float(second) for second in range(5, hours * hour)]
    course = {name: [0.5] * len(at) for name in ("valence", "arousal", "dominance")}
    film_id = _import(
        site,
        duration=float(hours * hour),
        seconds=["music"] * hours * hour,
        peaks=[0.5] * hours * hour,
        segments=stretches,
        course={"at": at, **course, "moods": ["calm"] * len(at)},
    )
    page = site.member().get(f"/films/{film_id}")
    assert len(page.data) < 150_000
    assert "180 stretches" in page.text


def test_stretches_are_sorted_as_asked(site: Site) -> None:
    one = reading()["segments"][0]
    two = {**one, "start": 25, "end": 40, "weight": 15, "valence": None, "moods": [], "genres": []}
    film_id = _import(site, segments=[one, two])
    client = site.member()

    def starts(sort: str) -> list[str]:
        page = client.get(f"/films/{film_id}?sort={sort}").text
        return re.findall(r'<th scope="row">(\d:\d\d)</th>', page)

    assert starts("start") == ["0:00", "0:25"]
    assert starts("-start") == ["0:25", "0:00"]
    assert starts("seconds") == ["0:25", "0:00"]
    assert starts("-valence") == ["0:00", "0:25"]  # what is not known comes last
    assert starts("nonsense") == ["0:00", "0:25"]


def test_what_could_not_be_heard_is_told(site: Site) -> None:
    problem = {
        "code": "film_cut_short",
        "message": "The file is broken at 0:20: what comes before was read.",
        "at": 20.0,
    }
    page = site.member().get(f"/films/{_import(site, problems=[problem])}").text
    assert "broken at 0:20" in page


def test_a_film_without_music_has_a_page_too(site: Site) -> None:
    nothing = {
        name: {}
        for name in ("moods", "genres", "valence_classes", "energy_classes", "danceability_classes")
    }
    film_id = _import(
        site,
        seconds=["speech"] * 40,
        segments=[],
        shares={"music": 0.0, "speech": 1.0, "other": 0.0},
        film={**reading()["film"], **nothing, "valence": None, "arousal": None},
        course={name: [] for name in reading()["course"]},
    )
    assert "No music of 10 seconds" in site.member().get(f"/films/{film_id}").text


@pytest.mark.parametrize("method", ["get", "delete"])
def test_nobody_else_sees_or_deletes_a_film(site: Site, method: str) -> None:
    film_id = _import(site)
    other = site.member("aoi")
    assert getattr(other, method)(f"/api/films/{film_id}").status_code == 404
    assert other.get(f"/films/{film_id}").status_code == 404
    assert other.post(f"/films/{film_id}/delete").status_code == 404
    assert other.get("/api/films").json == {"films": []}
    assert site.visitor().get(f"/api/films/{film_id}").status_code == 401
    assert site.member().get(f"/films/{film_id}").status_code == 200


def test_a_film_that_is_deleted_is_gone_with_its_job_and_file(site: Site) -> None:
    client = site.member()
    job_id = _send(client, NOT_MEDIA).location.removeprefix("/jobs/")
    [film] = client.get("/api/films").json["films"]  # type: ignore[index]
    assert client.delete(f"/api/films/{film['id']}").status_code == 204
    assert client.get("/api/films").json == {"films": []}
    assert client.get(f"/api/jobs/{job_id}").json["state"] == "cancelled"  # type: ignore[index]
    assert _files(site) == []


def test_the_files_of_a_person_who_leaves_go_too(site: Site) -> None:
    client = site.member()
    _send(client, NOT_MEDIA)
    client.post("/account/delete", data={"sure": "yes"})
    assert _files(site) == []


def test_a_sweep_leaves_what_waits_or_comes_in(site: Site) -> None:
    services = site.services
    _send(site.member(), NOT_MEDIA)
    coming = recordings.part_of(services.settings, "coming")
    coming.touch()
    lost = recordings.recording_of(services.settings, "lost")
    lost.touch()
    just_added = films.add(services.store, site.user("aoi"), Named("Y"))
    recordings.recording_of(services.settings, just_added).touch()
    recordings.sweep(services)
    names = {file.name for file in _files(site)}
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
    assert _files(site) == []


def test_plotly_comes_from_its_package_and_may_be_kept(site: Site) -> None:
    client = site.member()
    address = re.search(r'data-plotly="([^"]+)"', client.get(f"/films/{_import(site)}").text)
    assert address is not None
    answer = client.get(address[1], headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.data) < 2_000_000
    assert client.get("/assets/plotly-0.0.min.js").status_code == 404
