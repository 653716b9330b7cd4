"""What a person may want to look at: songs whose recording is not sure, and what they said."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from server.domain import Candidate, ClipLink, Match, MatchState, Theme, Track
from server.jobs.desk import no_playlist
from server.playlists.corrections import (
    LISTS,
    no_song,
    own_matches,
    song_id,
    songs_of,
    sure_uri,
    themes_of,
)
from server.playlists.views import show_titles
from server.services import Services
from server.songs.identity import song_key
from server.songs.verdicts import Verdict, VerdictKind, Words
from server.store import playlists, songs, verdicts
from server.store.candidates import candidates_of
from server.store.playlists import Playlist

PAGE = 50
OPEN, DECIDED = "open", "decided"

_ORDER = {MatchState.REVIEW: 0, MatchState.NOT_FOUND: 1, MatchState.SURE: 2}
_GROUPS = (MatchState.REVIEW, MatchState.NOT_FOUND)
_LIKELY = ((0.85, "almost surely it"), (0.6, "probably it"), (0.25, "perhaps it"))


@dataclass(frozen=True)
class _Song:
    """A song, its themes in several shows, and where it stands."""

    id: str
    themes: Sequence[Theme]
    match: Match
    word: Verdict | None
    nevers: Sequence[str]

    @property
    def is_open(self) -> bool:
        return self.word is None and self.match.state is not MatchState.SURE

    @property
    def is_decided(self) -> bool:
        return self.word is not None or bool(self.nevers)


def review(
    services: Services,
    user_id: int,
    *,
    playlist_id: str | None = None,
    show: str = OPEN,
    page: int = 1,
    keep: str | None = None,
) -> dict[str, Any]:
    """The songs of a user's lists that want a look, 50 a page.

    Args:
        playlist_id: only this playlist's songs.
        show: `open` for what is to review and what was not found, in that order; `decided` for
            the songs that the person has said something of.
        page: from 1; one beyond the last is the last.
        keep: the id of a song to show in its place though it has just been decided.

    Raises:
        NotFound: the playlist is not the user's.
    """
    store = services.store
    chosen = _lists(services, user_id, playlist_id)
    entries = {each.id: playlists.entries(store, each.id) for each in chosen}
    keys = [entry.theme_key for some in entries.values() for entry in some if entry.theme_key]
    known = songs.themes_by_key(store, set(keys))
    themes = {key: known[key] for key in keys if key in known}
    shared = {key: match for key, (match, _) in songs.matches(store, themes).items()}
    own = own_matches(store, user_id, list(themes.values()), shared)
    found = _songs(services, user_id, list(themes.values()), own)
    is_open = [each for each in found if each.is_open]
    decided = [each for each in found if each.is_decided]
    listed = decided if show == DECIDED else [e for e in found if e.is_open or e.id == keep]
    if show != DECIDED:
        listed.sort(key=lambda each: _place(each, shared))
    pages = max(1, ceil(len(listed) / PAGE))
    page = min(max(page, 1), pages)
    shown = listed[(page - 1) * PAGE : page * PAGE]
    return {
        "show": DECIDED if show == DECIDED else OPEN,
        "page": page,
        "pages": pages,
        "counts": {
            "review": sum(each.match.state is MatchState.REVIEW for each in is_open),
            "not_found": sum(each.match.state is MatchState.NOT_FOUND for each in is_open),
            "decided": len(decided),
        },
        "songs": _told(services, user_id, shown, shared),
        "behind": [
            {"id": each.id, "name": each.name, "changes": changes}
            for each in chosen
            if (changes := _changes(entries[each.id], themes, own))
        ],
    }


def song_review(services: Services, user_id: int, song: str) -> dict[str, Any]:
    """One song as the review tells it, whatever was decided. Raises NotFound."""
    themes = songs_of(themes_of(services.store, user_id).values()).get(song)
    if not themes:
        raise no_song()
    known = songs.matches(services.store, [theme.key for theme in themes])
    shared = {key: match for key, (match, _) in known.items()}
    own = own_matches(services.store, user_id, themes, shared)
    return _told(services, user_id, _songs(services, user_id, themes, own), shared)[0]


def unmatched(services: Services, user_id: int, playlist_id: str) -> list[tuple[Theme, Match]]:
    """The themes of a playlist that it cannot hold, in its order. Raises NotFound."""
    store = services.store
    for each in _lists(services, user_id, playlist_id):
        entries = playlists.entries(store, each.id)
        known = songs.themes_by_key(
            store, {entry.theme_key for entry in entries if entry.theme_key}
        )
        own = own_matches(store, user_id, list(known.values()))
        themes = [known[entry.theme_key] for entry in entries if entry.theme_key in known]
        return [
            (theme, own.get(theme.key, _not_looked_for(theme)))
            for theme in themes
            if sure_uri(own.get(theme.key)) is None
        ]
    return []


def _lists(services: Services, user_id: int, playlist_id: str | None) -> list[Playlist]:
    if playlist_id is None:
        mine = playlists.of_user(services.store, user_id)
    else:
        playlist = playlists.get(services.store, user_id, playlist_id)
        if playlist is None:
            raise no_playlist()
        mine = [playlist]
    return [each for each in mine if each.kind in LISTS]


def _songs(
    services: Services, user_id: int, themes: Sequence[Theme], own: Mapping[str, Match]
) -> list[_Song]:
    said = verdicts.verdicts_of(services.store, user_id)
    settled = Words.of(said).settled
    nevers: dict[str, list[str]] = {}
    for each in said:
        if each.kind is VerdictKind.NEVER and each.track_uri:
            nevers.setdefault(each.song_key, []).append(each.track_uri)
    found = []
    for name, same in songs_of(themes).items():
        match = min(
            (own.get(theme.key, _not_looked_for(theme)) for theme in same),
            key=lambda each: _ORDER[each.state],
        )
        key = song_key(same[0])
        found.append(_Song(name, same, match, settled.get(key), nevers.get(key, ())))
    return found


def _place(song: _Song, shared: Mapping[str, Match]) -> int:
    """To review before not found; a song that was just decided stays where it stood."""
    if song.is_open:
        return _GROUPS.index(song.match.state)
    states = [shared[theme.key].state for theme in song.themes if theme.key in shared]
    return int(MatchState.REVIEW not in states and MatchState.SURE not in states)


def _changes(
    entries: Collection[playlists.Entry], themes: Mapping[str, Theme], own: Mapping[str, Match]
) -> int:
    """The songs of a playlist that are not yet there as they should be."""
    there = [(entry.theme_key, entry.track_uri) for entry in entries if entry.theme_key]
    return len(
        {
            song_id(themes[key])
            for key, uri in there
            if key in themes and sure_uri(own.get(key)) != uri
        }
    )


def _told(
    services: Services, user_id: int, shown: Sequence[_Song], shared: Mapping[str, Match]
) -> list[dict[str, Any]]:
    keys = [theme.key for song in shown for theme in song.themes]
    pool = candidates_of(services.store, keys)
    banned = Words.of(verdicts.verdicts_of(services.store, user_id)).banned
    named = songs.tracks(services.store, {uri for song in shown for uri in song.nevers})
    return [
        _song(services, song, _in_question(song, pool, shared, named), banned)
        | {"group": _GROUPS[_place(song, shared)].value}
        for song in shown
    ]


def _in_question(
    song: _Song,
    pool: Mapping[str, Sequence[Candidate]],
    shared: Mapping[str, Match],
    named: Mapping[str, Track],
) -> list[Candidate]:
    """Every track that was ever in question for a song, the likeliest first."""
    found: dict[str, Candidate] = {}
    for theme in song.themes:
        known = shared.get(theme.key)
        for each in (*pool.get(theme.key, ()), *_of_match(known), *_of_match(song.match)):
            found.setdefault(each.track.uri, each)
    for uri in song.nevers:
        found.setdefault(uri, Candidate(named.get(uri, Track(uri)), 0.0, "", same_artist=False))
    return sorted(found.values(), key=lambda each: -each.confidence)


def _song(
    services: Services, song: _Song, in_question: Sequence[Candidate], banned: Collection[str]
) -> dict[str, Any]:
    first, match = song.themes[0], song.match
    chosen = None if song.word is None else song.word.track_uri
    return {
        "id": song.id,
        "title": first.title,
        "native_title": first.native_title,
        "artists": [artist.name for artist in first.artists],
        "shows": [
            {
                **show_titles(each.anime),
                "anime": each.anime.title,
                "kind": each.kind.value,
                "sequence": each.sequence,
            }
            for each in song.themes
        ],
        "original": _original(services, song.themes),
        "verdict": None if song.word is None else song.word.kind.value,
        "match": {
            "state": match.state.value,
            "confidence": round(match.confidence, 3),
            "reason": match.reason,
            "decided_by": match.decided_by,
            "spotify_uri": match.track.uri if match.track else None,
        },
        "candidates": [
            _candidate(services, each, chosen=chosen, banned=banned) for each in in_question
        ],
    }


def _candidate(
    services: Services, candidate: Candidate, *, chosen: str | None, banned: Collection[str]
) -> dict[str, Any]:
    track = candidate.track
    likely = (words for least, words in _LIKELY if candidate.confidence >= least)
    return {
        "spotify_uri": track.uri,
        "url": f"{services.settings.urls.spotify_open}/track/{track.spotify_id}",
        "title": track.title,
        "artists": list(track.artists),
        "album": track.album,
        "duration_ms": track.duration_ms,
        "confidence": round(candidate.confidence, 3),
        "likely": next(likely, "unlikely"),
        "reason": candidate.reason,
        "is_chosen": track.uri == chosen,
        "is_never": track.uri in banned,
    }


def _of_match(match: Match | None) -> list[Candidate]:
    if match is None or match.track is None:
        return []
    return [Candidate(match.track, match.confidence, match.reason, same_artist=True)]


def _original(services: Services, themes: Sequence[Theme]) -> str | None:
    """Where the song can be heard as it is in the show; only at a place of AnimeThemes' own."""
    for url in (url for theme in themes for url in theme.audio_urls):
        if services.fetcher.allows(ClipLink("animethemes", url)):
            return url
    return None


def _not_looked_for(theme: Theme) -> Match:
    return Match(theme.key, MatchState.NOT_FOUND, None, 0.0, "not looked for yet", "search")
