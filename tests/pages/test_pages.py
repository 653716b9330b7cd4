"""Every page in every state: no inline code, forms that work as they stand, words for everybody."""

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask, render_template
from jinja2 import StrictUndefined

from server.web import languages
from tests.pages import samples
from tests.pages.samples import HOSTILE
from tests.pages.states import STATES

ROOT = Path(__file__).parents[2]
KIBIBYTE = 1024


@pytest.fixture(scope="module")
def app() -> Flask:
    made = Flask(__name__, template_folder=ROOT / "templates", static_folder=ROOT / "static")
    made.jinja_env.undefined = StrictUndefined
    languages.attach(made)
    return made


def _source(app: Flask, template: str, context: dict[str, Any]) -> str:
    with app.test_request_context():
        return render_template(template, **context)


@pytest.fixture(params=STATES)
def page(app: Flask, request: pytest.FixtureRequest) -> BeautifulSoup:
    return BeautifulSoup(_source(app, *STATES[request.param]), "html.parser")


def _name_of(field: Tag, page: BeautifulSoup) -> str:
    wrapped = field.find_parent("label")
    named = page.find("label", attrs={"for": field.get("id")}) if field.get("id") else None
    label = wrapped or named
    return label.get_text(strip=True) if label else ""


def test_every_template_parses(app: Flask) -> None:
    names = app.jinja_env.list_templates(extensions=["html"])
    assert {page for page, _ in STATES.values()} <= set(names)
    for name in names:
        app.jinja_env.get_template(name)


def test_nothing_runs_or_styles_inline(page: BeautifulSoup) -> None:
    assert not page.find_all("style")
    for script in page.find_all("script"):
        if script["type"] == "application/json":  # read by scripts, never run
            assert json.loads(script.get_text())
            continue
        assert script.get("src", "").startswith("/static/")
        assert not script.get_text(strip=True)
    for tag in page.find_all(True):
        assert "style" not in tag.attrs
        assert not [name for name in tag.attrs if name.startswith("on")]
        assert not str(tag.get("href", "")).startswith("javascript:")


def test_everything_a_page_loads_is_its_own(page: BeautifulSoup, app: Flask) -> None:
    loaded = [t["src"] for t in page.find_all(src=True)]
    loaded += [t["href"] for t in page.find_all("link", href=True)]
    for address in loaded:
        assert (ROOT / str(address).lstrip("/")).is_file(), address


def test_every_form_works_as_it_stands(page: BeautifulSoup) -> None:
    for form in page.select("main form:not(template form)"):
        assert form.get("method") == ("get" if form.get("role") == "search" else "post")
        assert str(form.get("action", "")).startswith("/")
        assert form.find("button").get_text(strip=True)
        for field in form.find_all(["input", "select", "textarea"]):
            assert field.get("name")
            assert field.get("type") == "hidden" or _name_of(field, page)
        for button in form.find_all("button", attrs={"formaction": True}):
            assert str(button["formaction"]).startswith("/")
        for group in form.find_all("fieldset"):
            assert group.find("legend").get_text(strip=True)


def test_a_page_has_one_main_heading_and_skips_no_level(page: BeautifulSoup) -> None:
    levels = [int(tag.name[1]) for tag in page.find_all(["h1", "h2", "h3", "h4"])]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in zip([0, *levels], levels, strict=False))


def test_ids_are_unique_and_references_lead_somewhere(page: BeautifulSoup) -> None:
    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    for name in ("aria-labelledby", "aria-describedby", "for"):
        for tag in page.find_all(attrs={name: True}):
            assert set(str(tag[name]).split()) <= set(ids)
    for tag in page.find_all("use"):
        assert str(tag["href"]).lstrip("#") in ids


def test_every_drawing_has_a_name_or_hides_from_screen_readers(page: BeautifulSoup) -> None:
    for drawing in page.find_all("svg"):
        hidden = drawing.get("aria-hidden") == "true" or drawing.find_parent("svg")
        decoration = drawing.find_parent(class_="chip") is not None
        assert hidden or decoration or (drawing.get("role") == "img" and drawing.get("aria-label"))


def test_a_page_names_its_language_title_and_content(page: BeautifulSoup) -> None:
    assert page.html["lang"] == "en"
    assert page.title.get_text(strip=True)
    assert page.find("a", class_="skip")["href"] == "#" + page.main["id"]
    for native in page.find_all(string="紅蓮華"):
        assert native.parent.get("lang") == "ja"


def test_a_playlist_of_2000_songs_stays_light(app: Flask) -> None:
    def words(number: int) -> str:
        return hashlib.sha256(str(number).encode()).hexdigest()[:22]

    shown = samples.view(
        [
            samples.track(title=words(n), spotify_uri=f"spotify:track:{words(-n)}")
            for n in range(2000)
        ]
    )
    template, given = samples.playlist(shown)
    page = _source(app, template, {**given, "user": samples.USER}).encode()
    loaded = [tag["href"] for tag in BeautifulSoup(page, "html.parser").find_all("link")]
    scripts = [*(ROOT / "static" / "js" / "plane").glob("*.js"), ROOT / "static/js/app.js"]
    files = {*(ROOT / str(address).lstrip("/") for address in loaded), *scripts}
    sent = sum(file.stat().st_size for file in files)
    assert len(gzip.compress(page, 5)) + sent < 150 * KIBIBYTE, "as it is sent"
    assert len(page) < 400 * KIBIBYTE, "as a browser holds it"


@pytest.mark.parametrize("state", ["landing", "start", "job running"])
def test_a_page_stays_light(app: Flask, state: str) -> None:
    assert len(_source(app, *STATES[state]).encode()) < 20 * KIBIBYTE


def test_names_from_outside_stay_words(app: Flask) -> None:
    lost = {**samples.LOST, "anime": HOSTILE, "title": HOSTILE, "reason": HOSTILE}
    song = samples.track(title=HOSTILE, native_title=HOSTILE, artists=[HOSTILE], anime=HOSTILE)
    shown = samples.view([song], name=HOSTILE, unmatched=[lost])
    problem = {"item": HOSTILE, "code": "x", "message": HOSTILE}
    names = {"title": HOSTILE, "artists": [HOSTILE]}
    found = samples.candidate(**names, album=HOSTILE, reason=HOSTILE)
    hostile = samples.reviewed(**names, native_title=HOSTILE, candidates=[found])
    form = {**STATES["start"][1]["form"], "username": HOSTILE, "playlist": HOSTILE}
    for state, given in (
        ("playlist", samples.playlist(shown)[1]),
        ("job failed", {"job": {**STATES["job failed"][1]["job"], "problems": [problem]}}),
        ("start", {"form": form}),
        ("review", {"review": {**STATES["review"][1]["review"], "songs": [hostile]}}),
    ):
        template, context = STATES[state]
        source = _source(app, template, {**context, **given})
        assert HOSTILE not in source
        assert not BeautifulSoup(source, "html.parser").find("b", onclick=True)


def test_a_form_that_was_refused_keeps_what_was_given(app: Flask) -> None:
    page = BeautifulSoup(_source(app, *STATES["start refused"]), "html.parser")
    assert page.find(id="username")["value"] == "mika"
    assert page.find(id="username")["aria-describedby"] == page.find(role="alert")["id"]
    assert page.find(id="min_score")["value"] == "7"
    kept = [box["value"] for box in page.find_all("input", type="checkbox", checked=True)]
    assert kept == ["completed", "OP"]


def test_a_job_under_way_refreshes_itself_without_scripts(app: Flask) -> None:
    for state in STATES:
        if not state.startswith("job"):
            continue
        template, context = STATES[state]
        page = BeautifulSoup(_source(app, template, context), "html.parser")
        refreshes = page.select_one("noscript > meta[http-equiv=refresh]") is not None
        assert refreshes == (context["job"]["state"] in {"queued", "running"})


def test_a_failed_job_tells_its_reason_first_and_offers_another_try(app: Flask) -> None:
    page = BeautifulSoup(_source(app, *STATES["job failed"]), "html.parser")
    assert "Spotify" in page.find(role="alert").get_text()
    assert page.find("a", string="Try again")["href"] == "/start?source=anilist"
    assert [row.get_text() for row in page.select(".troubles li")] == [
        "Free Bird It is not on Spotify."
    ]


def test_a_song_lies_on_the_tile_of_its_mood(app: Flask) -> None:
    page = BeautifulSoup(_source(app, *STATES["playlist"]), "html.parser")
    dot = page.select_one(".dots circle")
    assert dot["class"] == ["calm"]
    assert float(dot["cx"]) > 200
    assert float(dot["cy"]) > 200
