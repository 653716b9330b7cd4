"""What is said of a whole recording, as records and as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Shares = Mapping[str, float]


@dataclass(frozen=True)
class Segment:
    """A run of music.

    Attributes:
        start, end: seconds from the beginning; its weight is how many lie between.
        moods: the mood of most of its windows; empty where none could be heard.
        mood_shares: of its windows.
        valence, arousal, dominance: means over its windows, 0 to 1.
        genres, film_genres: those of most of its windows, the surest first.
        valence_class, energy_class: `low`, `middle` or `high`, of most windows.
        danceability: 0 to 1, an estimate from the beat.
        danceability_class: as above.
    """

    start: int
    end: int
    moods: tuple[str, ...] = ()
    mood_shares: Shares = field(default_factory=dict)
    valence: float | None = None
    arousal: float | None = None
    dominance: float | None = None
    genres: tuple[str, ...] = ()
    film_genres: tuple[str, ...] = ()
    valence_class: str | None = None
    energy_class: str | None = None
    danceability: float | None = None
    danceability_class: str | None = None

    @property
    def weight(self) -> int:
        """Its seconds."""
        return self.end - self.start

    def to_json(self) -> dict[str, Any]:
        """All of it as JSON-ready types; numbers are rounded to 4 places."""
        return {
            "start": self.start,
            "end": self.end,
            "weight": self.weight,
            "moods": list(self.moods),
            "mood_shares": rounded(self.mood_shares),
            "valence": _round(self.valence),
            "arousal": _round(self.arousal),
            "dominance": _round(self.dominance),
            "genres": list(self.genres),
            "film_genres": list(self.film_genres),
            "valence_class": self.valence_class,
            "energy_class": self.energy_class,
            "danceability": _round(self.danceability),
            "danceability_class": self.danceability_class,
        }


@dataclass(frozen=True)
class Course:
    """What is heard in each window of 10 s of music, one a second; lists of one length.

    Attributes:
        at: the middles of the windows, in seconds, rising.
        valence, arousal, dominance: 0 to 1.
        moods: the likeliest.
    """

    at: tuple[float, ...] = ()
    valence: tuple[float, ...] = ()
    arousal: tuple[float, ...] = ()
    dominance: tuple[float, ...] = ()
    moods: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """A list for each name; numbers are rounded to 4 places."""
        return {
            "at": list(self.at),
            "valence": [round(one, 4) for one in self.valence],
            "arousal": [round(one, 4) for one in self.arousal],
            "dominance": [round(one, 4) for one in self.dominance],
            "moods": list(self.moods),
        }


@dataclass(frozen=True)
class Whole:
    """The layer of the whole film: shares by the seconds of its runs of music.

    Attributes:
        music_seconds: in runs of 10 s or more.
        valence, arousal, dominance: means over those; None without any.
        moods, genres, film_genres, valence_classes, energy_classes, danceability_classes: shares,
            each summing to 1, or empty where nothing is known.
        ten_genres: shares of the ten genres of Karydis 2020 as far as they can be told; those that
            cannot be told apart are one (`rock/pop/metal`).
    """

    music_seconds: int = 0
    valence: float | None = None
    arousal: float | None = None
    dominance: float | None = None
    moods: Shares = field(default_factory=dict)
    genres: Shares = field(default_factory=dict)
    ten_genres: Shares = field(default_factory=dict)
    film_genres: Shares = field(default_factory=dict)
    valence_classes: Shares = field(default_factory=dict)
    energy_classes: Shares = field(default_factory=dict)
    danceability_classes: Shares = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """All of it as JSON-ready types; numbers are rounded to 4 places."""
        return {
            name: rounded(value)
            if isinstance(value, Mapping)
            else _round(value)
            if isinstance(value, float)
            else value
            for name, value in vars(self).items()
        }


@dataclass(frozen=True)
class FilmReading:
    """What is said of a recording.

    Attributes:
        file: its name as it was given.
        duration: seconds of sound, silence within it too.
        seconds: `music`, `speech` or `other`, one a second; half of a last one is one too.
        segments: the runs of music of 10 s or more.
        shares: of the seconds, by sound; they sum to 1.
        whole: the layer of the whole film.
        course: over time.
        peaks: the highest absolute sample of each second, 0 to 1 for most files.
        track: the audio track that was read.
        models: name and version of each model that had a part in it.
        problems: what came up, each with `code`, `message` and `at`.
        metadata: what is known of the film from elsewhere, or None.
    """

    file: str
    duration: float
    seconds: tuple[str, ...]
    segments: tuple[Segment, ...]
    shares: Shares
    whole: Whole
    course: Course
    peaks: tuple[float, ...]
    track: Mapping[str, Any]
    models: tuple[str, ...]
    problems: tuple[Mapping[str, Any], ...] = ()
    metadata: Mapping[str, Any] | None = None

    def to_json(self) -> dict[str, Any]:
        """The reading as JSON-ready types; numbers are rounded to 4 places."""
        return {
            "file": self.file,
            "duration": round(self.duration, 3),
            "seconds": list(self.seconds),
            "segments": [segment.to_json() for segment in self.segments],
            "shares": rounded(self.shares),
            "film": self.whole.to_json(),
            "course": self.course.to_json(),
            "peaks": [round(peak, 3) for peak in self.peaks],
            "track": dict(self.track),
            "models": list(self.models),
            "problems": [dict(problem) for problem in self.problems],
            "metadata": None if self.metadata is None else dict(self.metadata),
        }


def rounded(shares: Shares) -> dict[str, float]:
    """Shares with 4 places; what rounding adds or takes away goes to the greatest."""
    short = {name: round(share, 4) for name, share in shares.items()}
    if short:
        greatest = max(short, key=short.__getitem__)
        short[greatest] = round(short[greatest] + sum(shares.values()) - sum(short.values()), 4)
    return short


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
