"""Tying themes to tracks: links and the local table, earlier decisions, else one search a song."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from server.domain import Match, MatchState, Theme, Track
from server.errors import SourceError
from server.songs.identity import song_key
from server.songs.overheard import Found, Overheard
from server.songs.queries import queries_for
from server.songs.scoring import decide, rank
from server.songs.table_links import table_tracks
from server.store import songs
from server.store.candidates import save_candidates
from server.store.engine import Store
from server.store.tables import now

MISSES_AGAIN = timedelta(days=30)
_FORBIDDEN = 403
_PERSON, _LINK, _TABLE = "person", "link", "table"


class Search(Protocol):
    """The part of `server.sources.spotify.Spotify` that matching needs."""

    def search(self, query: str, limit: int = 10) -> list[Track]:
        """Tracks for a query, the best first."""
        ...


@dataclass(frozen=True)
class Matched:
    """What is known of every theme after matching.

    Attributes:
        matches: by theme key; themes that wait, or whose search failed, are missing.
        searches: how many it took.
        waiting: themes that were not looked for, because no more searches were allowed.
    """

    matches: dict[str, Match]
    searches: int
    waiting: tuple[Theme, ...] = ()


def unlimited(_searches: int) -> bool:
    """Allow every search."""
    return True


def match_themes(
    store: Store,
    spotify: Search,
    themes: Sequence[Theme],
    on_step: Callable[[int], None],
    on_failure: Callable[[Theme, SourceError], None],
    *,
    may_search: Callable[[int], bool] = unlimited,
) -> Matched:
    """Tie every theme to a track, or to the word that there is none.

    Links, the local table and earlier decisions need no call. The same song in several shows is
    looked for once, and one that an earlier search of this run has shown already is not looked
    for at all. Each decision is kept as soon as it is made. `on_step` hears how many themes are
    settled, and may raise to stop. `may_search` is asked before every song, with the searches
    made so far; once it says no, the songs that are left wait. A search that fails for this song
    alone is told to `on_failure` and leaves its themes without a match; QuotaStop, LoginNeeded,
    a search that is forbidden altogether and an unreachable Spotify go through.
    """
    settled, open_songs = settle_known(store, themes)
    on_step(len(settled))
    overheard = Overheard()
    searches = 0
    waiting: list[Theme] = []
    for same_song in open_songs:
        found = overheard.look_for(same_song[0])
        if found is None and not may_search(searches):
            waiting += same_song
            continue
        try:
            found = found or search_for(spotify, same_song[0])
        except SourceError as error:
            if error.code != "spotify_refused" or error.http_status == _FORBIDDEN:
                raise
            on_failure(same_song[0], error)
            on_step(len(same_song))
            continue
        searches += found.calls
        overheard.listen(each.track for each in found.candidates)
        settled |= _keep(store, same_song, found)
        on_step(len(same_song))
    return Matched(settled, searches, tuple(waiting))


def _keep(store: Store, same_song: Sequence[Theme], found: Found) -> dict[str, Match]:
    """Keep the decision for every theme of the song."""
    decided = [replace(found.match, theme_key=theme.key) for theme in same_song]
    save_candidates(store, [theme.key for theme in same_song], found.candidates)
    songs.save_matches(store, decided)
    return {match.theme_key: match for match in decided}


def search_for(spotify: Search, theme: Theme) -> Found:
    """Look for a theme's song: one call, and a second only where the first brought nothing."""
    queries = queries_for(theme)
    found: list[Track] = []
    for number, query in enumerate(queries, start=1):
        found += spotify.search(query)
        candidates = rank(theme, found)
        match = decide(theme, candidates)
        if match.state is not MatchState.NOT_FOUND or number == len(queries):
            return Found(match, tuple(candidates), number)
    raise AssertionError("there is always a query")


def settle_known(
    store: Store, themes: Sequence[Theme]
) -> tuple[dict[str, Match], list[list[Theme]]]:
    """The themes that are settled without a call, and the others by song.

    What is settled by a link, the local table or the same song in another show is kept.
    """
    kept = songs.matches(store, [theme.key for theme in themes])
    keys = {theme.key: song_key(theme) for theme in themes}
    elsewhere = songs.matches_of_songs(store, keys.values())
    linked = _links(store, themes)
    settled: dict[str, Match] = {}
    fresh: list[Match] = []
    open_songs: dict[str, list[Theme]] = {}
    for theme in themes:
        known = _still_good(kept.get(theme.key))
        twin = elsewhere.get(keys[theme.key])
        decision = _decision(theme, known, linked.get(theme.key), twin)
        if decision is None:
            open_songs.setdefault(keys[theme.key], []).append(theme)
            continue
        settled[theme.key] = decision
        if decision is not known:
            fresh.append(decision)
    linked_songs = {keys[key]: match for key, match in settled.items() if _is_sure(match)}
    for key in [key for key in open_songs if key in linked_songs]:
        for theme in open_songs.pop(key):
            settled[theme.key] = replace(linked_songs[key], theme_key=theme.key)
            fresh.append(settled[theme.key])
    songs.save_matches(store, fresh)
    return settled, list(open_songs.values())


def _decision(
    theme: Theme, known: Match | None, linked: Match | None, twin: Match | None
) -> Match | None:
    """What settles a theme: a person's word, a link, what is sure, what is known; else None."""
    if known is not None and known.decided_by == _PERSON:
        return known
    if linked is not None:
        return known if known is not None and _is_same(known, linked) else linked
    if twin is not None and (known is None or not _is_sure(known)):
        return replace(twin, theme_key=theme.key)
    return known


def _still_good(kept: tuple[Match, datetime] | None) -> Match | None:
    """A decision made before; a miss older than a month is looked for again."""
    if kept is None:
        return None
    match, decided_at = kept
    if match.decided_by == _PERSON or match.state is not MatchState.NOT_FOUND:
        return match
    return match if decided_at > now() - MISSES_AGAIN else None


def _links(store: Store, themes: Sequence[Theme]) -> Mapping[str, Match]:
    """What a theme's own source links to, else what the local table does; by theme key."""
    found = {
        key: Match(key, MatchState.SURE, track, 1.0, "linked in the local table", _TABLE)
        for key, track in table_tracks(store, themes).items()
    }
    for theme in themes:
        if theme.track_uri is not None:
            track = Track(theme.track_uri)
            found[theme.key] = Match(
                theme.key, MatchState.SURE, track, 1.0, "linked by AnimeThemes", _LINK
            )
    return found


def _is_same(known: Match, linked: Match) -> bool:
    """Whether the link is what was decided before: then what is known of its track is kept."""
    return (
        known.decided_by == linked.decided_by
        and known.track is not None
        and linked.track is not None
        and known.track.uri == linked.track.uri
    )


def _is_sure(match: Match) -> bool:
    return match.state is MatchState.SURE
