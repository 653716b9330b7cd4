"""Made readings of films, as `mooddex film --json` prints them, and how films get in."""

import io
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.films import recordings
from server.store import films
from server.store.films import Named
from tests.web.site import Site


def reading(**values: Any) -> dict[str, Any]:
    """Forty seconds: twenty of happy music, ten of speech, ten of other sounds."""
    at = [float(second) for second in range(5, 16)]
    shares = {"low": 0.25, "middle": 0.25, "high": 0.5}
    return {
        "file": "A Film (1999).mkv",
        "duration": 40.0,
        "seconds": ["music"] * 20 + ["speech"] * 10 + ["other"] * 10,
        "segments": [
            {
                "start": 0,
                "end": 20,
                "weight": 20,
                "moods": ["happy"],
                "mood_shares": {"happy": 1.0},
                "valence": 0.7,
                "arousal": 0.6,
                "dominance": 0.6,
                "genres": ["rock"],
                "film_genres": [],
                "valence_class": "high",
                "energy_class": "middle",
                "danceability": 0.8,
                "danceability_class": "high",
            }
        ],
        "shares": {"music": 0.5, "speech": 0.25, "other": 0.25},
        "film": {
            "music_seconds": 20,
            "valence": 0.7,
            "arousal": 0.6,
            "dominance": 0.6,
            "moods": {"happy": 1.0},
            "genres": {"rock": 0.7, "pop": 0.3},
            "film_genres": {},
            "valence_classes": shares,
            "energy_classes": shares,
            "danceability_classes": shares,
        },
        "course": {
            "at": at,
            "valence": [0.7] * len(at),
            "arousal": [0.6] * len(at),
            "dominance": [0.6] * len(at),
            "moods": ["happy"] * len(at),
        },
        "peaks": [0.5] * 40,
        "track": {"number": 1, "of": 1},
        "models": ["detector 1.0", "spectrogram 3.1"],
        "problems": [],
        "metadata": None,
        **values,
    }


def send(
    client: FlaskClient, content: bytes, name: str = "A.Film.1999.1080p.mkv", **fields: str
) -> TestResponse:
    """Hand a file in over the form."""
    data = {"recording": (io.BytesIO(content), name), **fields}
    return client.post("/films", data=data, content_type="multipart/form-data")


def imported(site: Site, account: str = "mika", **values: Any) -> str:
    """A film that has been read; its id."""
    told = {**reading(), **values}
    return films.add(site.services.store, site.user(account), Named("A Film"), reading=told)


def files_of(site: Site) -> list[Path]:
    """What lies in the folder of recordings."""
    return sorted(recordings.folder(site.services.settings).iterdir())
