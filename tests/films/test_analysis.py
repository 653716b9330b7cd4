"""A file becomes a reading: seconds, runs of music, the whole, and what stood in the way."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from films.analysis import FilmModels, Progress, analyse
from films.errors import FilmError
from films.film_reading import FilmReading
from films.journal import Journal, JournalBusy
from films.notes import Notes
from moods.audio import Clip
from moods.heads import Head
from moods.models import Card
from tests.films.hearing import MUSIC, SPEECH, PitchDetector, models, mood_network
from tests.films.media import RATE, Samples, silence, tone, write


def scene(*parts: tuple[str, int]) -> Samples:
    sounds = {
        "music": lambda seconds: tone(seconds, MUSIC),
        "speech": lambda seconds: tone(seconds, SPEECH, 0.05),
        "other": silence,
    }
    return np.concatenate([sounds[kind](seconds) for kind, seconds in parts])


SCENE = (("other", 7), ("music", 25), ("speech", 31), ("music", 6), ("speech", 10), ("music", 70))


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("film") / "film.wav", scene(*SCENE))


@pytest.fixture(scope="module")
def reading(film: Path) -> FilmReading:
    return analyse(film, models())


def test_every_second_has_its_sound(reading: FilmReading) -> None:
    truth = [kind for kind, seconds in SCENE for _ in range(seconds)]
    assert reading.duration == pytest.approx(len(truth))
    assert list(reading.seconds) == truth
    assert reading.shares["music"] == pytest.approx(101 / 149)
    assert reading.problems == ()


def test_runs_of_ten_seconds_and_more_are_heard(reading: FilmReading) -> None:
    assert [(one.start, one.end) for one in reading.segments] == [(7, 32), (79, 149)]
    for segment in reading.segments:
        assert len(segment.moods) == 1
        assert segment.valence is not None and 0 < segment.valence < 1
    assert reading.whole.music_seconds == 95
    assert sum(reading.whole.moods.values()) == pytest.approx(1)


def test_valence_and_arousal_are_told_for_each_second_that_has_a_window(
    reading: FilmReading,
) -> None:
    at = [*np.arange(12, 28), *np.arange(84, 145)]
    assert list(reading.course.at) == at
    assert len(reading.course.valence) == len(reading.course.moods) == len(at)


def test_the_json_keeps_the_contract(reading: FilmReading) -> None:
    told = json.loads(json.dumps(reading.to_json()))
    assert {"file", "duration", "seconds", "segments", "shares"} <= set(told)
    wanted = {"start", "end", "moods", "valence", "arousal", "genres", "film_genres"}
    assert all(wanted <= set(segment) for segment in told["segments"])
    assert set(told["shares"]) == {"music", "speech", "other"}
    assert sum(told["shares"].values()) == pytest.approx(1)
    assert len(told["peaks"]) == len(told["seconds"])


def test_what_no_model_tells_is_null_or_empty(reading: FilmReading) -> None:
    segment = reading.to_json()["segments"][0]
    assert segment["genres"] == segment["film_genres"] == []
    assert segment["valence_class"] is None and segment["energy_class"] is None


def test_a_loud_and_a_soft_copy_of_a_film_are_heard_alike(film: Path, tmp_path: Path) -> None:
    soft = write(tmp_path / "soft.wav", scene(*SCENE) * np.float32(0.2))
    loud, quiet = (analyse(each, models()) for each in (film, soft))
    assert quiet.course.valence == pytest.approx(loud.course.valence, abs=0.01)
    assert quiet.course.arousal == pytest.approx(loud.course.arousal, abs=0.01)


def test_music_alone_is_heard_as_a_song_is(tmp_path: Path) -> None:
    pitches = np.random.default_rng(1).choice([220.0, 277.2, 329.6, 440.0], 30)
    song = np.concatenate([tone(1, pitch) for pitch in pitches])
    whole = analyse(write(tmp_path / "song.wav", song), models()).whole
    heard = mood_network().hear(Clip(song, RATE, 0.0, 30.0)).dimensions
    assert whole.valence == pytest.approx(heard.valence, abs=0.05)
    assert whole.arousal == pytest.approx(heard.arousal, abs=0.05)


def test_heads_tell_genres_of_runs_and_of_the_film(film: Path) -> None:
    class Told(Head):
        def __init__(self, labels: tuple[str, ...], exclusive: bool) -> None:
            self.labels, self.exclusive = labels, exclusive
            self.thresholds = np.full(len(labels), 0.5)
            ten = {"rock": "Rock", "pop": "Rock", "jazz": "Jazz", "dance": ""}
            self.card = Card("genres", "1", Path(), "", 1.0, {"ten": ten})

        def probabilities(self, rows: np.ndarray) -> np.ndarray:
            return np.tile([0.7, 0.2, 0.6][: len(self.labels)], (len(rows), 1))

    heads = {"genres": Told(("Rock", "Jazz", "Folk"), False), "energy": Told(("low", "high"), True)}
    told = analyse(film, FilmModels(PitchDetector(), mood_network(), heads, ("a", "b")))
    assert [segment.genres for segment in told.segments] == [("Rock", "Folk")] * 2
    assert {segment.energy_class for segment in told.segments} == {"low"}
    assert told.whole.genres == pytest.approx({"Rock": 0.5, "Folk": 0.5})
    assert told.whole.ten_genres == {"rock/pop": 1.0}


def test_a_broken_film_tells_what_was_read_of_it(film: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.wav"
    cut.write_bytes(film.read_bytes()[: 60 * RATE * 2])
    reading = analyse(cut, models())
    assert reading.duration == pytest.approx(60, abs=0.1)
    assert [problem["code"] for problem in reading.problems] == ["film_cut_short"]


def test_hardly_any_sound_is_no_film(tmp_path: Path) -> None:
    with pytest.raises(FilmError) as caught:
        analyse(write(tmp_path / "blink.wav", tone(0.2)), models())
    assert caught.value.code == "film_empty"
    reading = analyse(write(tmp_path / "short.wav", tone(1.4)), models())
    assert len(reading.seconds) == 1 and reading.segments == ()


def test_a_reading_that_was_stopped_goes_on_and_says_the_same(
    film: Path, reading: FilmReading, tmp_path: Path
) -> None:
    journal = tmp_path / "film.journal"

    class Stop(Exception):
        pass

    def stop(progress: Progress) -> None:
        raise Stop

    with pytest.raises(Stop):
        analyse(film, models(), journal=journal, progress=stop)
    assert journal.exists()
    seen: list[float] = []
    again = analyse(
        film, models(), journal=journal, progress=lambda progress: seen.append(progress.seconds)
    )
    assert seen == [120.0, 149.0]
    assert again.to_json() == reading.to_json()
    assert not journal.exists()


def test_notes_of_a_file_that_has_changed_count_no_more(film: Path, tmp_path: Path) -> None:
    copy, journal = tmp_path / "film.wav", tmp_path / "journal"
    copy.write_bytes(film.read_bytes())

    def stop(progress: Progress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        analyse(copy, models(), journal=journal, progress=stop)
    write(copy, scene(("speech", 70), ("other", 5)))
    assert set(analyse(copy, models(), journal=journal).seconds) == {"speech", "other"}


def test_a_journal_that_was_half_written_keeps_what_is_whole(tmp_path: Path) -> None:
    path, about = tmp_path / "journal", {"file": 1}
    journal = Journal.open(path, about)
    first = Notes(
        0,
        np.ones((60, 3), np.float32),
        np.ones((60, 10), np.float32),
        np.array([4], np.int32),
        np.ones((1, 1504), np.float16),
        np.ones((1, 125), np.float16),
    )
    journal.add(first)
    whole = path.stat().st_size
    journal.add(Notes(60, *(getattr(first, name) for name in list(vars(first))[1:])))
    journal.close(done=False)
    body = path.read_bytes()
    for size in range(whole - 1, len(body), 997):
        path.write_bytes(body[:size])
        kept = Journal.open(path, about)
        assert len(kept.known) == (1 if size >= whole else 0)
        kept.close(done=False)
    path.write_bytes(os.urandom(5000))
    kept = Journal.open(path, about)
    assert kept.known == []
    with pytest.raises(JournalBusy):
        Journal.open(path, about)
    kept.close(done=True)


_CHILD = """
import sys
from pathlib import Path
from films.analysis import analyse
from tests.films.hearing import models
def tell(progress):
    print(progress.seconds, flush=True)
analyse(Path(sys.argv[1]), models(), journal=Path(sys.argv[2]), progress=tell)
print("done", flush=True)
"""


def test_a_killed_process_loses_no_more_than_its_last_minute(tmp_path: Path) -> None:
    film = write(tmp_path / "long.wav", np.tile(scene(("music", 20), ("speech", 20)), 15))
    journal = tmp_path / "journal"
    command = [sys.executable, "-c", _CHILD, str(film), str(journal)]
    first = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert first.stdout is not None
    told = [first.stdout.readline().strip() for _ in range(3)]
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert told == ["60.0", "120.0", "180.0"]
    second = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)
    lines = second.stdout.split()
    assert float(lines[0]) >= 240
    assert lines[-1] == "done"
    assert not journal.exists()
