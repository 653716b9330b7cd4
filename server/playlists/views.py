"""Playlists as the pages and the API tell them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from moods.circumplex import MOODS
from moods.reading import Reading
from server.domain import Anime, Match, MatchState, Theme, Track
from server.errors import NotFound
from server.playlists.corrections import LISTS, own_matches, song_id, sure_uri
from server.playlists.own_moods import Listened, listened
from server.playlists.travel import lasting, told_journey
from server.services import Services
from server.store import playlists, songs
from server.store.playlists import Playlist, marker


@dataclass(frozen=True)
class _Known:
    """All that is known of what a playlist's entries name."""

    themes: Mapping[str, Theme]
    matches: Mapping[str, Match]
    tracks: Mapping[str, Track]
    heard: Listened


def playlists_of(services: Services, user_id: int) -> list[dict[str, Any]]:
    """The user's playlists, the newest first.

    Each with id, name, spotify_url, kind, parent, about (which list, or which mood), moods (asked
    for), tracks (how many) and counts (tracks by mood, the user's own word on them first).
    """
    mine = [each for each in playlists.of_user(services.store, user_id) if each.spotify_url]
    held = playlists.track_uris(services.store, [each.id for each in mine])
    uris = {uri for some in held.values() for uri in some}
    known = listened(services.store, user_id, uris).readings
    return [
        _summary(each)
        | {
            "tracks": len(held[each.id]),
            "counts": _counts(known[uri] for uri in held[each.id] if uri in known),
        }
        for each in mine
    ]


def playlist_view(services: Services, user_id: int, playlist_id: str) -> dict[str, Any]:
    """A playlist with its songs, their matches and moods, and the songs it could not hold.

    A reading tells `own_mood`, what the user said of the song, or None; it counts at once. Where
    they said something, `heard` has what the models say of its place and moods, or None. What
    they said of its recording counts when the playlist is next brought up to date: until then a
    song that goes says so under `leaving`, one that comes is told in `unmatched` as sure, and
    `changes` counts both.

    Raises:
        NotFound: there is no such playlist, or it is somebody else's.
    """
    store = services.store
    playlist = playlists.get(store, user_id, playlist_id)
    if playlist is None:
        raise NotFound(
            "no_such_playlist",
            "There is no such playlist here.",
            "Your playlists are listed on the start page.",
        )
    entries = playlists.entries(store, playlist_id)
    keys = [entry.theme_key for entry in entries if entry.theme_key]
    uris = [entry.track_uri for entry in entries if entry.track_uri]
    heard = listened(store, user_id, uris)
    themes = songs.themes_by_key(store, keys)
    known = _Known(
        themes=themes,
        matches=own_matches(store, user_id, list(themes.values())),
        tracks=songs.tracks(store, uris),
        heard=heard,
    )
    told: dict[str, dict[str, Any]] = {}
    unmatched: list[dict[str, Any]] = []
    for entry in entries:
        theme = known.themes.get(entry.theme_key or "")
        if entry.track_uri is None:
            unmatched.append(_unmatched(theme, known.matches.get(entry.theme_key or "")))
        elif entry.track_uri in told:
            if theme is not None and theme.anime.title != told[entry.track_uri]["anime"]:
                told[entry.track_uri]["also_in"].append(theme.anime.title)
                told[entry.track_uri]["shows"].append(show_titles(theme.anime))
        else:
            told[entry.track_uri] = _track(entry.track_uri, theme, entry.theme_key, known)
            told[entry.track_uri]["leaving"] = (
                playlist.kind in LISTS
                and theme is not None
                and sure_uri(known.matches.get(theme.key)) != entry.track_uri
            )
    children = [
        each
        for each in playlists.of_user(store, user_id)
        if each.parent_id == playlist_id and each.spotify_url
    ]
    summary = _summary(playlist)
    if summary["journey"] is not None:
        lengths = [known.tracks[uri].duration_ms if uri in known.tracks else None for uri in told]
        summary["journey"] = lasting(summary["journey"], lengths)
    return summary | {
        "request": dict(playlist.request),
        "tracks": list(told.values()),
        "unmatched": unmatched,
        "children": [child.told() for child in children],
        "counts": _counts(heard.readings.values()),
        "changes": sum(track["leaving"] for track in told.values())
        + sum(song["state"] == MatchState.SURE.value for song in unmatched),
    }


def show_titles(show: Anime) -> dict[str, str | None]:
    """What a show is called: in romaji, in its own script and in English, as far as is known."""
    return {
        "title": show.title,
        "native_title": show.native_title,
        "english_title": show.english_title,
    }


def told_songs(services: Services, user_id: int, uris: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Tracks of the user's playlists, each as `playlist_view` tells it, by URI."""
    store = services.store
    by_match = songs.themes_of_tracks(store, uris)
    told = {}
    for uri in uris:
        on_lists = songs.themes_by_key(store, playlists.theme_keys(store, user_id, uri))
        themes = [on_lists[key] for key in sorted(on_lists)] or [
            by_match[each] for each in (uri,) if each in by_match
        ]
        known = _Known(
            themes=on_lists,
            matches=own_matches(store, user_id, themes),
            tracks=songs.tracks(store, [uri]),
            heard=listened(store, user_id, [uri]),
        )
        first = themes[0] if themes else None
        shows = {theme.anime.title: show_titles(theme.anime) for theme in themes}
        told[uri] = _track(uri, first, first.key if first else None, known) | {
            "also_in": list(shows)[1:],
            "shows": list(shows.values()),
        }
    return told


def _counts(read: Iterable[Reading]) -> dict[str, int]:
    carried = [reading.moods for reading in read]
    return {mood.value: sum(mood in moods for moods in carried) for mood in MOODS}


def _summary(playlist: Playlist) -> dict[str, Any]:
    return playlist.told() | {
        "kind": playlist.kind,
        "parent": playlist.parent_id,
        "about": playlist.description.removesuffix(marker(playlist.id)).strip(),
        "moods": playlist.request.get("moods", []),
        "journey": told_journey(playlist.request),
        "created_at": playlist.created_at.isoformat(),
    }


def _track(uri: str, theme: Theme | None, theme_key: str | None, known: _Known) -> dict[str, Any]:
    track = known.tracks.get(uri) or Track(uri)
    names = [artist.name for artist in theme.artists] if theme else []
    return {
        "title": (theme.title if theme else track.title) or "Unknown title",
        "native_title": theme.native_title if theme else None,
        "artists": names or list(track.artists),
        "anime": theme.anime.title if theme else None,
        "also_in": [],
        "shows": [show_titles(theme.anime)] if theme else [],
        "kind": theme.kind.value if theme else None,
        "sequence": theme.sequence if theme else None,
        "duration_ms": track.duration_ms,
        "song": song_id(theme) if theme else None,
        "spotify_uri": uri,
        "match": _match(known.matches.get(theme_key or ""), uri),
        "reading": _reading(uri, known),
    }


def _reading(uri: str, known: _Known) -> dict[str, Any] | None:
    reading = known.heard.readings.get(uri)
    if reading is None:
        return None
    own = known.heard.own.get(uri)
    if own is None:
        return reading.to_json() | {"own_mood": None}
    by_models = known.heard.by_models.get(uri)
    told = by_models and by_models.to_json()
    names = ("valence", "arousal", "moods", "unsure", "spread")
    heard = told and {name: told[name] for name in names if name in told}
    return reading.to_json() | {"own_mood": own.value, "heard": heard}


def _match(match: Match | None, uri: str) -> dict[str, Any]:
    if match is None or sure_uri(match) != uri:
        return {"state": MatchState.SURE.value, "confidence": 1.0, "reason": "on the playlist"}
    return {
        "state": match.state.value,
        "confidence": round(match.confidence, 3),
        "reason": match.reason,
    }


def _unmatched(theme: Theme | None, match: Match | None) -> dict[str, Any]:
    return {
        "anime": theme.anime.title if theme else None,
        "shows": [show_titles(theme.anime)] if theme else [],
        "title": theme.title if theme else "A song that is no longer listed",
        "native_title": theme.native_title if theme else None,
        "artists": [artist.name for artist in theme.artists] if theme else [],
        "kind": theme.kind.value if theme else None,
        "song": song_id(theme) if theme else None,
        "state": match.state.value if match else MatchState.NOT_FOUND.value,
        "reason": match.reason if match else "not looked for yet",
        "candidate": match.track.uri if match and match.track else None,
    }
