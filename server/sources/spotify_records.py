"""Accounts, playlists and tracks as Spotify sends them, old shape and new."""

from collections.abc import Mapping
from dataclasses import dataclass

from server.domain import Track
from server.sources.shapes import integer, items, mapping, text


@dataclass(frozen=True)
class Account:
    """Who is logged in.

    Attributes:
        account: immutable identity (`account_id`; the user id where Spotify sends none).
        display_name: for people; the user id where they have set none.
        user_id: what `RemotePlaylist.owner` holds for their playlists.
    """

    account: str
    display_name: str
    user_id: str


@dataclass(frozen=True)
class RemotePlaylist:
    """A playlist as Spotify has it; `owner` is a user id, `total` counts its rows."""

    id: str
    url: str
    name: str
    description: str
    owner: str
    snapshot_id: str
    total: int


def track_of(entry: Mapping[str, object]) -> Track | None:
    """A track; None for an episode, a local file or nothing."""
    uri = text(entry.get("uri")) or ""
    if not uri.startswith("spotify:track:") or entry.get("is_local") is True:
        return None
    names = (text(artist.get("name")) for artist in items(entry.get("artists")))
    album = mapping(entry.get("album"))
    return Track(
        uri=uri,
        title=text(entry.get("name")),
        artists=tuple(name for name in names if name),
        isrc=text(mapping(entry.get("external_ids")).get("isrc")),
        duration_ms=integer(entry.get("duration_ms")),
        album=text(album.get("name")),
        album_kind=text(album.get("album_type")),
    )


def row_track(row: Mapping[str, object]) -> Track | None:
    """The track on a playlist's row, if it is one."""
    if row.get("is_local") is True:
        return None
    # Development mode says `item`, extended quota `track`; both may be there, one of them null.
    return track_of(mapping(row.get("item") or row.get("track")))


def playlist_of(entry: Mapping[str, object]) -> RemotePlaylist | None:
    """A playlist, whole or simplified; None where there is no id."""
    playlist_id = text(entry.get("id"))
    if not playlist_id:
        return None
    contents = mapping(entry.get("items") or entry.get("tracks"))
    link = text(mapping(entry.get("external_urls")).get("spotify"))
    return RemotePlaylist(
        id=playlist_id,
        url=link or f"https://open.spotify.com/playlist/{playlist_id}",
        name=text(entry.get("name")) or "",
        description=text(entry.get("description")) or "",
        owner=text(mapping(entry.get("owner")).get("id")) or "",
        snapshot_id=text(entry.get("snapshot_id")) or "",
        total=integer(contents.get("total")) or 0,
    )
