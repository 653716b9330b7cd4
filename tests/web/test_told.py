"""What goes wrong is told in the visitor's language, whatever it is."""

from datetime import UTC, datetime

import numpy as np
import pytest
from flask import Flask

from films.collection import Collection
from films.patterns import Chance, correlations, warnings_for
from server.store.calls import plain_time
from server.web import languages
from server.web.told import ABOUT, is_known, moment, told
from tests.web.said import said

SAID = sorted(set(said()))


@pytest.fixture(scope="module")
def app() -> Flask:
    app = Flask(__name__)
    languages.attach(app)
    return app


def test_the_code_base_is_searched_for_what_is_said() -> None:
    assert len({code for code, _ in SAID}) > 60


@pytest.mark.parametrize(("code", "text"), SAID)
def test_every_code_has_its_sentences(code: str, text: str) -> None:
    assert is_known(code, text)


UNTIL = plain_time(datetime(2026, 11, 21, 14, 5, tzinfo=UTC))
EXAMPLES = [
    ("too_many_jobs", "You already have 3 jobs under way."),
    ("spotify_quota", f"Spotify's quota for today is used up until {UNTIL}."),
    (
        "list_unknown",
        "AniList knows nobody called “aoi”. Check the spelling: it is the name in the address of "
        "the AniList profile.",
    ),
    (
        "bad_username_first",
        "The first list: That is not a user name that MyAnimeList or AniList would give.",
    ),
    (
        "animethemes_unreachable",
        "AnimeThemes did not answer. MyAnimeList's own song lists are used instead.",
    ),
    ("reason", "you never want the first choice; same title and artist"),
]


@pytest.mark.parametrize(("code", "text"), EXAMPLES)
def test_what_is_said_is_told_in_german_with_its_values(app: Flask, code: str, text: str) -> None:
    with app.test_request_context("/?lang=de"):
        german = told(text, code)
    assert german != text
    assert not any(word in german for word in (" the ", "Spotify's quota", "{"))
    with app.test_request_context("/?lang=en"):
        assert told(text, code) == text


def test_what_is_not_known_stays_as_it_is(app: Flask) -> None:
    with app.test_request_context("/?lang=de"):
        assert told("Nobody wrote this down.", "unheard_of") == "Nobody wrote this down."
        assert told(None, "x") == ""
        assert moment("yesterday") == "yesterday"


def test_a_moment_is_told_as_the_language_does(app: Flask) -> None:
    text = plain_time(datetime(2024, 2, 29, 6, 0, tzinfo=UTC))
    with app.test_request_context("/?lang=de"):
        assert moment(text) == "29. Februar, 06:00 Uhr UTC"
    with app.test_request_context("/"):
        assert moment(text) == text


def test_what_stands_below_a_playlist_is_told_with_what_it_was_narrowed_to(app: Flask) -> None:
    written = "From mika's AniList list (completed, on hold; 2000 to 2010; movies and OVAs)."
    with app.test_request_context("/?lang=de"):
        assert told(written, ABOUT) == (
            "Aus der Liste von mika bei AniList (gesehen, pausiert; 2000 bis 2010; Filme und OVAs)."
        )
        assert told("My own words.", ABOUT) == "My own words."


def test_the_day_below_a_playlist_is_told_as_the_language_does(app: Flask) -> None:
    written = "From aoi's AniList list (completed). Made on 21 November 2026."
    with app.test_request_context("/?lang=de"):
        assert told(written, ABOUT) == (
            "Aus der Liste von aoi bei AniList (gesehen). Erstellt am 21. November 2026."
        )
    with app.test_request_context("/"):
        assert told(written, ABOUT) == written


def test_what_is_warned_of_patterns_is_told_in_german(app: Flask) -> None:
    random = np.random.default_rng(1)
    music, facts = ({name: random.normal(size=12)} for name in ("valence", "year"))
    few = Collection(tuple(f"item {n}" for n in range(12)), music, facts)
    warnings = warnings_for(few, correlations(few.both), Chance(0.31, 0.3, 0.62))
    assert len(warnings) == 3
    with app.test_request_context("/?lang=de"):
        german = [told(each, "patterns") for each in warnings]
    assert german[0].startswith("Diese Sammlung hat nur 12 Einträge")
    assert "ist hier 0.31" in german[1] and "in 62 % der Fälle" in german[1]
    assert german[2].startswith("Keine zwei Spalten")


def test_what_a_recording_lacks_is_told_in_german(app: Flask) -> None:
    with app.test_request_context("/?lang=de"):
        for code, text in (
            ("film_tracks", "This file has 2 audio tracks; number 1 (eng, Commentary) was read."),
            ("film_cut_short", "The file is broken at 0:40: what comes before was read."),
            ("metadata_unknown", "No film called X (1999) is in the tables."),
            (
                "metadata_ambiguous",
                "X may be any of 2: X (1948, film, tt1); X (1996, film, tt2). Put the year into "
                "the file's name, as in Title (1999).mkv.",
            ),
        ):
            assert is_known(code, text)
            assert told(text, code) != text
