"""A question as the ranking takes it: tokens, a histogram on the plane, moments of features."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from films.recommend.building import feature_moments, on_plane
from films.recommend.credits import KINDS, Kind, Token, tokens_of
from films.recommend.folding import title_keys
from films.recommend.index import Array, Credits, FilmIndex, strength
from films.recommend.question import Heard


@dataclass(frozen=True, eq=False)
class Asked:
    """Songs one asks with, taken together. The same in whatever order they are given.

    Attributes:
        songs: in an order of their own.
        tokens: of all songs, none twice, shape (q,) as the arrays below.
        of_songs: for each token the songs (places in `songs`) that have it.
        stands_for: for each token the songs that a film may have which has it: by title and name,
            or by the title alone where it is not told who wrote them (most credits of films name
            only writers).
        certainty: how likely it then has them, 0 to 1.
        keys: uint64.
        kinds: places in `KINDS`.
        at: places in the index's tokens, -1 where no film has it.
        strengths: how strongly the question has it.
        plane: a histogram, shape (cells,), or None where no song has a place.
        placed: how many songs that rests on.
        features: means, spreads and numbers of songs, shape (3, features).
    """

    songs: tuple[Heard, ...]
    tokens: tuple[Token, ...]
    of_songs: tuple[tuple[int, ...], ...]
    stands_for: tuple[tuple[int, ...], ...]
    certainty: Array
    keys: Array
    kinds: Array
    at: Array
    strengths: Array
    plane: Array | None
    placed: float
    features: Array

    @property
    def featured(self) -> float:
        """How many songs its features rest on."""
        return float(self.features[2].max())

    @property
    def by_sound_alone(self) -> bool:
        """Whether films can be named by how it sounds and by nothing else."""
        return (self.plane is not None or self.featured > 0) and not bool((self.at >= 0).any())


def ask(songs: Sequence[Heard], index: FilmIndex) -> Asked:
    """A question to an index. Songs of which nothing is told are left out."""
    ordered = sorted((song for song in songs if _says_something(song)), key=_order)
    counts: Counter[int] = Counter()
    tokens: dict[int, Token] = {}
    holders: dict[int, list[int]] = {}
    for place, song in enumerate(ordered):
        for token in tokens_of(song.title, song.performer, song.writer):
            counts[token.key] += 1
            tokens.setdefault(token.key, token)
            holders.setdefault(token.key, []).append(place)
    keys = np.array(sorted(tokens), np.uint64)
    listed = [tokens[int(key)] for key in keys]
    at = index.credits.find(keys)
    idf = np.full(len(keys), index.credits.unknown_idf(len(index)))
    if len(index.credits.tokens):
        idf = np.where(at >= 0, index.credits.idf[at], idf)
    of_songs = tuple(tuple(holders[int(key)]) for key in keys)
    found = on_plane(ordered, index.grid)
    return Asked(
        songs=tuple(ordered),
        tokens=tuple(listed),
        of_songs=of_songs,
        certainty=np.array([_certainty(token) for token in listed]),
        stands_for=tuple(map(partial(_stands_for, ordered), listed, of_songs)),
        keys=keys,
        kinds=np.array([KINDS.index(token.kind) for token in listed], np.int64),
        at=at,
        strengths=strength(np.array([counts[int(key)] for key in keys])) * idf,
        plane=found[0] if found else None,
        placed=found[1] if found else 0.0,
        features=feature_moments(ordered),
    )


def inputs_of_question(asked: Asked) -> Array:
    """What learned vectors of tokens are multiplied with, shape (q,); its length is 1 or 0."""
    length = float(np.linalg.norm(asked.strengths))
    return np.asarray(asked.strengths / length if length else asked.strengths)


def inputs_of_films(held: Credits, films: int) -> tuple[Array, Array, Array]:
    """The same of films, for training: of each match the film, the token and the number.

    A question with all songs of a film, to an index that holds it, has the very same numbers.
    """
    squares = np.bincount(held.films, held.strengths**2, minlength=films)
    lengths = np.sqrt(np.maximum(squares, 1e-12))
    return held.films, held.token_of_match, held.strengths / lengths[held.films]


def _says_something(song: Heard) -> bool:
    told = song.title or song.performer or song.writer or song.features
    return song.weight > 0 and (bool(told) or song.valence is not None)


def _stands_for(songs: Sequence[Heard], token: Token, having: tuple[int, ...]) -> tuple[int, ...]:
    if token.kind is Kind.TITLE:
        return tuple(at for at in having if not songs[at].writer)
    return having if token.kind is Kind.SONG else ()


def _certainty(token: Token) -> float:
    """How likely it is the same song; a title of one word is many a song's."""
    if token.kind is not Kind.TITLE:
        return 1.0
    longest = max((len(key.split()) for key in title_keys(token.shown)), default=0)
    return 0.6 if longest > 1 else 0.25


def _order(song: Heard) -> tuple[str, ...]:
    features = sorted((song.features or {}).items())
    numbers = (song.valence, song.arousal, song.spread, features, song.weight)
    return (song.title, song.performer, song.writer, repr(numbers))
