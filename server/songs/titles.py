"""How alike a theme's titles and a track's title are, across scripts and decorations. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from server.songs.normalise import fold, guests_in, is_latin, squash, without_guests
from server.songs.reading import read_as
from server.songs.segments import take_apart
from server.songs.versions import without_edition

_SEQUEL_WORDS = re.compile(
    r"\b(?:another|after|side) story\b|\bepilogue\b|\bprologue\b|\breprise\b|\binterlude\b|"
    r"^re\s*:|^続",
    re.IGNORECASE | re.ASCII,
)
_NUMBERED = re.compile(
    r"\b(?:part|vol|chapter|act|no)\.?\s*(?:\d+|i+|iv|v)\b", re.IGNORECASE | re.ASCII
)
_NUMBER_AT_END = re.compile(
    r"(?:(?<=\s)|(?<=[^\x00-\x7f]))(\d{1,3}|II|III|IV|V|VI{0,3}|IX)[\s!?)]*$"
)
_SHORT = 5
_ALIKE = 0.75
_SAME_SUBTITLE = 80


@dataclass(frozen=True)
class TitleEvidence:
    """What the titles say.

    Attributes:
        exact: they are the same, in one of the scripts.
        likeness: of the two closest spellings, 0 to 1; 1 where exact.
        unexplained: the track's title has words that the theme's has not.
        missing: the theme's subtitle or number does not stand in the track's title.
        reading: where they share no script, how far the native one bears out the Latin one.
        comparable: False where they share no script, so that only `reading` can tell.
        sequel: words and numbers that make the track's title that of another song.
    """

    exact: bool
    likeness: float
    unexplained: bool
    missing: bool
    reading: float
    comparable: bool
    sequel: frozenset[str]


def compare_titles(theme_titles: Sequence[str], track_title: str) -> TitleEvidence:
    """Compare a track's title with all titles of a theme (romaji, native)."""
    track = _parts(track_title)
    themes = [_parts(title) for title in theme_titles]
    exact, unexplained, missing = _same(themes, track)
    likeness = 1.0 if exact or unexplained else _likeness(themes, track)
    if not exact and not unexplained and likeness >= _ALIKE:
        unexplained = _has_more_words(themes, track)
    unexplained = unexplained or _has_other_guests(themes, track)
    scripts = {theme.is_latin for theme in themes}
    comparable = exact or likeness >= _ALIKE or track.is_latin in scripts
    known = {mark for theme in themes for mark in theme.marks}
    always = frozenset.intersection(*(theme.marks for theme in themes))
    return TitleEvidence(
        exact=exact and not unexplained,
        likeness=likeness,
        unexplained=unexplained,
        missing=missing or bool(always - track.marks),
        reading=0.0 if comparable else max(_reading(theme, track) for theme in themes),
        comparable=comparable,
        sequel=track.marks - known,
    )


@dataclass(frozen=True)
class _Parts:
    """A title without guests, edition and tie-ins; its guests apart.

    Squashed: `whole`, `main` (without subtitles) and `subtitles`; folded: `words`; as they are
    written: `raw`, main and whole, and `asides`, the subtitles.
    """

    whole: str
    main: str
    subtitles: tuple[str, ...]
    words: tuple[str, ...]
    marks: frozenset[str]
    raw: tuple[str, str]
    is_latin: bool
    asides: tuple[str, ...]
    guests: frozenset[str]


@lru_cache(maxsize=16_384)
def _parts(title: str) -> _Parts:
    bare = without_edition(without_guests(title))
    apart = take_apart(bare)
    subtitles = tuple(squash(part) for part in apart.subtitles if any(map(str.isalnum, part)))
    marks = {fold(mark) for mark in (*_SEQUEL_WORDS.findall(bare), *_NUMBERED.findall(apart.kept))}
    marks |= {
        mark.lower() for text in (apart.main, apart.kept) for mark in _NUMBER_AT_END.findall(text)
    }
    return _Parts(
        whole=squash(apart.kept) or squash(title),
        main=squash(apart.main) or squash(title),
        subtitles=tuple(filter(None, subtitles)),
        words=tuple(fold(apart.kept).split()),
        marks=frozenset(marks),
        raw=(apart.main, apart.kept),
        is_latin=is_latin(apart.main),
        asides=apart.subtitles,
        guests=guests_in(title),
    )


def _same(themes: Sequence[_Parts], track: _Parts) -> tuple[bool, bool, bool]:
    """Whether they are exactly the same, the same but for words of the track, or of the theme."""
    wholes = {theme.whole for theme in themes}
    foreign = [part for part in track.asides if is_latin(part) != track.is_latin]
    if track.whole in wholes or wholes.intersection(map(squash, foreign)):
        return True, False, False
    known = {part for theme in themes for part in (*theme.subtitles, theme.whole, theme.main)}
    # A Latin aside may translate; a Japanese one says a Latin title once more (`Gurenge (紅蓮華)`)
    # only where it can be read so, as `Gurenge (合唱)` cannot.
    sayings = [track.raw[0], *(part for theme in themes for part in theme.asides)]
    known |= {
        squash(part)
        for part in foreign
        if not track.is_latin or any(read_as(part, own) > 0 for own in sayings)
    }
    more = [part for part in track.subtitles if part not in known]
    if track.main in wholes:
        return not more, bool(more), False
    if track.main in {theme.main for theme in themes}:
        if more and not _share_subtitle(themes, track, more):
            return False, True, False
        return True, False, not track.subtitles
    return False, False, False


def _has_other_guests(themes: Iterable[_Parts], track: _Parts) -> bool:
    """Whether both name guests, in one script, and they are not the same."""
    own = [guest for theme in themes for guest in theme.guests]
    pairs = [
        (one, other) for one in own for other in track.guests if is_latin(one) == is_latin(other)
    ]
    return bool(pairs) and max(fuzz.ratio(*pair) for pair in pairs) < _SAME_SUBTITLE


def _share_subtitle(themes: Iterable[_Parts], track: _Parts, more: Iterable[str]) -> bool:
    return all(
        any(
            fuzz.ratio(part, own) >= _SAME_SUBTITLE
            for theme in themes
            if theme.main == track.main
            for own in theme.subtitles
        )
        for part in more
    )


def _likeness(themes: Iterable[_Parts], track: _Parts) -> float:
    best = 0.0
    for theme in themes:
        for one in {theme.whole, theme.main}:
            for other in {track.whole, track.main}:
                if min(len(one), len(other)) >= _SHORT:
                    best = max(best, fuzz.ratio(one, other) / 100)
    return best


def _has_more_words(themes: Iterable[_Parts], track: _Parts) -> bool:
    """Whether the track's title is a theme's with further words before or after it."""
    for theme in themes:
        places = range(len(track.words) - len(theme.words) + 1)
        within = any(
            track.words[at : at + len(theme.words)] == theme.words for at in places if theme.words
        )
        if within and len(track.words) > len(theme.words):
            return True
    return False


def _reading(theme: _Parts, track: _Parts) -> float:
    native, latin = (track, theme) if theme.is_latin else (theme, track)
    return max(map(read_as, native.raw, latin.raw))
