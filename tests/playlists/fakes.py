"""A Spotify in memory that can fail before or after it has carried a write out."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from server.domain import Track
from server.errors import AmbiguousWrite, SourceError
from server.sources.spotify import RemotePlaylist
from tests.playlists.model import Remote


class Killed(BaseException):
    """The process is gone: nothing may catch this but the test."""


@dataclass
class FakeSpotify:
    """Playlists by id. `failures` names what happens at the n-th write (from 1).

    `lost`: never carried out, and the answer does not tell; `unheard`: carried out, and the
    answer does not tell; `killed before`, `killed after`: this process dies.
    """

    playlists: dict[str, list[str | None]] = field(default_factory=dict)
    about: dict[str, RemotePlaylist] = field(default_factory=dict)
    failures: dict[int, str] = field(default_factory=dict)
    calls: Counter[str] = field(default_factory=Counter)
    writes: int = 0
    unfollowed: set[str] = field(default_factory=set)

    def create_playlist(self, name: str, description: str, public: bool = False) -> RemotePlaylist:
        made = RemotePlaylist(
            f"p{len(self.about)}", f"url{len(self.about)}", name, description, "me", "", 0
        )

        def carry_out() -> None:
            self.about[made.id] = made
            self.playlists[made.id] = []

        self._write("create", carry_out)
        return self._now(made.id)

    def playlist(self, playlist_id: str) -> RemotePlaylist:
        self.calls["playlist"] += 1
        if playlist_id not in self.playlists:
            raise SourceError("spotify", "spotify_not_found", "Gone.")
        return self._now(playlist_id)

    def in_library(self, playlist_id: str) -> bool:
        self.calls["in_library"] += 1
        return playlist_id not in self.unfollowed

    def my_playlists(self) -> list[RemotePlaylist]:
        self.calls["my_playlists"] += 1
        return list(self.about.values())

    def rows(self, playlist_id: str) -> list[Track | None]:
        self.calls["rows"] += 1
        if playlist_id not in self.playlists:
            raise SourceError("spotify", "spotify_not_found", "Gone.")
        return [None if uri is None else Track(uri) for uri in self.playlists[playlist_id]]

    def add(self, playlist_id: str, uris: Sequence[str], position: int | None = None) -> str:
        remote = Remote(self.playlists[playlist_id])
        return self._change(playlist_id, "add", remote, lambda: remote.add(uris, position))

    def remove(self, playlist_id: str, uris: Sequence[str]) -> str:
        remote = Remote(self.playlists[playlist_id])
        return self._change(playlist_id, "remove", remote, lambda: remote.remove(uris))

    def move(
        self, playlist_id: str, start: int, before: int, length: int, snapshot_id: str = ""
    ) -> str:
        assert snapshot_id in {"", self._snapshot(playlist_id)}
        remote = Remote(self.playlists[playlist_id])
        return self._change(playlist_id, "move", remote, lambda: remote.move(start, before, length))

    def _change(
        self, playlist_id: str, kind: str, remote: Remote, change: Callable[[], None]
    ) -> str:
        def carry_out() -> None:
            change()
            self.playlists[playlist_id] = remote.rows

        self._write(kind, carry_out)
        return self._snapshot(playlist_id)

    def _now(self, playlist_id: str) -> RemotePlaylist:
        snapshot, total = self._snapshot(playlist_id), len(self.playlists[playlist_id])
        return replace(self.about[playlist_id], snapshot_id=snapshot, total=total)

    def _snapshot(self, playlist_id: str) -> str:
        return f"{playlist_id} {hash(tuple(self.playlists[playlist_id]))}"

    def _write(self, kind: str, carry_out: Callable[[], None]) -> None:
        self.calls[kind] += 1
        self.writes += 1
        failure = self.failures.get(self.writes, "")
        if failure == "killed before":
            raise Killed
        if failure != "lost":
            carry_out()
        if failure == "killed after":
            raise Killed
        if failure:
            raise AmbiguousWrite("spotify", "spotify_write_unknown", "Unknown.")
