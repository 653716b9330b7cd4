"""A Spotify in memory that can fail before or after it has carried a write out."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from server.domain import Track
from server.errors import AmbiguousWrite, SourceError
from server.sources.spotify import RemotePlaylist


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

    def create_playlist(self, name: str, description: str, public: bool = False) -> RemotePlaylist:
        made = RemotePlaylist(
            f"p{len(self.about)}", f"url{len(self.about)}", name, description, "me", "s", 0
        )

        def carry_out() -> None:
            self.about[made.id] = made
            self.playlists[made.id] = []

        self._write("create", carry_out)
        return made

    def my_playlists(self) -> list[RemotePlaylist]:
        self.calls["my_playlists"] += 1
        return list(self.about.values())

    def rows(self, playlist_id: str) -> list[Track | None]:
        self.calls["rows"] += 1
        if playlist_id not in self.playlists:
            raise SourceError("spotify", "spotify_not_found", "Gone.")
        return [None if uri is None else Track(uri) for uri in self.playlists[playlist_id]]

    def add(self, playlist_id: str, uris: Sequence[str], position: int | None = None) -> str:
        assert 0 < len(uris) <= 100
        self._write("add", lambda: self.playlists[playlist_id].extend(uris))
        return "s"

    def remove(self, playlist_id: str, uris: Sequence[str]) -> str:
        def carry_out() -> None:
            rows = self.playlists[playlist_id]
            self.playlists[playlist_id] = [uri for uri in rows if uri not in uris]

        self._write("remove", carry_out)
        return "s"

    def _write(self, kind: str, carry_out: object) -> None:
        assert callable(carry_out)
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
