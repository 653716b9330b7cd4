"""How right the hearing is: on the made film, and on films of one's own."""

import io
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.config import ROOT
from server.errors import BadRequest
from server.films import evaluation
from server.store import films
from server.store.films import Named
from tests.web.film_samples import reading
from tests.web.site import Site

RECORD = {
    "weights": "detector 1.0 (0123456789ab)",
    "command": "mooddex evaluate made-film --data DIR --seed 1 --draws 10",
    "film": {
        "seconds": 6,
        "accuracy": 0.5,
        "macro_f1": 0.4,
        "runs": [
            {
                "start": 0,
                "end": 4,
                "truth": "music",
                "heard": "music",
                "share": 0.75,
                "verdict": "right",
            },
            {
                "start": 4,
                "end": 6,
                "truth": "other",
                "heard": "music",
                "share": 0.0,
                "verdict": "extreme",
            },
        ],
        "verdicts": {"right": 1, "simple": 0, "extreme": 1},
        "truth": "mmmmoo",
        "heard": "mmsmmm",
    },
    "draws": {"films": 10, "mean": 0.9, "smallest": 0.8, "largest": 0.95},
}


def _film(site: Site, account: str = "mika") -> str:
    told = reading()
    return films.add(site.services.store, site.user(account), Named("A Film"), reading=told)


def _words(page: str) -> str:
    page = re.sub(r"<script.*?</script>", "", page, flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_a_record_of_the_made_film_has_both_bands_and_the_runs() -> None:
    view = evaluation.view_of(RECORD)
    assert view["bands"]["truth"] == [[0, 4, "music"], [4, 6, "other"]]
    assert view["bands"]["heard"] == [[0, 2, "music"], [2, 3, "speech"], [3, 6, "music"]]
    assert [run["verdict"] for run in view["runs"]] == ["right", "extreme"]


def test_the_page_of_the_made_film_can_always_be_shown(site: Site) -> None:
    page = site.member().get("/films/evaluation")
    assert page.status_code == 200
    kept = evaluation.made_film()
    told = "This copy of MoodDex has no record" if kept is None else "Stretch by stretch"
    assert told in page.text
    assert site.visitor().get("/films/evaluation").status_code == 303


def test_the_record_that_is_shown_is_the_one_that_was_measured() -> None:
    measured = ROOT / "training" / "records" / "made-film.json"
    shown = ROOT / "films" / "evaluation" / "made_film.json"
    assert json.loads(shown.read_text()) == json.loads(measured.read_text())


def test_labels_of_ones_own_are_held_against_what_was_heard(site: Site) -> None:
    film_id, client = _film(site), site.member()
    page = client.get(f"/films/{film_id}/evaluation")
    assert "Say what is there" in page.text
    labels = "start,end,label\n0:00,0:20,music\n20,30,other\n30.0,0:40,music\n"
    answer = client.post(f"/films/{film_id}/truth", data={"labels": labels})
    assert (answer.status_code, answer.location) == (303, f"/films/{film_id}/evaluation")
    text = _words(client.get(answer.location).text)
    assert "1 ✓ right" in text
    assert "0:20 0:30 other sounds speech ≈ simple error 0.0 %" in text
    assert "0:30 0:40 music other sounds ✕ extreme error 0.0 %" in text
    assert "50.0 % of the seconds right" in text
    assert client.get(f"/api/films/{film_id}").json["truth"] == [  # type: ignore[index]
        [0.0, 20.0, "music"],
        [20.0, 30.0, "other"],
        [30.0, 40.0, "music"],
    ]
    client.post(f"/films/{film_id}/truth", data={"forget": "yes"})
    assert "Say what is there" in client.get(f"/films/{film_id}/evaluation").text


def test_labels_may_come_as_a_file(site: Site) -> None:
    film_id, client = _film(site), site.member()
    data = {"file": (io.BytesIO(b"\xef\xbb\xbf0,5,Music\r\n"), "x.csv"), "labels": ""}
    answer = client.post(f"/films/{film_id}/truth", data=data, content_type="multipart/form-data")
    assert answer.status_code == 303
    data = {"file": (io.BytesIO(b"\xff\xfe\x00"), "x.csv")}
    answer = client.post(f"/films/{film_id}/truth", data=data, content_type="multipart/form-data")
    assert (answer.status_code, "not text" in answer.text) == (422, True)


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        ("", "no line"),
        ("start,end,label", "no line"),
        ("0,5", "Label 1"),
        ("0,5,music\n5,4,speech", "Label 2"),
        ("0,5,song", "neither music"),
        ("0,5,music\n4,6,speech", "overlap at 0:04"),
        ("50,60,music", "after the end"),
        ("0,0.4,music", "no whole second"),
        ("nan,5,music\ninf,6,music", "Label 1"),
        ("-1,5,music\n-1,5,music", "Label 1"),
    ],
)
def test_a_line_that_cannot_be_understood_is_told_and_the_form_kept(
    site: Site, labels: str, told: str
) -> None:
    film_id, client = _film(site), site.member()
    answer = client.post(f"/films/{film_id}/truth", data={"labels": labels})
    assert answer.status_code == 422
    assert told in answer.text
    assert labels.splitlines()[-1] in answer.text if labels else True


def test_labels_as_a_spreadsheet_writes_them_are_read() -> None:
    assert evaluation.read_truth("\ufeffVon;Bis;Was\n0:00;0:10;music\n", 40) == [
        [0.0, 10.0, "music"]
    ]


def test_labels_that_hold_no_second_leave_the_page_as_it_was(site: Site) -> None:
    film_id, client = _film(site), site.member()
    films.keep_truth(site.services.store, site.user(), film_id, [[0, 0.4, "music"]])
    page = client.get(f"/films/{film_id}/evaluation")
    assert (page.status_code, "Say what is there" in page.text) == (200, True)


@given(st.text(max_size=80))
def test_no_text_breaks_the_reading_of_labels(text: str) -> None:
    try:
        truth = evaluation.read_truth(text, 40)
    except BadRequest as error:
        assert error.code == "bad_truth"
    else:
        assert all(0 <= start < end <= 40 for start, end, _ in truth)


def test_nobody_else_sees_or_says_what_a_film_holds(site: Site) -> None:
    film_id, other = _film(site), site.member("aoi")
    assert other.get(f"/films/{film_id}/evaluation").status_code == 404
    answer = other.post(f"/films/{film_id}/truth", data={"labels": "0,5,music"})
    assert answer.status_code == 404
