"""From notes to what is said: labels of seconds, runs of music and the whole film."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from films.danceability import class_of, danceability_of
from films.detector import SOUNDS
from films.film_reading import Course, Segment, Whole
from films.notes import EVERY, Notes
from films.runs import WINDOW, Run, majority, music_runs, shares_of, sound_shares, windows_of
from moods.circumplex import Dimensions, likeliest
from moods.heads import Head
from moods.models import Array
from moods.spectrogram_model import Heard

_WINDOW_HEARD = 3  # seconds, the mood network's
_AT_ONCE = 256  # windows; bounds the memory of a film that is one long piece of music

Rows = Mapping[int, int]


class Answers(Protocol):
    """Says what is heard in numbers."""

    def answer_of(self, numbers: Array, /) -> Heard:
        """Of a window's numbers, or of the mean of several windows'."""


@dataclass(frozen=True)
class Told:
    """All that notes say of a recording."""

    seconds: tuple[str, ...]
    segments: tuple[Segment, ...]
    shares: Mapping[str, float]
    whole: Whole
    course: Course


@dataclass(frozen=True, eq=False)
class _Windows:
    """The windows of 10 s of a run that could be heard.

    `labels` are each head's, by its name, for each window.
    """

    at: list[float]
    heard: list[Dimensions]
    moods: list[str]
    danceability: list[float]
    labels: Mapping[str, list[list[str]]]

    def mean(self, name: str) -> float | None:
        values = [getattr(one, name) for one in self.heard]
        return float(np.mean(values)) if values else None


def tell(notes: Notes, labels: Sequence[str], answers: Answers, heads: Mapping[str, Head]) -> Told:
    """What the notes of a whole recording say.

    Args:
        labels: of its seconds.
        heads: by name, those that there are of `genres`, `film_genres`, `valence`, `energy`.
    """
    rows = {int(start): row for row, start in enumerate(notes.starts)}
    segments: list[Segment] = []
    parts: list[_Windows] = []
    for run in music_runs(labels):
        windows = _windows(run, notes, rows, answers, heads)
        segments.append(_segment(run, windows, heads))
        parts.append(windows)
    return Told(
        tuple(labels),
        tuple(segments),
        sound_shares(labels, SOUNDS),
        _whole(segments, heads),
        _course(parts),
    )


def _windows(
    run: Run, notes: Notes, rows: Rows, answers: Answers, heads: Mapping[str, Head]
) -> _Windows:
    found = _Windows([], [], [], [], {name: [] for name in heads})
    starts = windows_of(run)
    for some in (starts[at : at + _AT_ONCE] for at in range(0, len(starts), _AT_ONCE)):
        means: list[Array] = []
        for start in some:
            first = start + start % EVERY
            within = range(first, start + WINDOW - _WINDOW_HEARD + 1, EVERY)
            known = [rows[at] for at in within if at in rows]
            if not known:
                continue
            means.append(notes.numbers[known].astype(np.float32).mean(0))
            found.at.append(start + WINDOW / 2)
            danced = danceability_of(notes.onsets[known].astype(np.float64).ravel())
            if danced is not None:
                found.danceability.append(danced)
        for answer in map(answers.answer_of, means):
            found.heard.append(answer.dimensions)
            found.moods.append(likeliest(answer.probabilities).value)
        for name, head in heads.items() if means else ():
            found.labels[name].extend(map(head.told, head.probabilities(np.stack(means))))
    return found


def _segment(run: Run, windows: _Windows, heads: Mapping[str, Head]) -> Segment:
    mood = majority(windows.moods)
    if mood is None:
        return Segment(run.start, run.end)
    told = {name: _labels(windows.labels[name], head.exclusive) for name, head in heads.items()}
    return Segment(
        run.start,
        run.end,
        moods=(mood,),
        mood_shares=shares_of((one, 1.0) for one in windows.moods),
        valence=windows.mean("valence"),
        arousal=windows.mean("arousal"),
        dominance=windows.mean("dominance"),
        genres=told.get("genres", ()),
        film_genres=told.get("film_genres", ()),
        valence_class=next(iter(told.get("valence", ())), None),
        energy_class=next(iter(told.get("energy", ())), None),
        danceability=float(np.mean(windows.danceability)) if windows.danceability else None,
        danceability_class=majority(map(class_of, windows.danceability)),
    )


def _labels(windows: Sequence[Sequence[str]], exclusive: bool) -> tuple[str, ...]:
    """Of exclusive labels that of most windows; of others all that most windows have."""
    if exclusive:
        most = majority(label for row in windows for label in row)
        return () if most is None else (most,)
    counts = Counter(label for row in windows for label in row)
    return tuple(label for label, count in counts.most_common() if count > len(windows) / 2)


def _whole(segments: Sequence[Segment], heads: Mapping[str, Head]) -> Whole:
    heard = [segment for segment in segments if segment.moods]
    genres = _by_weight(heard, "genres")
    return Whole(
        music_seconds=sum(segment.weight for segment in segments),
        valence=_mean(heard, "valence"),
        arousal=_mean(heard, "arousal"),
        dominance=_mean(heard, "dominance"),
        moods=_by_weight(heard, "moods"),
        genres=genres,
        ten_genres=_ten(genres, heads["genres"].card.body.get("ten", {})) if genres else {},
        film_genres=_by_weight(heard, "film_genres"),
        valence_classes=_by_weight(heard, "valence_class"),
        energy_classes=_by_weight(heard, "energy_class"),
        danceability_classes=_by_weight(heard, "danceability_class"),
    )


def _ten(genres: Mapping[str, float], ten: Mapping[str, str]) -> dict[str, float]:
    """Shares of the ten among those genres that are of them; see `Whole`."""
    names: dict[str, list[str]] = {}
    for one, genre in ten.items():
        names.setdefault(genre, []).append(one)
    return shares_of(("/".join(names[genre]), s) for genre, s in genres.items() if genre in names)


def _mean(segments: Sequence[Segment], name: str) -> float | None:
    if not segments:
        return None
    weights = [segment.weight for segment in segments]
    return float(np.average([getattr(segment, name) for segment in segments], weights=weights))


def _by_weight(segments: Iterable[Segment], name: str) -> dict[str, float]:
    """Shares of a label, or of several that share a run's seconds among them."""
    weighted: list[tuple[str, float]] = []
    for segment in segments:
        value: Any = getattr(segment, name)
        labels = (value,) if isinstance(value, str) else value or ()
        weighted += [(label, segment.weight / len(labels)) for label in labels]
    return shares_of(weighted)


def _course(parts: Sequence[_Windows]) -> Course:
    heard = [one for part in parts for one in part.heard]
    return Course(
        at=tuple(at for part in parts for at in part.at),
        valence=tuple(one.valence for one in heard),
        arousal=tuple(one.arousal for one in heard),
        dominance=tuple(one.dominance for one in heard),
        moods=tuple(mood for part in parts for mood in part.moods),
    )
