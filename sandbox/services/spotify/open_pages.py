"""open.spotify.com: what a person sees of a playlist, a track, an artist, an album, a user."""

import hashlib
from dataclasses import dataclass

from flask import Blueprint, Response, abort, render_template

from sandbox.services.audio import clip_url
from sandbox.services.spotify.logins import Logins
from sandbox.services.spotify.playlists import Playlist
from sandbox.services.spotify.shapes import album_id, art_url, artist_id, item_json, year_of
from sandbox.state import here
from sandbox.world import WorldTrack

open_pages = Blueprint("open", __name__)


@dataclass(frozen=True)
class ShownRow:
    """A row for the eye; without a title it stands for a song that is gone."""

    title: str | None = None
    artists: str = ""
    album: str = ""
    milliseconds: int = 0
    art: str | None = None
    url: str | None = None
    clip: str | None = None

    @property
    def length(self) -> str:
        """Minutes and seconds."""
        return f"{self.milliseconds // 60_000}:{self.milliseconds // 1000 % 60:02d}"


@open_pages.get("/playlist/<id>")
def playlist_page(id: str) -> str:
    """A playlist; anyone with the link may look, also where it is not public."""
    playlist = here().playlists.get(id)
    if playlist is None:
        abort(404)
    with here().playlists.lock:
        uris = [row.uri for row in playlist.rows]
    rows = [_row(uri) for uri in uris]
    cover = f"/open/cover/{playlist.id}.jpg" if playlist.cover else f"/open/art/{playlist.id}.svg"
    return render_template(
        "playlist.html",
        playlist=playlist,
        owner=_owner(playlist),
        rows=rows,
        cover=cover,
        length=_span(sum(row.milliseconds for row in rows)),
    )


@open_pages.get("/track/<id>")
def track_page(id: str) -> str:
    """A track."""
    track = here().world.track(id)
    if track is None:
        abort(404)
    return render_template(
        "track.html", track=track, row=_row(f"spotify:track:{id}"), year=year_of(track)
    )


@open_pages.get("/<any(artist, album, user):kind>/<id>")
def collection_page(kind: str, id: str) -> str:
    """What there is of an artist, on an album, or public from a user."""
    if kind == "user":
        account = Logins.account(id)
        if account is None:
            abort(404)
        shown = [
            one for one in here().playlists.library(id) if one.public and one.owner == account.id
        ]
        return render_template("collection.html", title=account.display_name, playlists=shown)
    tracks = here().world.tracks
    if kind == "artist":
        found = [(name, t) for t in tracks for name in t.artists if artist_id(name) == id]
    else:
        found = [(t.album, t) for t in tracks if album_id(t) == id]
    if not found:
        abort(404)
    rows = [_row(f"spotify:track:{track.id}") for _, track in found]
    return render_template("collection.html", title=found[0][0], rows=rows, playlists=[])


@open_pages.get("/cover/<id>.jpg")
def cover(id: str) -> Response:
    """The cover that an app has uploaded."""
    playlist = here().playlists.get(id)
    if playlist is None or playlist.cover is None:
        abort(404)
    return Response(playlist.cover, mimetype="image/jpeg")


@open_pages.get("/art/<name>.svg")
def art(name: str) -> Response:
    """A picture for an album or a playlist: its id as colour and shape."""
    digest = hashlib.blake2b(name.encode(), digest_size=8).digest()
    hue, turn, size, x, y = digest[0] * 360 // 256, digest[1], 60 + digest[2] // 3, *digest[3:5]
    svg = render_template(
        "art.svg", hue=hue, other=(hue + 40 + turn % 90) % 360, turn=turn, size=size, x=x, y=y
    )
    return Response(svg, mimetype="image/svg+xml", headers={"Cache-Control": "max-age=86400"})


def _owner(playlist: Playlist) -> str:
    account = Logins.account(playlist.owner)
    return account.display_name if account else playlist.owner


def _row(uri: str) -> ShownRow:
    found = item_json(uri)
    if found is None:
        return ShownRow()
    artists, album = found.get("artists"), found.get("album")
    names = [str(one["name"]) for one in artists] if isinstance(artists, list) else ["Episode"]
    track = here().world.track(uri.rsplit(":", 1)[-1])
    return ShownRow(
        title=str(found["name"]),
        artists=", ".join(names),
        album=str(album["name"]) if isinstance(album, dict) else "",
        milliseconds=int(str(found["duration_ms"])),
        art=art_url(album_id(track)) if track else None,
        url=f"/open/track/{track.id}" if track else None,
        clip=_clip(track),
    )


def _clip(track: WorldTrack | None) -> str | None:
    song = here().world.song_of_track(track.id) if track else None
    if song is None or song.broken_audio:
        return None
    for service, has_clip in (
        ("animethemes", song.animethemes_audio),
        ("deezer", song.deezer),
        ("itunes", song.itunes),
    ):
        if has_clip:
            return clip_url(service, song.id)
    return None


def _span(milliseconds: int) -> str:
    minutes = round(milliseconds / 60_000)
    return f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min"
