"""The playlists that the sandbox's Spotify keeps, and who has them in their library."""

import base64
import hashlib
import threading
from dataclasses import dataclass, field

from sandbox import draws
from sandbox.clock import Clock
from sandbox.world import World, WorldTrack

_SEEDED_AT = "2026-03-14T09:26:53Z"


@dataclass(frozen=True)
class Row:
    """A row of a playlist; the URI may be of a local file, an episode, or a track now gone."""

    uri: str
    added_at: str
    added_by: str


@dataclass
class Playlist:
    """A playlist. `revision` counts its changes; each has its own snapshot id."""

    id: str
    owner: str
    name: str
    description: str = ""
    public: bool = True
    collaborative: bool = False
    rows: list[Row] = field(default_factory=list)
    revision: int = 1
    cover: bytes | None = None

    @property
    def uri(self) -> str:
        """`spotify:playlist:<id>`."""
        return f"spotify:playlist:{self.id}"

    @property
    def snapshot_id(self) -> str:
        """Opaque to clients; changes with every change."""
        return self.snapshot_of(self.revision)

    def snapshot_of(self, revision: int) -> str:
        """The snapshot id of an earlier state."""
        digest = hashlib.blake2b(f"{self.id},{revision}".encode(), digest_size=16).digest()
        return base64.b64encode(revision.to_bytes(4, "big") + digest).decode()

    def knows_snapshot(self, snapshot_id: str) -> bool:
        """Whether it is the id of this or an earlier state."""
        return any(self.snapshot_of(n) == snapshot_id for n in range(1, self.revision + 1))


class Playlists:
    """All playlists, and each account's library in the order in which it is shown."""

    def __init__(self, world: World, clock: Clock) -> None:
        self.lock = threading.RLock()
        self._world = world
        self._clock = clock
        self._made = 0
        self._by_id: dict[str, Playlist] = {}
        self._libraries: dict[str, list[str]] = {}
        self._saved: dict[str, set[str]] = {}
        self._fill()

    def get(self, playlist_id: str) -> Playlist | None:
        """The playlist of that id."""
        return self._by_id.get(playlist_id)

    def library(self, account: str) -> list[Playlist]:
        """What the account owns or follows, the newest first."""
        return [self._by_id[playlist_id] for playlist_id in self._libraries.get(account, [])]

    def create(
        self, owner: str, name: str, description: str, *, public: bool, collaborative: bool
    ) -> Playlist:
        """A new, empty playlist at the top of its owner's library."""
        with self.lock:
            self._made += 1
            playlist_id = draws.spotify_id(self._world.seed, "playlist", self._made)
            playlist = Playlist(playlist_id, owner, name, description, public, collaborative)
            self._by_id[playlist.id] = playlist
            self._libraries.setdefault(owner, []).insert(0, playlist.id)
            return playlist

    def row(self, uri: str, added_by: str) -> Row:
        """A row added now."""
        return Row(uri, self._clock.timestamp(), added_by)

    def save(self, account: str, uri: str) -> None:
        """Puts a thing into the account's library."""
        kind, _, name = uri.removeprefix("spotify:").partition(":")
        with self.lock:
            if kind != "playlist":
                self._saved.setdefault(account, set()).add(uri)
            elif name in self._by_id and name not in self._libraries.setdefault(account, []):
                self._libraries[account].insert(0, name)

    def unsave(self, account: str, uri: str) -> None:
        """Takes a thing out of the account's library; for a playlist that is deleting it."""
        with self.lock:
            self._saved.get(account, set()).discard(uri)
            name = uri.removeprefix("spotify:playlist:")
            if name in self._libraries.get(account, []):
                self._libraries[account].remove(name)

    def has_saved(self, account: str, uri: str) -> bool:
        """Whether a thing is in the account's library."""
        if uri.startswith("spotify:playlist:"):
            return uri.removeprefix("spotify:playlist:") in self._libraries.get(account, [])
        return uri in self._saved.get(account, set())

    def _fill(self) -> None:
        """The playlists that were there before anybody came."""
        own = [song.track for song in self._world.songs if song.track]
        songs = draws.shuffled(self._world.seed, "playlists", own, lambda track: track.id)
        gone = draws.spotify_id(self._world.seed, "gone")
        episode = draws.spotify_id(self._world.seed, "episode")
        others = [
            "spotify:local:Mika:Bedroom+Tapes:Rain+on+the+Roof:187",
            f"spotify:episode:{episode}",
            f"spotify:track:{gone}",
        ]
        self._seed("mika", "The long one", "Everything, more or less.", songs[24:], public=True)
        mixed = [*_uris(songs[40:43]), *others, *_uris(songs[43:45])]
        self._seed("mika", "Odds and ends", "A local file, an episode, a song that is gone.", mixed)
        self._seed("mika", "Songs on repeat", "What I listen to this month.", songs[:24])
        self._seed("aoi", "Morning walk", "For the way to school.", songs[6:18], public=True)
        rens = self._seed("ren", "Ren's gems", "Hands off.", songs[10:22], public=True)
        ours = self._seed("aoi", "For the club room", "Add yours.", songs[18:26], shared=True)
        for account, playlist in (("mika", rens), ("mika", ours)):
            self._libraries[account].append(playlist.id)

    def _seed(
        self,
        owner: str,
        name: str,
        description: str,
        rows: list[WorldTrack] | list[str],
        *,
        public: bool = False,
        shared: bool = False,
    ) -> Playlist:
        playlist = self.create(owner, name, description, public=public, collaborative=shared)
        playlist.rows = [Row(uri, _SEEDED_AT, owner) for uri in _uris(rows)]
        return playlist


def _uris(things: list[WorldTrack] | list[str]) -> list[str]:
    return [thing if isinstance(thing, str) else f"spotify:track:{thing.id}" for thing in things]
