"""Films read by a job: what is kept, what is told, and that no recording stays behind."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

from films.film_reading import FilmReading
from sandbox.running import Sandbox
from server.config import Settings
from server.errors import MoodDexError
from server.films import handing_in, recordings
from server.jobs.queue import JobQueue
from server.services import Services
from server.store import films, people
from server.store.films import Film, Named
from tests.films.media import silence, tone, write
from tests.jobs.workshop import Workshop, environment, open_workshop
from tests.web.site import NotingQueue


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fourteen seconds of chords, as a video's sound."""
    chords = sum((tone(14, pitch, 0.1) for pitch in (220.0, 277.2, 329.6)), np.zeros(1, np.float32))
    return write(tmp_path_factory.mktemp("media") / "a.mkv", chords, container="matroska")


def _hand_in(workshop: Workshop, file: Path, title: str = "A Film") -> str:
    part = recordings.part_of(workshop.services.settings, "coming")
    shutil.copyfile(file, part)
    services, queue = workshop.services, workshop.queue
    return handing_in.hand_in(services, queue, workshop.user_id, Named(title), part)


def _film(workshop: Workshop) -> Film:
    [entry] = films.entries(workshop.services.store, workshop.user_id)
    film = films.get(workshop.services.store, workshop.user_id, entry.id)
    assert film is not None
    return film


def _files(workshop: Workshop) -> list[str]:
    return [file.name for file in recordings.folder(workshop.services.settings).iterdir()]


def _wait_until_swept(workshop: Workshop, job: dict[str, Any]) -> None:
    workshop.wait_until(job["id"], lambda _: not _files(workshop))


@contextmanager
def _nobody_at_work(sandbox: Sandbox, data_dir: Path) -> Iterator[Workshop]:
    """A workshop in which jobs are handed in and none is run."""
    services = Services.build(Settings.from_environment(environment(sandbox, data_dir)))
    user_id = people.find_or_create_user(services.store, "mika", "Mika")
    yield Workshop(sandbox, services, cast(JobQueue, NotingQueue()), user_id)
    services.close()


def test_a_recording_is_read_and_not_kept(workshop: Workshop, recording: Path) -> None:
    job = workshop.wait(_hand_in(workshop, recording))
    film = _film(workshop)
    assert (job["kind"], job["state"]) == ("film", "done")
    assert job["result"] == {"film": {"id": film.entry.id, "title": "A Film"}}
    assert film.reading is not None
    assert len(film.reading["seconds"]) == 14
    assert film.reading["file"] == "A Film"  # and not where it lay
    assert film.entry.state == "done"
    _wait_until_swept(workshop, job)


def test_what_is_no_recording_fails_plainly_and_is_not_kept(
    workshop: Workshop, tmp_path: Path
) -> None:
    file = tmp_path / "x.mkv"
    file.write_bytes(b"not media at all" * 100)
    job = workshop.wait(_hand_in(workshop, file))
    assert job["state"] == "failed"
    assert job["problems"][-1]["code"] == "film_not_media"
    assert _film(workshop).entry.state == "failed"
    _wait_until_swept(workshop, job)


def test_of_a_recording_that_is_broken_what_was_read_is_kept_and_told(
    workshop: Workshop, recording: Path, tmp_path: Path
) -> None:
    file = tmp_path / "broken.mkv"
    file.write_bytes(recording.read_bytes()[:-150_000])
    job = workshop.wait(_hand_in(workshop, file))
    assert job["state"] == "done"
    assert job["problems"]
    reading = _film(workshop).reading
    assert reading is not None
    assert 5 < len(reading["seconds"]) < 14
    assert reading["problems"][0]["code"] == job["problems"][0]["code"]


def test_a_recording_that_is_too_long_is_refused(
    sandbox: Sandbox, recording: Path, tmp_path: Path
) -> None:
    with open_workshop(sandbox, tmp_path, MOODDEX_FILM_HOURS="0.003") as workshop:
        job = workshop.wait(_hand_in(workshop, recording))
        assert job["state"] == "failed"
        assert job["problems"][-1]["code"] == "film_too_long"
        assert "longer than 0:11" in job["problems"][-1]["message"]
        _wait_until_swept(workshop, job)


def test_one_film_at_a_time_is_read_for_a_person(
    sandbox: Sandbox, recording: Path, tmp_path: Path
) -> None:
    with _nobody_at_work(sandbox, tmp_path) as workshop:
        _hand_in(workshop, recording)
        with pytest.raises(MoodDexError, match="still being read"):
            _hand_in(workshop, recording)
        assert len(_files(workshop)) == 1


def test_a_job_that_was_left_lying_is_read_after_a_restart(
    sandbox: Sandbox, recording: Path, tmp_path: Path
) -> None:
    with _nobody_at_work(sandbox, tmp_path) as workshop:
        job_id = _hand_in(workshop, recording)
        lost = recordings.recording_of(workshop.services.settings, "lost")
        lost.touch()
    with open_workshop(sandbox, tmp_path) as workshop:
        job = workshop.wait(job_id)
        assert job["state"] == "done"
        _wait_until_swept(workshop, job)


def test_a_reading_that_is_stopped_in_the_middle_goes_on_from_its_notes(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    file = write(tmp_path / "long.mka", silence(900), container="matroska", codec="flac")
    with open_workshop(sandbox, tmp_path / "data") as workshop:
        job_id = _hand_in(workshop, file)
        workshop.wait_until(job_id, lambda job: job["stage"] == "reading")
    left = {Path(name).suffix for name in _files(workshop)}
    with open_workshop(sandbox, tmp_path / "data") as workshop:
        job = workshop.wait(job_id)
        assert job["state"] == "done"
        assert left == {".recording", ".journal"} or not left  # it may have been quicker
        reading = _film(workshop).reading
        assert reading is not None
        assert len(reading["seconds"]) == 900
        _wait_until_swept(workshop, job)


def test_a_reading_tells_all_that_films_have(workshop: Workshop, recording: Path) -> None:
    workshop.wait(_hand_in(workshop, recording))
    reading = _film(workshop).reading
    assert reading is not None
    told = set(FilmReading.__dataclass_fields__) - {"whole", "metadata"} | {"film"}
    assert set(reading) == told
