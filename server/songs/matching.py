"""Tying themes to tracks: a direct link, a decision already made, else one search a song."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from server.domain import Artist, Candidate, Match, MatchState, Theme, Track
from server.errors import SourceError
from server.songs.identity import song_key
from server.songs.normalise import title_forms
from server.songs.scoring import decide, rank
from server.store import songs
from server.store.candidates import save_candidates
from server.store.engine import Store
from server.store.tables import now

MISSES_AGAIN = timedelta(days=30)
_FORBIDDEN = 403


class Search(Protocol):
    """The part of `server.sources.spotify.Spotify` that matching needs."""

    def search(self, query: str, limit: int = 10) -> list[Track]:
        """Tracks for a query, the best first."""
        ...


@dataclass(frozen=True)
class Matched:
    """What is known of every theme after matching, and how many searches it took."""

    matches: dict[str, Match]
    searches: int


def match_themes(
    store: Store,
    spotify: Search,
    themes: Sequence[Theme],
    on_step: Callable[[int], None],
    on_failure: Callable[[Theme, SourceError], None],
) -> Matched:
    """Tie every theme to a track, or to the word that there is none.

    Links and earlier decisions need no call. The same song in several shows is looked for once.
    Each decision is kept as soon as it is made. `on_step` hears how many themes are settled, and
    may raise to stop. A search that fails for this song alone is told to `on_failure` and leaves
    its themes without a match; QuotaStop, LoginNeeded, a search that is forbidden altogether and
    an unreachable Spotify go through.
    """
    settled, open_songs = _without_search(store, themes)
    on_step(len(settled))
    searches = 0
    for same_song in open_songs:
        try:
            found = search_for(spotify, same_song[0])
        except SourceError as error:
            if error.code != "spotify_refused" or error.http_status == _FORBIDDEN:
                raise
            on_failure(same_song[0], error)
            on_step(len(same_song))
            continue
        searches += found.calls
        decided = [replace(found.match, theme_key=theme.key) for theme in same_song]
        save_candidates(store, [theme.key for theme in same_song], found.candidates)
        songs.save_matches(store, decided)
        settled |= {match.theme_key: match for match in decided}
        on_step(len(same_song))
    return Matched(settled, searches)


@dataclass(frozen=True)
class Found:
    """What a search for a song came to: the decision, all that was in question, the calls."""

    match: Match
    candidates: tuple[Candidate, ...]
    calls: int


def search_for(spotify: Search, theme: Theme) -> Found:
    """Look for a theme's song: one call, and a second only where the first says too little."""
    queries = queries_for(theme)
    found: list[Track] = []
    for number, query in enumerate(queries, start=1):
        found += spotify.search(query)
        candidates = rank(theme, found)
        match = decide(theme, candidates)
        # Where the artist turned up without the song, another spelling will not bring it up.
        artist_seen = any(each.same_artist for each in candidates)
        if match.state is not MatchState.NOT_FOUND or artist_seen or number == len(queries):
            return Found(match, tuple(candidates), number)
    raise AssertionError("there is always a query")


def queries_for(theme: Theme) -> list[str]:
    """Search texts, the best first: title and first artist; then what stands in another script.

    That is the native title by itself, or, where the title has but one form, the title with the
    artist's native name.
    """
    title = _bare(theme.title)
    first = theme.artists[0] if theme.artists else Artist("")
    queries = [f"{title} {_bare(first.name)}"]
    if theme.native_title and title_forms(theme.native_title) != title_forms(theme.title):
        queries.append(theme.native_title)
    elif native := next((name for name in first.aliases if not name.isascii()), None):
        queries.append(f"{title} {_bare(native)}")
    plain = (" ".join(query.replace('"', " ").replace(":", " ").split()) for query in queries)
    return list(dict.fromkeys(query[:100] for query in plain if query)) or [theme.title[:100]]


def _bare(text: str) -> str:
    """A title or a name without its guests and brackets, which few stores spell alike."""
    without_brackets = text.split(" (", maxsplit=1)[0].strip() or text
    return without_brackets.split(" feat. ", maxsplit=1)[0]


def _without_search(
    store: Store, themes: Sequence[Theme]
) -> tuple[dict[str, Match], list[list[Theme]]]:
    """The themes that are settled without a call, and the others by song."""
    kept = songs.matches(store, [theme.key for theme in themes])
    keys = {theme.key: song_key(theme) for theme in themes}
    elsewhere = songs.matches_of_songs(store, keys.values())
    settled: dict[str, Match] = {}
    fresh: list[Match] = []
    open_songs: dict[str, list[Theme]] = {}
    for theme in themes:
        known = _still_good(kept.get(theme.key))
        linked = _linked(theme)
        twin = elsewhere.get(keys[theme.key])
        decision = _decision(theme, known, linked, twin)
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
    if known is not None and known.decided_by == "person":
        return known
    if linked is not None:
        return known if known is not None and known.decided_by == "link" else linked
    if twin is not None and (known is None or not _is_sure(known)):
        return replace(twin, theme_key=theme.key)
    return known


def _still_good(kept: tuple[Match, datetime] | None) -> Match | None:
    """A decision made before; a miss older than a month is looked for again."""
    if kept is None:
        return None
    match, decided_at = kept
    if match.decided_by == "person" or match.state is not MatchState.NOT_FOUND:
        return match
    return match if decided_at > now() - MISSES_AGAIN else None


def _linked(theme: Theme) -> Match | None:
    if theme.track_uri is None:
        return None
    track = Track(theme.track_uri)
    return Match(theme.key, MatchState.SURE, track, 1.0, "linked by AnimeThemes", "link")


def _is_sure(match: Match) -> bool:
    return match.state is MatchState.SURE
