"""How well a track on Spotify fits a theme. Pure."""

from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from server.domain import Candidate, Match, MatchState, Theme, Track
from server.songs.normalise import artist_forms, fold, title_forms, version_words

SURE = 0.85
REVIEW = 0.5
"""Confidence from which a match is sure, or worth a person's look; below, there is none."""

_SAME_TITLE = 0.93
_LIKE_TITLE = 0.8
_SAME_ARTIST = 0.88
_SHORT_TITLE = 5
_TV_SIZE_MS = 100_000
"""A recording shorter than this is the cut used in a show, whatever its name says."""


def rank(theme: Theme, found: Sequence[Track]) -> list[Candidate]:
    """The tracks that a search gave, the likeliest first; equal ones stay in the search's order."""
    candidates = [score(theme, track) for track in found]
    return sorted(candidates, key=lambda each: -each.confidence)


def decide(theme: Theme, candidates: Sequence[Candidate]) -> Match:
    """The first of the ranked candidates, or the word that none fits."""
    best = next(iter(candidates), None)
    if best is None or best.confidence < REVIEW:
        why = best.reason if best else "Spotify's search gave nothing"
        return Match(theme.key, MatchState.NOT_FOUND, None, 0.0, why, "search")
    state = MatchState.SURE if best.confidence >= SURE else MatchState.REVIEW
    return Match(theme.key, state, best.track, best.confidence, best.reason, "search")


def score(theme: Theme, track: Track) -> Candidate:
    """How well a track fits: hard rules on versions first, then title and artist."""
    title = _title_likeness(theme, track)
    artist = _artist_likeness(theme, track)
    same_artist = artist is not None and artist >= _SAME_ARTIST
    asked = version_words(" / ".join(_titles(theme)))
    said = version_words(track.title or "")
    if extra := said - asked:
        confidence, reason = 0.0, f"only another version was found: {', '.join(sorted(extra))}"
    elif title < _LIKE_TITLE:
        confidence, reason = _of_other_title(theme, track, title, same_artist=same_artist)
    elif artist is None or not same_artist:
        confidence, reason = _of_other_artist(theme, track, title, artist)
    else:
        confidence, reason = _of_both(track, title, artist, asked, said)
    return Candidate(track, round(confidence, 4), reason, same_artist)


def _of_other_title(
    theme: Theme, track: Track, title: float, *, same_artist: bool
) -> tuple[float, str]:
    if same_artist and _scripts_differ(theme, track):
        return REVIEW, "same artist; the titles are in different scripts"
    return 0.3 * title, "no track with this title and artist"


def _of_other_artist(
    theme: Theme, track: Track, title: float, artist: float | None
) -> tuple[float, str]:
    if artist is None:
        return 0.6 * title, "same title, but the theme's artist is not known"
    if title >= _SAME_TITLE and _artist_scripts_differ(theme, track):
        return 0.55, "same title; the artists are in different scripts"
    return 0.4 * artist, "the title was found by other artists only"


def _of_both(
    track: Track, title: float, artist: float, asked: frozenset[str], said: frozenset[str]
) -> tuple[float, str]:
    both = (title + artist) / 2
    if title < _SAME_TITLE:
        return 0.5 + 0.3 * title, "same artist, and a similar title"
    if asked - said - {"tv size"}:
        return min(both, 0.75), "same song, but perhaps not the same version"
    if _is_cut(track) and "tv size" not in asked:
        return min(both, 0.7), "same title and artist, but as short as the cut in the show"
    return both, "same title and artist"


def _titles(theme: Theme) -> list[str]:
    return [theme.title, *([theme.native_title] if theme.native_title else [])]


def _title_likeness(theme: Theme, track: Track) -> float:
    wanted = {form for title in _titles(theme) for form in title_forms(title)}
    return _likeness(wanted, title_forms(track.title or ""))


def _artist_likeness(theme: Theme, track: Track) -> float | None:
    """None where either side names nobody."""
    wanted = {
        form
        for artist in theme.artists
        for name in (artist.name, *artist.aliases)
        for form in artist_forms(name)
    }
    there = {form for name in track.artists for form in artist_forms(name)}
    return _likeness(wanted, there) if wanted and there else None


def _likeness(some: Iterable[str], others: Iterable[str]) -> float:
    """The likeness of the two closest spellings, 0 to 1; short ones are equal or not alike."""
    best = 0.0
    others = list(others)
    for one in some:
        for other in others:
            if one == other:
                return 1.0
            if min(len(one), len(other)) >= _SHORT_TITLE:
                best = max(best, fuzz.ratio(one, other) / 100)
    return best


def _is_cut(track: Track) -> bool:
    return track.duration_ms is not None and track.duration_ms < _TV_SIZE_MS


def _scripts_differ(theme: Theme, track: Track) -> bool:
    """Whether the titles cannot be compared: one only in Latin letters, the other with none."""
    return not theme.native_title and _is_latin(theme.title) != _is_latin(track.title or "")


def _artist_scripts_differ(theme: Theme, track: Track) -> bool:
    names = [name for each in theme.artists for name in (each.name, *each.aliases)]
    here = {_is_latin(name) for name in names}
    return here.isdisjoint({_is_latin(name) for name in track.artists})


def _is_latin(text: str) -> bool:
    return fold(text).isascii()
