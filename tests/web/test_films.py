"""What is shown of films that have been read, and whose they are."""

import json
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.film_samples import imported, reading, send
from tests.web.site import Site
from tests.web.test_api import check


def test_readings_made_elsewhere_are_kept_at_once(site: Site) -> None:
    client = site.member()
    metadata = {"film": {"title": "The Film", "year": 2000, "directors": ["Ann Lee"]}}
    answer = send(client, json.dumps(reading(metadata=metadata)).encode(), name="film.json")
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
    page = site.member().get(f"/films/{imported(site)}").text
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
    film_id = imported(
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
    film_id = imported(site, segments=[one, two])
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
    page = site.member().get(f"/films/{imported(site, problems=[problem])}").text
    assert "broken at 0:20" in page
    assert "Not all of it could be heard" in page


def test_what_is_only_said_is_no_failure(site: Site) -> None:
    note = {
        "code": "film_tracks",
        "message": "This file has 2 audio tracks; number 1 was read.",
        "at": None,
    }
    client, film_id = site.member(), imported(site, problems=[note])
    page = client.get(f"/films/{film_id}").text
    assert "number 1 was read" in page
    assert "Not all of it could be heard" not in page
    german = client.get(f"/films/{film_id}?lang=de").text
    assert "Diese Datei hat 2 Tonspuren; gelesen wurde Nummer 1." in german


def test_music_of_no_sure_genre_is_not_counted_as_any(site: Site) -> None:
    one = reading()["segments"][0]
    halves = [{**one, "end": 10, "weight": 10}, {**one, "start": 10, "weight": 10, "genres": []}]
    told = reading()["film"] | {"genres": {"rock": 1.0}}
    page = site.member().get(f"/films/{imported(site, segments=halves, film=told)}").text
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert "rock 50.0 % none for sure 50.0 %" in text
    layers = json.loads(re.search(r'json">(\{"ids".*?)</script>', page, re.S)[1])  # type: ignore[index]
    assert layers["ids"] == ["music", "speech", "other", "music/rock"]
    assert layers["values"][-1] == pytest.approx(0.25, abs=1e-5)


def test_each_stretch_tells_its_classes(site: Site) -> None:
    page = site.member().get(f"/films/{imported(site)}?sort=-energy").text
    stretch = page[page.index('id="stretches"') :]
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", stretch))
    assert "0.70 0.60 middle high rock" in text


def test_a_film_without_music_has_a_page_too(site: Site) -> None:
    nothing = {
        name: {}
        for name in ("moods", "genres", "valence_classes", "energy_classes", "danceability_classes")
    }
    film_id = imported(
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
    film_id = imported(site)
    other = site.member("aoi")
    assert getattr(other, method)(f"/api/films/{film_id}").status_code == 404
    assert other.get(f"/films/{film_id}").status_code == 404
    assert other.post(f"/films/{film_id}/delete").status_code == 404
    assert other.get("/api/films").json == {"films": []}
    assert site.visitor().get(f"/api/films/{film_id}").status_code == 401
    assert site.member().get(f"/films/{film_id}").status_code == 200


def test_plotly_comes_from_its_package_and_may_be_kept(site: Site) -> None:
    client = site.member()
    address = re.search(r'data-plotly="([^"]+)"', client.get(f"/films/{imported(site)}").text)
    assert address is not None
    answer = client.get(address[1], headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.data) < 2_000_000
    assert client.get("/assets/plotly-0.0.min.js").status_code == 404
