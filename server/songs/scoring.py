"""How well the tracks that a search gave fit a theme: rules, then one calibrated confidence."""

from collections.abc import Sequence

from server.domain import Candidate, Match, MatchState, Theme, Track
from server.songs.confidence import MODEL
from server.songs.evidence import Evidence, Numbers, examine, numbers

_RULED_OUT = 0.0
_HELD_BACK = 0.01
_OTHER_SONG = 0.9
"""The most that a track of another title or artist gets, as a share of what is worth a look."""


def rank(theme: Theme, found: Sequence[Track], *, searched: bool = True) -> list[Candidate]:
    """The tracks, the likeliest first; equally likely ones stay in their order.

    `searched` is False where they come from earlier searches, so that their order says nothing.
    """
    candidates = [
        Candidate(
            track=evidence.track,
            confidence=round(_confidence(evidence, inputs), 4),
            reason=reason(evidence),
            same_artist=evidence.artist.same,
        )
        for evidence, inputs in weigh(theme, found, searched=searched)
    ]
    return sorted(candidates, key=lambda each: -each.confidence)


def decide(theme: Theme, candidates: Sequence[Candidate]) -> Match:
    """The first of the ranked candidates, or the word that none fits."""
    best = next(iter(candidates), None)
    if best is None or best.confidence < MODEL.review:
        why = best.reason if best else "Spotify's search gave nothing"
        return Match(theme.key, MatchState.NOT_FOUND, None, 0.0, why, "search")
    state = MatchState.SURE if best.confidence >= MODEL.sure else MatchState.REVIEW
    return Match(theme.key, state, best.track, best.confidence, best.reason, "search")


def weigh(
    theme: Theme, found: Sequence[Track], *, searched: bool = True
) -> list[tuple[Evidence, Numbers]]:
    """Every track with what speaks for and against it, in the order given."""
    examined = [examine(theme, track) for track in dict.fromkeys(found)]
    exact = [each for each in examined if each.title.exact and each.other_version is None]
    weighed = []
    for place, evidence in enumerate(examined):
        others = {each.track.artists for each in exact} - {evidence.track.artists}
        weighed.append((evidence, numbers(evidence, place if searched else None, len(others))))
    return weighed


def reason(evidence: Evidence) -> str:
    """The chief thing that speaks for or against a track, in plain words."""
    title, artist = evidence.title, evidence.artist
    if evidence.other_version is not None:
        return evidence.other_version
    if not evidence.in_question:
        return _why_not(evidence)
    if evidence.hesitation is not None:
        return evidence.hesitation
    if not artist.same:
        return "same title; the artists are in different scripts"
    return "same title and artist" if title.exact else "same artist, and a similar title"


def _why_not(evidence: Evidence) -> str:
    if evidence.title.exact:
        return "the title was found by other artists only"
    return "no track with this title and artist"


def _confidence(evidence: Evidence, inputs: Numbers) -> float:
    if evidence.other_version is not None:
        return _RULED_OUT
    if not evidence.in_question:
        alike = evidence.title.likeness if evidence.artist.same else evidence.artist.likeness
        return MODEL.review * _OTHER_SONG * min(evidence.title.likeness, alike)
    confidence = MODEL.confidence(inputs)
    return confidence if evidence.hesitation is None else min(confidence, MODEL.sure - _HELD_BACK)
