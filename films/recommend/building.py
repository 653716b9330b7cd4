"""From films and their songs to an index."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from films.recommend.credits import KINDS, tokens_of
from films.recommend.index import (
    FEATURES,
    KNOWN,
    Array,
    Credits,
    FilmIndex,
    Learned,
    OwnSongs,
    Sound,
    idf_of,
)
from films.recommend.plane import Grid
from films.recommend.question import Heard
from films.recommend.suggestion import Known
from films.recommend.weights import Weights

_MOST_COUNTED = 255


@dataclass(frozen=True, slots=True)
class Film:
    """A film as it goes into an index.

    Attributes:
        movie_id: MovieLens'.
        title: without its year.
        popularity: 0 to 1.
        songs: by their credits and, where they are tied to readings or features, by those.
        heard: the stretches of music of the film itself, where it was read; they take the place of
            its songs' places on the plane. Their `weight` is in songs.
    """

    movie_id: int
    title: str
    year: int | None = None
    popularity: float = 0.0
    songs: Sequence[Heard] = ()
    heard: Sequence[Heard] = field(default=())


def build_index(
    films: Sequence[Film],
    *,
    grid: Grid | None = None,
    weights: Weights | None = None,
    keep_songs: bool = False,
    learn: Callable[[Credits, int], Learned | None] | None = None,
) -> FilmIndex:
    """An index of films, in the order given.

    Args:
        films: with different ids.
        keep_songs: whether the songs' titles and credits are kept in clear, so that reasons can
            name them: only for an index that its maker keeps for themselves.
        learn: gives the vectors, from the credits and how many films there are.

    Raises:
        ValueError: two films have the same id.
    """
    if len({film.movie_id for film in films}) < len(films):
        raise ValueError("Two films have the same id.")
    grid = grid or Grid()
    held = _credits(films)
    return FilmIndex(
        ids=np.array([film.movie_id for film in films], np.int32),
        titles=tuple(film.title for film in films),
        years=np.array([film.year or 0 for film in films], np.int16),
        popularity=np.array([film.popularity for film in films], np.float32),
        known=np.array([KNOWN.index(how_known(film)) for film in films], np.uint8),
        credits=held,
        sound=sound_of(films, grid),
        learned=learn(held, len(films)) if learn else None,
        own_songs=_own_songs(films) if keep_songs else None,
        grid=grid,
        weights=weights or Weights(),
    )


def how_known(film: Film) -> Known:
    """How a film's profile is known."""
    if any(one.valence is not None for one in film.heard):
        return Known.HEARD
    if any(song.valence is not None or song.features for song in film.songs):
        return Known.TIED
    if any(tokens_of(song.title, song.performer, song.writer) for song in film.songs):
        return Known.CREDITS
    return Known.NOTHING


def _credits(films: Sequence[Film]) -> Credits:
    kinds: dict[int, int] = {}
    matches: list[tuple[int, int, int]] = []
    numbers = {kind: number for number, kind in enumerate(KINDS)}
    for row, film in enumerate(films):
        counts: Counter[int] = Counter()
        for song in film.songs:
            for token in tokens_of(song.title, song.performer, song.writer):
                counts[token.key] += 1
                kinds[token.key] = numbers[token.kind]
        matches += [(key, row, count) for key, count in counts.items()]
    matches.sort()
    keys = np.array([key for key, _, _ in matches], np.uint64)
    tokens, starts = np.unique(keys, return_index=True)
    begins = np.append(starts, len(matches)).astype(np.int32)
    return Credits(
        tokens=tokens,
        kinds=np.array([kinds[int(key)] for key in tokens], np.uint8),
        idf=idf_of(np.diff(begins), len(films)).astype(np.float32),
        starts=begins,
        films=np.array([row for _, row, _ in matches], np.int32),
        counts=np.array([min(count, _MOST_COUNTED) for _, _, count in matches], np.uint8),
    )


def sound_of(films: Sequence[Film], grid: Grid) -> Sound:
    """How the songs of films sound, and what is expected of a film of which nothing is known."""
    plane = np.zeros((len(films), grid.cells))
    songs = np.zeros(len(films))
    features = np.zeros((3, len(films), len(FEATURES)))
    for row, film in enumerate(films):
        found = on_plane([one for one in film.heard if one.valence is not None] or film.songs, grid)
        if found:
            plane[row], songs[row] = found
        features[:, row] = feature_moments(film.songs)
    means, spreads, counts = features
    total = songs.sum()
    prior = songs @ plane / total if total else np.full(grid.cells, 1 / grid.cells)
    return Sound(
        plane=plane.astype(np.float32),
        songs=songs.astype(np.float32),
        means=means.astype(np.float32),
        spreads=spreads.astype(np.float32),
        feature_songs=counts.astype(np.float32),
        plane_prior=prior.astype(np.float32),
        feature_prior=_feature_prior(means, spreads, counts).astype(np.float32),
    )


def on_plane(songs: Sequence[Heard], grid: Grid) -> tuple[Array, float] | None:
    """Where songs lie: a histogram, shape (cells,), and on how many songs it rests; None: unknown.

    Songs without a place, or with what is no number, are left out.
    """
    placed = [
        (song.valence, song.arousal, song.spread, song.weight)
        for song in songs
        if song.valence is not None and song.arousal is not None and song.weight > 0
        if np.isfinite([song.valence, song.arousal, *(song.spread or ())]).all()
    ]
    if not placed:
        return None
    weights = [weight for *_, weight in placed]
    points = [(valence, arousal) for valence, arousal, *_ in placed]
    spreads = [spread for _, _, spread, _ in placed]
    return grid.histogram(points, spreads, weights), float(sum(weights))


def feature_moments(songs: Sequence[Heard]) -> Array:
    """Means, spreads and numbers of songs, shape (3, features); 0 where nothing is known."""
    told = [(_numbers(song.features), song.weight) for song in songs if song.features]
    if not told:
        return np.zeros((3, len(FEATURES)))
    values = np.array([numbers for numbers, _ in told])
    weights = np.array([[weight] for _, weight in told])
    weights = np.where(np.isnan(values), 0.0, weights)
    values = np.nan_to_num(values)
    counts = weights.sum(0)
    safe = np.maximum(counts, 1e-9)
    means = (weights * values).sum(0) / safe
    spreads = np.sqrt((weights * (values - means) ** 2).sum(0) / safe)
    return np.where(counts > 0, np.stack([means, spreads, counts]), 0.0)


def _numbers(features: Mapping[str, float]) -> list[float]:
    """In the order of FEATURES; NaN where one is not known or is no number."""
    numbers = [features.get(name) for name in FEATURES]
    return [
        float(value) if value is not None and np.isfinite(value) else float("nan")
        for value in numbers
    ]


def _feature_prior(means: Array, spreads: Array, counts: Array) -> Array:
    """Mean and spread over all songs of all films, shape (2, features); spreads are above 0."""
    total = counts.sum(0)
    safe = np.maximum(total, 1e-9)
    middle = (counts * means).sum(0) / safe
    squares = (counts * (spreads**2 + (means - middle) ** 2)).sum(0) / safe
    return np.stack([middle, np.where(squares > 1e-12, np.sqrt(squares), 1.0)])


def _own_songs(films: Sequence[Film]) -> OwnSongs:
    rows = [(row, song) for row, film in enumerate(films) for song in film.songs]
    return OwnSongs(
        films=np.array([row for row, _ in rows], np.int32),
        titles=tuple(song.title for _, song in rows),
        performers=tuple(song.performer for _, song in rows),
        writers=tuple(song.writer for _, song in rows),
    )
