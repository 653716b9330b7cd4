"""The figures of a trial: precision of sure matches, recall, traps, calls, calibration."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from benchmarks.matching.catalogue import Index, Release
from benchmarks.matching.gold import GoldSong
from benchmarks.matching.trial import SONGS_A_LIST, Trial
from server.domain import Match, MatchState
from server.songs.confidence import MODEL
from training.metrics import share_interval

_BINS = (0.0, 0.2, 0.4, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 1.0001)

Figures = dict[str, Any]


@dataclass(frozen=True)
class Mistake:
    """A song that was surely tied to a recording that is not its own."""

    song: GoldSong
    match: Match
    release: Release

    @property
    def kind(self) -> str:
        """What the recording is."""
        return self.release.trap or "another song"


def figures(songs: Sequence[GoldSong], index: Index, trial: Trial) -> Figures:
    """Everything that goes on record; no title, name or id is in it."""

    def of(holds: Callable[[GoldSong], bool]) -> Figures:
        return _shares([song for song in songs if holds(song)], index, trial)

    return {
        "songs": len(songs),
        "themes": sum(len(song.themes) for song in songs),
        "on_spotify": sum(song.name in index.scripts for song in songs),
        "tracks": len(index.releases),
        "states": {
            state.value: sum(match.state is state for match in trial.matches.values())
            for state in MatchState
        },
        "all": of(lambda song: True),
        "artist_known": of(lambda song: bool(song.artists)),
        "artist_unknown": of(lambda song: not song.artists),
        "groups": {
            "with a Spotify id in the data": of(lambda song: song.spotify_id is not None),
            "shown in Latin letters": of(_shown(index, "latin")),
            "shown in Japanese": of(_shown(index, "native")),
            "shown in both": of(_shown(index, "mixed")),
            "shown in translation only": of(_shown(index, "translated")),
            "Japanese spelling real": of(lambda song: song.has_real_spelling),
            "Japanese spelling made": of(
                lambda song: song.native_title is not None and not song.has_real_spelling
            ),
            "Japanese title not told": of(
                lambda song: song.native_title is not None and not song.themes[0].native_title
            ),
            "not on Spotify": of(lambda song: song.name not in index.scripts),
        },
        "traps": _traps(songs, index, trial),
        "calls": {
            "songs_a_list": SONGS_A_LIST,
            "cold_per_100": 100 * trial.cold_calls / len(songs),
            "warm_per_100": 100 * trial.warm_calls / len(songs),
        },
        "thresholds": {"sure": MODEL.sure, "review": MODEL.review},
        "reliability": _reliability(songs, index, trial),
    }


def mistakes(songs: Sequence[GoldSong], index: Index, trial: Trial) -> list[Mistake]:
    """The songs that were surely tied to a wrong recording, the surest first."""
    wrong = []
    for song in songs:
        match = trial.matches[song.name]
        uri = match.track.uri if match.track is not None else None
        if match.state is MatchState.SURE and uri and not index.right(song, uri):
            wrong.append(Mistake(song, match, index.releases[uri]))
    return sorted(wrong, key=lambda each: -each.match.confidence)


def _shown(index: Index, script: str) -> Callable[[GoldSong], bool]:
    return lambda song: index.scripts.get(song.name) == script


def _is_right(song: GoldSong, index: Index, trial: Trial) -> bool:
    track = trial.matches[song.name].track
    return track is not None and index.right(song, track.uri)


def _shares(songs: Sequence[GoldSong], index: Index, trial: Trial) -> Figures:
    """Precision of sure matches, and recall: the share of songs there that are surely found."""
    sure = [song for song in songs if trial.matches[song.name].state is MatchState.SURE]
    right = sum(_is_right(song, index, trial) for song in sure)
    there = sum(song.name in index.scripts for song in songs)
    review = [song for song in songs if trial.matches[song.name].state is MatchState.REVIEW]
    return {
        "songs": len(songs),
        "on_spotify": there,
        "sure": len(sure),
        "right": right,
        "precision": right / len(sure) if sure else None,
        "precision_interval_95": share_interval(right, len(sure)) if sure else None,
        "recall": right / there if there else None,
        "recall_interval_95": share_interval(right, there) if there else None,
        "review": len(review),
        "review_right": sum(_is_right(song, index, trial) for song in review),
    }


def _traps(songs: Sequence[GoldSong], index: Index, trial: Trial) -> dict[str, Figures]:
    """By kind of trap: how many songs have one, and how many fell into it."""
    names = {song.name for song in songs}
    laid = [each for each in index.releases.values() if each.trap and each.song in names]
    taken = {
        match.track.uri: match
        for match in trial.matches.values()
        if match.track is not None and match.state is MatchState.SURE
    }
    kinds = sorted({each.trap for each in laid if each.trap})
    return {kind: _trap([each for each in laid if each.trap == kind], taken) for kind in kinds}


def _trap(laid: Sequence[Release], taken: dict[str, Match]) -> Figures:
    def fell(some: Iterable[Release]) -> int:
        return sum(f"spotify:track:{each.track.id}" in taken for each in some)

    later = [each for each in laid if each.is_later_wording]
    return {
        "laid": len(laid),
        "taken": fell(laid),
        "laid_in_later_wordings": len(later),
        "taken_in_later_wordings": fell(later),
    }


def _reliability(songs: Sequence[GoldSong], index: Index, trial: Trial) -> list[dict[str, float]]:
    """How often first choices are right by their confidence; those no rule holds back."""
    pairs = [
        (trial.matches[song.name].confidence, _is_right(song, index, trial))
        for song in songs
        if trial.matches[song.name].state is not MatchState.NOT_FOUND
        and not _is_held_back(trial.matches[song.name])
    ]
    bins = []
    for low, high in pairwise(_BINS):
        some = [pair for pair in pairs if low <= pair[0] < high]
        if some:
            bins.append(
                {
                    "sure": sum(confidence for confidence, _ in some) / len(some),
                    "right": sum(right for _, right in some) / len(some),
                    "share": len(some) / len(pairs),
                    "songs": len(some),
                }
            )
    return bins


def _is_held_back(match: Match) -> bool:
    return match.state is MatchState.REVIEW and match.confidence >= MODEL.sure - 0.0101
