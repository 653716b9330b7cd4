"""All that speaks for and against a track: hard rules first, then a handful of plain numbers."""

from dataclasses import dataclass
from math import log2

from server.domain import Theme, Track
from server.songs.normalise import fold
from server.songs.performers import ArtistEvidence, compare_artists
from server.songs.titles import TitleEvidence, compare_titles
from server.songs.versions import (
    album_versions,
    performer_versions,
    version_words,
    years,
)

LIKE = 0.8
"""Likeness of titles from which they may be one."""

_CUT_MS = 100_000
_SHORT_MS = 150_000
_READABLE = 0.2

Numbers = dict[str, float]


@dataclass(frozen=True)
class Evidence:
    """A track set against a theme.

    Attributes:
        track: what was found.
        title, artist: how alike they are.
        other_version: why it is certainly another recording, in plain words; None where no rule
            says so.
        doubts: versions that its album hints at.
        lost: the theme is a version (other than TV size) and the track does not say so.
        asks_for_cut: the theme is a TV-size recording by its own title.
    """

    track: Track
    title: TitleEvidence
    artist: ArtistEvidence
    other_version: str | None
    doubts: frozenset[str]
    lost: bool
    asks_for_cut: bool

    @property
    def in_question(self) -> bool:
        """Whether the track could be the song at all: no rule against it, and a title like it."""
        title = self.title
        alike = title.exact or title.likeness >= LIKE or title.reading > 0
        return self.other_version is None and alike and (self.artist.same or self._may_be_same)

    @property
    def hesitation(self) -> str | None:
        """Why a track that is in question is for a person to judge, however alike it is."""
        length = self.track.duration_ms
        title, artist = self.title, self.artist
        unread = not title.exact and not title.comparable and title.reading < _READABLE
        doubt = next(iter(sorted(self.doubts)), "")
        reasons = (
            (not artist.known, "same title, but the theme's artist is not known"),
            (
                not artist.same and not (title.exact and artist.reading >= _READABLE),
                "same title; the artists are in different scripts",
            ),
            (title.unexplained, "same artist, but the title says more than the song's"),
            (unread, "same artist; the titles are in different scripts"),
            (title.missing, "same artist, but a part of the title is missing"),
            (self.lost, "same song, but perhaps not the same version"),
            (bool(doubt), f"same title and artist, but the album may be {doubt}"),
            (
                length is not None and length < _CUT_MS and not self.asks_for_cut,
                "same title and artist, but as short as the cut in the show",
            ),
        )
        return next((reason for holds, reason in reasons if holds), None)

    @property
    def _may_be_same(self) -> bool:
        artist = self.artist
        return not artist.known or (not artist.comparable and artist.reading > 0)


def examine(theme: Theme, track: Track) -> Evidence:
    """Set a track against a theme."""
    titles = [theme.title, *([theme.native_title] if theme.native_title else [])]
    title = compare_titles(titles, track.title or "")
    asked = version_words(" / ".join(titles))
    said = version_words(track.title or "")
    later = years(track.title or "") - frozenset().union(*map(years, titles))
    by_act, by_album, doubts = _around(theme, track, asked)
    rules = (
        (said - asked, "only another version was found: {}"),
        (title.sequel, "only a sequel of the song was found"),
        (later, "only a later recording was found"),
        (by_act, "only a performance of this kind was found: {}"),
        (by_album, "its album is of another kind: {}"),
    )
    return Evidence(
        track=track,
        title=title,
        artist=compare_artists(theme.artists, track.artists),
        other_version=next(
            (reason.format(", ".join(sorted(found))) for found, reason in rules if found), None
        ),
        doubts=doubts,
        lost=bool(asked - said - {"tv size"}),
        asks_for_cut="tv size" in asked,
    )


def _around(
    theme: Theme, track: Track, asked: frozenset[str]
) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Versions that the performers' names and the album's say, and such as the album may hint at.

    What the show's own title or the theme's artists are called says nothing of a version.
    """
    expected = asked | version_words(f"{theme.anime.title} / {theme.anime.native_title or ''}")
    own = {form for each in theme.artists for form in (fold(each.name), *map(fold, each.aliases))}
    acts = [performer_versions(name) for name in track.artists if fold(name) not in own]
    by_act = frozenset().union(*acts) - expected
    if not track.album or fold(track.album) == fold(track.title or ""):
        return by_act, frozenset(), frozenset()
    telling, doubts = album_versions(track.album)
    return by_act, telling - expected, doubts - expected


def numbers(evidence: Evidence, place: int | None, rivals: int) -> Numbers:
    """The inputs of the confidence, each 0 to about 1.

    Args:
        evidence: of a track that is in question.
        place: where the search put it, from 0; None where it was met in an earlier search.
        rivals: other performers whose track in the same answer has the very title.
    """
    title, artist, track = evidence.title, evidence.artist, evidence.track
    length = track.duration_ms or 0
    return {
        "title_exact": float(title.exact),
        "title_likeness": title.likeness,
        "title_reading": title.reading,
        "artist_cast": artist.cast,
        "artist_read": float(artist.reading >= _READABLE),
        "short": float(_CUT_MS <= length < _SHORT_MS),
        "compilation": float(track.album_kind == "compilation"),
        "place": log2(1 + (3 if place is None else min(place, 9))) / log2(10),
        "rivals": min(rivals, 3) / 3,
    }
