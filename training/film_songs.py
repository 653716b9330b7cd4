"""Songs of which it is known how they sound: places on the mood plane, and features.

Of rows of features our feature net tells the place; of clips whose artists are credited on films,
our reader.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from films.recommend.folding import name_key, title_keys
from films.recommend.index import FEATURES
from moods.feature_net import FEATURES as NET_FEATURES
from moods.reader import MoodReader
from moods.reading import ClipError, Reading
from training.datasets import known_songs, mood4q
from training.datasets.template import open_table
from training.kept import kept

Table = npt.NDArray[np.float64]

_USED = [NET_FEATURES.index(name) for name in FEATURES]


@dataclass(frozen=True)
class Songs:
    """Songs to tie tracks to.

    Attributes:
        titles: of each song, the forms in which it may be met.
        artists: of each song, its artists' names in one form.
        places: shape (n, 5): valence, arousal, their standard deviations, their covariance.
        features: shape (n, 9), in the order of `films.recommend.index.FEATURES`; NaN is unknown.
        sources: where each is from.
    """

    titles: tuple[tuple[str, ...], ...]
    artists: tuple[tuple[str, ...], ...]
    places: Table
    features: Table
    sources: tuple[str, ...]


def load(data: Path, runs: Path) -> Songs:
    """Every song of the tables of features, and the clips that are credited on films.

    Raises:
        DatasetMissing: there are no tables of features.
    """
    reader = MoodReader.load()
    told = known_songs.load(data)
    clips = _clips(data)
    read = [_of_features(reader, row) for row in told.rows]
    use = [at for at, place in enumerate(read) if place is not None]
    of_clips = _heard(reader, [path for *_, path in clips], runs)
    heard = [at for at, row in enumerate(of_clips) if not np.isnan(row).any()]
    places = [place for place in read if place is not None] + [of_clips[at] for at in heard]
    titles = [told.titles[at] for at in use] + [clips[at][0] for at in heard]
    artists = [told.artists[at] for at in use] + [(clips[at][1],) for at in heard]
    features = np.full((len(places), len(FEATURES)), np.nan)
    features[: len(use)] = told.rows[use][:, _USED]
    return Songs(
        titles=tuple(title_keys(title) for title in titles),
        artists=tuple(tuple(filter(None, map(name_key, names))) for names in artists),
        places=np.array(places, np.float64).reshape(-1, 5),
        features=features,
        sources=tuple([told.tables[at] for at in use] + [mood4q.NAME] * len(heard)),
    )


def _of_features(reader: MoodReader, row: npt.NDArray[np.float32]) -> list[float] | None:
    features = {
        name: None if np.isnan(value) else float(value)
        for name, value in zip(NET_FEATURES, row, strict=True)
    }
    try:
        return _place(reader.read(None, features, clip_source=None))
    except ClipError:
        return None


def _place(reading: Reading) -> list[float]:
    spread = reading.spread
    told = (spread.valence, spread.arousal, spread.tilt) if spread else (0.1, 0.07, 0.0)
    return [reading.valence, reading.arousal, *told]


def _clips(data: Path) -> list[tuple[str, str, Path]]:
    """Title, artist and file of the clips whose artist is credited on a film."""
    table = data / "mood4q" / "film_matches.csv"
    if not table.exists():
        return []
    with open_table(table) as lines:
        rows = {row["id"]: row for row in csv.DictReader(lines)}
    return [
        (rows[song.id]["clip_title"], rows[song.id]["artist"], song.path)
        for song in mood4q.load(data)
        if song.id in rows
    ]


def _heard(reader: MoodReader, clips: list[Path], runs: Path) -> npt.NDArray[np.float32]:
    """The places of clips, NaN for one that cannot be read; kept between runs."""
    version = reader.versions["spectrogram"]

    def read() -> npt.NDArray[np.float32]:
        return np.array([_of_clip(reader, clip) for clip in clips], np.float32).reshape(-1, 5)

    return kept(runs / "cache" / f"film-clips-{version}-{len(clips)}.npy", read)


def _of_clip(reader: MoodReader, clip: Path) -> list[float]:
    try:
        return _place(reader.read(clip, None, clip_source="file"))
    except ClipError:
        return [float("nan")] * 5
