"""What a person says of a song's recording, and how it overrules what was decided. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from server.domain import Candidate, Match, MatchState, Theme, Track
from server.songs.identity import song_key

PERSON = "person"


class VerdictKind(StrEnum):
    """`this` recording is the song, `none` of them is, `never` use this one for any song."""

    THIS = "this"
    NONE = "none"
    NEVER = "never"


@dataclass(frozen=True)
class Verdict:
    """One person's word on a song, by `server.songs.identity.song_key`.

    `track_uri` is missing only for `none`. The later word wins where two are at odds.
    """

    song_key: str
    kind: VerdictKind
    track_uri: str | None
    made_at: datetime


@dataclass(frozen=True)
class Words:
    """All that one person has said, ready to be asked.

    Attributes:
        settled: by song, the word that settles it: `this` or `none`.
        banned: the tracks never to be used, with when that was said.
    """

    settled: Mapping[str, Verdict] = field(default_factory=dict)
    banned: Mapping[str, datetime] = field(default_factory=dict)

    @classmethod
    def of(cls, verdicts: Iterable[Verdict]) -> "Words":
        """The words that count, the later ones over the earlier ones."""
        settled: dict[str, Verdict] = {}
        banned: dict[str, datetime] = {}
        for verdict in sorted(verdicts, key=lambda each: each.made_at):
            if verdict.kind is not VerdictKind.NEVER:
                settled[verdict.song_key] = verdict
            elif verdict.track_uri is not None:
                banned[verdict.track_uri] = verdict.made_at
        standing = {
            key: verdict
            for key, verdict in settled.items()
            if verdict.track_uri is None
            or verdict.track_uri not in banned
            or banned[verdict.track_uri] <= verdict.made_at
        }
        return cls(standing, banned)


def apply_verdicts(
    themes: Iterable[Theme],
    matches: Mapping[str, Match],
    candidates: Mapping[str, Sequence[Candidate]],
    verdicts: Iterable[Verdict],
) -> dict[str, Match]:
    """The matches by theme key with one person's word put over them; no match is lost.

    A song that is settled is *sure* or *not found* by that word alone, with confidence 1. Where a
    match has a track that is never to be used, the next best candidate is put to the person
    again: never sure by itself, for the machine was wrong once. What the person says nothing of
    stays as it was.

    Args:
        themes: with `matches` and `candidates` by their keys.
        candidates: the other tracks that a search gave; needed only for banned matches.
        verdicts: one person's, in any order.
    """
    words = Words.of(verdicts)
    known = _tracks(matches, candidates)
    decided = dict(matches)
    for theme in themes:
        match = matches.get(theme.key)
        word = words.settled.get(song_key(theme))
        if word is not None:
            decided[theme.key] = _settled(theme, word, known)
        elif match is not None and match.track is not None and match.track.uri in words.banned:
            decided[theme.key] = _next_best(theme, candidates.get(theme.key, ()), words.banned)
    return decided


def _settled(theme: Theme, word: Verdict, known: Mapping[str, Track]) -> Match:
    if word.track_uri is None:
        reason = "you said that none of these is the song"
        return Match(theme.key, MatchState.NOT_FOUND, None, 1.0, reason, PERSON)
    track = known.get(word.track_uri, Track(word.track_uri))
    return Match(theme.key, MatchState.SURE, track, 1.0, "you chose it", PERSON)


def _next_best(
    theme: Theme, candidates: Sequence[Candidate], banned: Mapping[str, datetime]
) -> Match:
    left = [each for each in candidates if each.track.uri not in banned]
    best = max(left, key=lambda each: each.confidence, default=None)
    if best is None:
        reason = "the recording that was found is one you never want"
        return Match(theme.key, MatchState.NOT_FOUND, None, 1.0, reason, PERSON)
    reason = f"you never want the first choice; {best.reason}"
    return Match(theme.key, MatchState.REVIEW, best.track, best.confidence, reason, PERSON)


def _tracks(
    matches: Mapping[str, Match], candidates: Mapping[str, Sequence[Candidate]]
) -> dict[str, Track]:
    named = [match.track for match in matches.values() if match.track is not None]
    named += [each.track for some in candidates.values() for each in some]
    return {track.uri: track for track in named}
