"""Why a film is named, in sentences that can be checked against the songs asked with."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from films.recommend.asked import Asked, inputs_of_question
from films.recommend.credits import KINDS, Kind, names_in, token_key, tokens_of
from films.recommend.index import FEATURES, KNOWN, FilmIndex
from films.recommend.ranking import Ranking, vectors_of
from films.recommend.suggestion import TRAITS, Known, Reason
from moods.circumplex import MOODS

MOST = 4
"""Reasons that are told of one film."""

_NAMES_TOLD = 3
_SONGS_TOLD = 3
_MOST_TRAITS = 1
_LEAST_SONGS = 3  # known by their sound, before it is said of a film's songs
_LEAST_KNOWN = 0.2  # of a song, before anything is said of how a film sounds
_STANDS_OUT = 0.5  # in standard deviations of all songs
_POPULAR = 0.75  # so large a share of films is seen by fewer
_SHARE_LEARNED = 0.25  # of a film's sum, from which on it is a reason


@dataclass(frozen=True, slots=True)
class _Match:
    """A token of the question that the film has too."""

    kind: Kind
    key: int
    shown: str
    songs: tuple[int, ...]
    gain: float


def reasons_of(row: int, asked: Asked, ranking: Ranking, index: FilmIndex) -> tuple[Reason, ...]:
    """Why the film of that row answers the question, the strongest reason first; at least one."""
    found = list(_by_credits(row, asked, ranking, index))
    sound = list(_by_sound(row, asked, index))
    if not asked.tokens or len(found) >= MOST:
        found = found[: max(0, MOST - len(sound[:1]))]
    found += sound
    if not found or found[0].kind == "word":
        found[:0] = _by_company(row, asked, ranking, index)
    if found:
        return tuple(found[:MOST])
    if not knows(asked, index):
        return (Reason("unknown"),)
    popular = index.popularity[row] >= np.quantile(index.popularity, _POPULAR)
    return (Reason("popular" if popular else "guess"),)


def knows(asked: Asked, index: FilmIndex) -> bool:
    """Whether anything that is asked with is known to an index."""
    sound = index.sound
    placed = asked.plane is not None and bool((sound.songs > 0).any())
    featured = bool(asked.features[2].any()) and bool((sound.feature_songs > 0).any())
    return bool((asked.at >= 0).any()) or placed or featured


def _by_credits(row: int, asked: Asked, ranking: Ranking, index: FilmIndex) -> Iterator[Reason]:
    matches = _matches(row, asked, ranking)
    names = [match for match in matches if match.kind is Kind.NAME]
    told_songs: set[int] = set()
    told_names: set[str] = set()
    for match in _of(matches, Kind.SONG):
        for song in match.songs:
            if song in told_songs:
                continue
            told_songs.add(song)
            its = _longest(name.shown for name in names if song in name.songs)
            told_names.update(name.shown for name in names if song in name.songs)
            if its:
                values = {"song": asked.songs[song].title, "name": ", ".join(its[:_NAMES_TOLD])}
                yield Reason("song", values)
    for match in _of(matches, Kind.TITLE):
        if not told_songs & set(match.songs):
            told_songs.update(match.songs)
            yield Reason("title", {"song": match.shown})
    listed = {name.shown: name for name in reversed(names)}
    for shown in _longest(name.shown for name in names):
        if shown not in told_names and not any(shown in told for told in told_names):
            yield _name_reason(row, listed[shown], asked, index)
    if not names and not told_songs:
        for match in list(_of(matches, Kind.WORD))[:1]:
            values = {"word": match.shown, "song": asked.songs[match.songs[0]].title}
            yield Reason("word", values)


def _name_reason(row: int, name: _Match, asked: Asked, index: FilmIndex) -> Reason:
    song = next((asked.songs[at].title for at in name.songs if asked.songs[at].title), "")
    values: dict[str, str | int | float] = {"name": name.shown}
    kind = "performer" if _performs(row, name.shown, index) else "writer"
    own = _own_titles(row, name.key, index)
    if own:
        kind, values["own"] = "own_songs", "”, “".join(own)
    if not song:
        return Reason(f"{kind}_only", values)
    return Reason(kind, values | {"song": song})


def _performs(row: int, name: str, index: FilmIndex) -> bool:
    """Whether the film has somebody of that name among its performers."""
    forms = [key for one in names_in(name) for key in one.keys]
    keys = np.array([token_key(Kind.PERFORMER, form) for form in forms], np.uint64)
    at = index.credits.find(keys)
    _, matches = index.credits.of_tokens(at[at >= 0])
    return bool((index.credits.films[matches] == row).any())


def _own_titles(row: int, key: int, index: FilmIndex) -> list[str]:
    """Titles of the film's songs that have a token; none where the index keeps no titles."""
    own = index.own_songs
    if own is None:
        return []
    begin, end = np.searchsorted(own.films, [row, row + 1])
    titles: dict[str, None] = {}
    for at in range(begin, end):
        tokens = tokens_of(own.titles[at], own.performers[at], own.writers[at])
        if any(token.key == key for token in tokens):
            titles[own.titles[at]] = None
    return list(titles)[:_SONGS_TOLD]


def _by_sound(row: int, asked: Asked, index: FilmIndex) -> Iterator[Reason]:
    sound, heard = index.sound, KNOWN[int(index.known[row])] is Known.HEARD
    songs = float(sound.songs[row])
    if asked.plane is not None and (heard or songs >= _LEAST_KNOWN):
        told: dict[str, str | int | float] = {}
        ending = "_heard" if heard else "_little"
        if not heard and songs >= _LEAST_SONGS:
            ending, told = "", {"songs": round(songs)}
        shares = [(float(asked.plane[cells].sum()), cells) for cells in index.grid.moods]
        most = int(np.argmax([share for share, _ in shares]))
        share, cells = shares[most]
        of_film = float(sound.plane[row][cells].sum())
        if share > 0.5 and of_film > 0.5:
            yield Reason(f"mood{ending}", told | {"mood": MOODS[most].value})
        elif asked.by_sound_alone and _near(row, asked, index):
            yield Reason(f"place{ending}", told)
    yield from _traits(row, asked, index)


def _near(row: int, asked: Asked, index: FilmIndex) -> bool:
    """Whether the film's middle is as near the question's as a song's reading may be off."""
    assert asked.plane is not None
    apart = (index.sound.plane[row] - asked.plane) @ index.grid.centres
    return float(np.hypot(*apart)) < 0.1


def _traits(row: int, asked: Asked, index: FilmIndex) -> Iterator[Reason]:
    sound = index.sound
    means, _, counts = asked.features
    middle, spread = sound.feature_prior
    of_films = (sound.means[row] - middle) / spread
    of_asked = (means - middle) / spread
    known = (counts > 0) & (sound.feature_songs[row] >= _LEAST_SONGS)
    agreeing = np.where(known & (of_films * of_asked > 0), 1.0, 0.0)
    least = agreeing * np.minimum(np.abs(of_films), np.abs(of_asked))
    told = 0
    for at in np.argsort(-least, kind="stable"):
        high, low = TRAITS[FEATURES[at]]
        trait = high if of_asked[at] > 0 else low
        if least[at] >= _STANDS_OUT and trait and told < _MOST_TRAITS:
            told += 1
            yield Reason(
                "trait", {"songs": round(float(sound.feature_songs[row, at])), "trait": trait}
            )


def _by_company(row: int, asked: Asked, ranking: Ranking, index: FilmIndex) -> Iterator[Reason]:
    learned = index.learned
    if learned is None or not len(learned.at) or not len(asked.tokens):
        return
    weight = index.weights.learned * float(ranking.channels["learned"][row])
    if weight < _SHARE_LEARNED * max(float(ranking.sums[row]), 1e-9):
        return
    rows = vectors_of(asked, index)
    has = rows >= 0
    gains = np.where(has, learned.tokens[rows].astype(np.float32) @ learned.films[row], 0.0)
    gains = gains * inputs_of_question(asked)
    in_common = ranking.matches.gains[ranking.matches.films == row].sum()
    if gains.max() <= 0 or index.weights.learned * gains.sum() < in_common:
        return
    token = asked.tokens[int(gains.argmax())]
    if token.kind is Kind.WORD:
        yield Reason("company_word", {"word": token.shown})
    elif token.kind in (Kind.SONG, Kind.TITLE):
        yield Reason("company_song", {"song": token.shown})
    else:
        yield Reason("company", {"name": token.shown})


def _matches(row: int, asked: Asked, ranking: Ranking) -> list[_Match]:
    at = np.flatnonzero(ranking.matches.films == row)
    found = [
        _Match(
            asked.tokens[token].kind,
            asked.tokens[token].key,
            asked.tokens[token].shown,
            asked.of_songs[token],
            float(ranking.matches.gains[match]),
        )
        for match, token in zip(at, ranking.matches.tokens[at], strict=True)
    ]
    return sorted(found, key=lambda one: (-one.gain, KINDS.index(one.kind), one.shown))


def _of(matches: Iterable[_Match], kind: Kind) -> Iterator[_Match]:
    return (match for match in matches if match.kind is kind)


def _longest(names: Iterable[str]) -> list[str]:
    """The names without those that are a part of another one: of a band only the band."""
    every = list(dict.fromkeys(names))
    return [name for name in every if not any(name in other and name != other for other in every)]
