"""MoodDex's services on a sandbox, with a user who is logged in and a queue that works."""

import io
import time
import wave
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from sandbox.jukebox import Score
from sandbox.running import Sandbox
from server.config import Settings
from server.jobs import desk
from server.jobs.queue import JobQueue
from server.jobs.requests import parse_mood_request, parse_playlist_request
from server.services import Services
from server.sources.spotify_login import Tokens
from server.store import people

BEAT = 0.5
"""Seconds between two looks at the jobs that wait: what a test moves in time is soon noticed."""
LONG = 600.0
"""Seconds for which a call is held up: until the faults are cleared."""
_RATE = 16_000


def beep(score: Score, extension: str, seconds: float) -> bytes:
    """A clip that is quick to make: chords that depend on the score, as a WAV file."""
    rng = np.random.default_rng(score.seed)
    times = np.arange(int(seconds * _RATE)) / _RATE
    tones = 220.0 * 2 ** (rng.integers(0, 24, size=3) / 12)
    beats = 0.5 + 0.5 * np.sin(2 * np.pi * (1 + 4 * score.arousal) * times)
    sound = sum(np.sin(2 * np.pi * tone * times) for tone in tones) * beats / 6
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(_RATE)
        out.writeframes((np.asarray(sound) * 32_000).astype("<i2").tobytes())
    return file.getvalue()


def environment(sandbox: Sandbox, data_dir: Path) -> dict[str, str]:
    """Settings on a sandbox, with all data in a folder."""
    return {
        **sandbox.environment(),
        "MOODDEX_DATA_DIR": str(data_dir),
        "MOODDEX_SECRET_KEY": "a key for tests",
    }


@dataclass
class Workshop:
    """Services, a queue and a user."""

    sandbox: Sandbox
    services: Services
    queue: JobQueue
    user_id: int

    def log_in(self, account: str = "mika") -> None:
        """Give the user fresh tokens of a sandbox account."""
        grant = self.sandbox.log_in(account)
        tokens = Tokens(
            grant["access_token"],
            grant["refresh_token"],
            time.time() + grant["expires_in"],
            grant["scope"],
        )
        people.save_tokens(
            self.services.store, self.services.vault, self.user_id, tokens, new_login=True
        )

    def ask(self, username: str = "aoi", **body: Any) -> str:
        """Hand in a list job; its id."""
        body = {"source": "myanimelist", "username": username, **body}
        return desk.submit(self.services, self.queue, self.user_id, parse_playlist_request(body))

    def ask_mood(self, playlist_id: str, **body: Any) -> str:
        """Hand in a mood job; its id."""
        request = parse_mood_request(playlist_id, body)
        return desk.submit(self.services, self.queue, self.user_id, request)

    def job(self, job_id: str) -> dict[str, Any]:
        """A job as the API tells it."""
        return desk.describe(self.services, self.user_id, job_id)

    def wait(self, job_id: str, seconds: float = 180) -> dict[str, Any]:
        """The job once it has ended."""
        return self.wait_until(
            job_id, lambda job: job["state"] not in {"queued", "running"}, seconds
        )

    def wait_until(self, job_id: str, holds: Any, seconds: float = 180) -> dict[str, Any]:
        """The job once something holds of it."""
        deadline = time.monotonic() + seconds
        while not holds(job := self.job(job_id)):
            assert time.monotonic() < deadline, job
            time.sleep(0.02)
        return job

    def spotify_calls(self) -> Counter[str]:
        """What Spotify was asked since the last `sandbox.forget_calls`."""
        return Counter(
            {
                call.removeprefix("spotify "): count
                for call, count in self.sandbox.calls().items()
                if call.startswith("spotify ")
            }
        )

    def uris_of(self, job: Mapping[str, Any]) -> list[str]:
        """What Spotify holds of the playlist that a job made."""
        return self.sandbox.playlist_uris(
            job["result"]["playlist"]["spotify_url"].rpartition("/")[2]
        )


@contextmanager
def open_workshop(sandbox: Sandbox, data_dir: Path, **settings: str) -> Iterator[Workshop]:
    """A workshop whose queue runs in this process until the block ends."""
    environment_ = environment(sandbox, data_dir) | settings
    services = Services.build(Settings.from_environment(environment_))
    queue = JobQueue(services, beat_seconds=BEAT)
    user_id = people.find_or_create_user(services.store, "mika", "Mika")
    workshop = Workshop(sandbox, services, queue, user_id)
    workshop.log_in()
    queue.start()
    try:
        yield workshop
    finally:
        queue.stop()
        services.close()
