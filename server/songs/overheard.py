"""Tracks that earlier searches of a run brought up beside what they were made for.

A search for one song shows others of its artist, and a list often has several songs of one.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from server.domain import Candidate, Match, MatchState, Theme, Track
from server.songs.normalise import artist_forms
from server.songs.scoring import decide, rank


@dataclass(frozen=True)
class Found:
    """What looking for a song came to: the decision, all that was in question, the calls."""

    match: Match
    candidates: tuple[Candidate, ...]
    calls: int


@dataclass
class Overheard:
    """All tracks of a run so far, by their performers."""

    _by_performer: dict[str, dict[str, Track]] = field(default_factory=dict)

    def listen(self, tracks: Iterable[Track]) -> None:
        """Remember what a search gave."""
        for track in tracks:
            for name in track.artists:
                for form in artist_forms(name):
                    self._by_performer.setdefault(form, {})[track.uri] = track

    def look_for(self, theme: Theme) -> Found | None:
        """The theme's recording, if it is surely among what has been met; None where it is not."""
        names = (name for each in theme.artists for name in (each.name, *each.aliases))
        forms = {form for name in names for form in artist_forms(name)}
        met = {
            uri: track
            for form in sorted(forms)
            for uri, track in self._by_performer.get(form, {}).items()
        }
        candidates = rank(theme, list(met.values()), searched=False)
        match = decide(theme, candidates)
        if match.state is not MatchState.SURE:
            return None
        return Found(match, tuple(each for each in candidates if each.confidence > 0), 0)
