"""`mooddex evaluate feedback`, on a made database."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cli.evaluate import command
from moods.circumplex import Mood
from moods.reading import Reading
from server.store import own_readings, people, readings, suggestion_words
from server.store.engine import Store
from server.store.suggestion_words import FILM, SHOW, Word


def _ask(data_dir: Path, *arguments: str) -> Result:
    environment = {
        "MOODDEX_DATABASE_URL": f"sqlite:///{data_dir / 'mine.db'}",
        "MOODDEX_DATA_DIR": str(data_dir),
    }
    result = CliRunner().invoke(command, ["feedback", *arguments], env=environment)
    assert result.exit_code == 0, result.output
    return result


def _reading(sound: Mood, features: Mood | None) -> Reading:
    """A reading in which each model finds a mood likeliest; the sound's is the hybrid's too."""
    answers = {"spectrogram": sound} | ({} if features is None else {"features": features})
    by_model = {name: dict.fromkeys(Mood, 0.1) | {mood: 0.7} for name, mood in answers.items()}
    moods = tuple(mood for mood in Mood if mood in answers.values())
    return Reading(
        by_model["spectrogram"], moods, 0.5, 0.5, None, by_model, ("spectrogram 2.0",), "deezer"
    )


@pytest.fixture
def spoken(tmp_path: Path) -> Path:
    """Two listeners who said five things of four songs, one of which was never read."""
    store = Store(f"sqlite:///{tmp_path / 'mine.db'}")
    store.migrate()
    mika, aoi = (people.find_or_create_user(store, name, name) for name in ("mika", "aoi"))
    uris = [f"spotify:track:{n:022}" for n in range(4)]
    for uri, reading in zip(
        uris,
        (
            _reading(Mood.SAD, Mood.CALM),
            _reading(Mood.SAD, Mood.SAD),
            _reading(Mood.HAPPY, None),
        ),
        strict=False,
    ):
        readings.save_reading(store, uri, reading, provisional=False)
    for user, uri, mood in (
        (mika, uris[0], Mood.CALM),
        (aoi, uris[0], Mood.SAD),
        (mika, uris[1], Mood.SAD),
        (mika, uris[2], Mood.ENERGETIC),
        (mika, uris[3], Mood.HAPPY),
    ):
        own_readings.save_own_mood(store, user, uri, mood)
    store.close()
    return tmp_path


def test_each_model_is_held_against_listeners_by_mood(spoken: Path) -> None:
    told: dict[str, Any] = json.loads(_ask(spoken, "--json").stdout)
    assert (told["words"], told["unread"]) == (5, 1)
    assert told["versions"] == ["spectrogram 2.0"]

    def counts(model: str, part: str = "all") -> tuple[int, int]:
        one = told["models"][model][part]
        return one["agreed"], one["songs"]

    assert counts("spectrogram") == counts("hybrid") == (2, 4)
    assert counts("features") == (2, 3)
    assert counts("proposed") == (3, 4)
    assert counts("spectrogram", "sad") == (2, 2)
    assert counts("spectrogram", "calm") == (0, 1)
    assert counts("features", "energetic") == (0, 0)
    low, high = told["models"]["hybrid"]["all"]["interval_95"]
    assert 0 < low < told["models"]["hybrid"]["all"]["share"] == 0.5 < high < 1
    assert told["models"]["features"]["energetic"]["share"] is None
    assert told["models"]["features"]["energetic"]["interval_95"] is None


def test_a_person_is_told_counts_and_what_they_do_not_say(spoken: Path) -> None:
    said = _ask(spoken).output
    assert "Listeners gave 5 songs a mood; 1 of them no model has read." in said
    assert "spectrogram model: agreed on 2 of 4 (50%" in said
    assert "mostly speak up where MoodDex is wrong" in said


def test_that_nobody_has_said_anything_is_told_plainly(tmp_path: Path) -> None:
    assert "No listener has said anything of a song yet." in _ask(tmp_path).output
    told = json.loads(_ask(tmp_path, "--json").stdout)
    assert told["words"] == 0
    assert told["models"]["hybrid"]["all"]["share"] is None


def test_suggested_films_are_told_by_rank_and_by_how_they_are_known(spoken: Path) -> None:
    nobody = json.loads(_ask(spoken, "--json").stdout)["suggestions"]
    assert nobody["films"] == {"liked": 0, "words": 0, "share": None, "interval_95": None}
    assert "Nobody has said anything of a suggested film" in _ask(spoken).output
    store = Store(f"sqlite:///{spoken / 'mine.db'}")
    user = people.find_or_create_user(store, "mika", "mika")
    for item, liked, rank, known in (
        ("1", True, 1, "credits"),
        ("2", True, 3, "tied"),
        ("3", False, 4, "tied"),
        ("4", False, 12, "heard"),
        ("5", True, None, None),
    ):
        made_by = "1.0" if rank else None
        word = Word(FILM, item, liked, f"Film {item}", 1999, rank, known, made_by)
        suggestion_words.save(store, user, word)
    suggestion_words.save(store, user, Word(SHOW, "mal:1", False, "Hunter"))
    store.close()
    told = json.loads(_ask(spoken, "--json").stdout)["suggestions"]

    def counts(part: str) -> dict[str, tuple[int, int]]:
        return {name: (one["liked"], one["words"]) for name, one in told[part].items()}

    assert (told["films"]["liked"], told["films"]["words"]) == (3, 5)
    low, high = told["films"]["interval_95"]
    assert 0 < low < told["films"]["share"] == 0.6 < high < 1
    assert counts("by_rank") == {
        "1 to 3": (2, 2), "4 to 10": (0, 1), "11 and on": (0, 1), "not known": (1, 1),
    }  # fmt: skip
    assert counts("by_known") == {
        "heard": (0, 1), "tied": (1, 2), "credits": (1, 1), "nothing": (0, 0), "not known": (1, 1),
    }  # fmt: skip
    assert (told["shows"]["liked"], told["shows"]["words"]) == (0, 1)
    assert told["versions"] == ["1.0"]
    assert told["few"]
    lines = _ask(spoken).output
    assert "Suggested films: liked 3 of 5 (60%, " in lines
    assert "These are few words" in lines
    assert "mika" not in lines
