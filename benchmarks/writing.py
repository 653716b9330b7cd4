"""What writing a long playlist costs: calls, seconds and memory, over real HTTP to a sandbox."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from benchmarks.memory import peak_mib
from benchmarks.workbench import counted
from sandbox.records import WorldTrack
from sandbox.running import running_sandbox
from sandbox.world import World, load_world
from server.playlists.writer import Wish, sync
from server.sources.spotify import Spotify
from server.store import people, playlists
from server.store.calls import SpotifyLedger
from server.store.engine import Store

_ROWS = 10_000
_PLACES = 10
_A_SHOW = 10
_ACCOUNT = "mika"


@dataclass(frozen=True)
class _Task:
    """A playlist to be written by a process of its own."""

    database: str
    user_id: int
    api_url: str
    token: str
    wanted: Sequence[str]


def measure_writing() -> dict[str, Any]:
    """A playlist of 10,000 rows: made, run again, and again with 100 songs new and 100 gone.

    `peak_mib` is the most memory that the writing process ever held, `imported_mib` what it held
    before it wrote anything. The sandbox is another process.
    """
    tracks = [_track(number) for number in range(_ROWS + _PLACES * _A_SHOW)]
    uris = [f"spotify:track:{track.id}" for track in tracks]
    wishes = {
        "first_run": uris[:_ROWS],
        "second_run": uris[:_ROWS],
        "after_100_new_and_100_gone": _changed(uris),
    }
    with (
        running_sandbox(world=_holding(tracks)) as sandbox,
        tempfile.TemporaryDirectory() as folder,
        get_context("spawn").Pool(1) as process,
    ):
        database = f"sqlite:///{Path(folder) / 'bench.db'}"
        user = _prepared(database)
        token = sandbox.log_in(_ACCOUNT)["access_token"]
        figures: dict[str, Any] = {"rows": _ROWS, "imported_mib": process.apply(_held_mib)}
        for name, wanted in wishes.items():
            task = _Task(database, user, f"{sandbox.url}/spotify/v1", token, wanted)
            figures[name] = counted(sandbox, partial(process.apply, _write, (task,)))
        return figures | {"peak_mib": process.apply(_held_mib)}


def _held_mib() -> int:
    # A function of this module, so that the other process has imported it.
    return round(peak_mib())


def _prepared(database: str) -> int:
    """A database with one user in it; their id."""
    store = Store(database)
    try:
        store.migrate()
        return people.find_or_create_user(store, _ACCOUNT, _ACCOUNT)
    finally:
        store.close()


def _write(task: _Task) -> None:
    store = Store(task.database)
    try:
        spotify = Spotify(task.api_url, lambda: task.token, SpotifyLedger(store))
        playlist = playlists.find_or_add(
            store, task.user_id, "list", "long", name="Long", description="", request={}
        )
        sync(store, spotify, playlist, Wish(task.wanted))
    finally:
        store.close()


def _changed(uris: Sequence[str]) -> list[str]:
    """Ten shows new and ten gone, evenly over the list, as in one that is sorted by title."""
    was, new = list(uris[:_ROWS]), uris[_ROWS:]
    apart = _ROWS // _PLACES
    changed: list[str] = []
    for place in range(_PLACES):
        stretch = was[place * apart : (place + 1) * apart]
        changed += new[place * _A_SHOW : (place + 1) * _A_SHOW]
        changed += stretch[: apart // 2] + stretch[apart // 2 + _A_SHOW :]
    return changed


def _track(number: int) -> WorldTrack:
    return WorldTrack(
        id=f"{number:022d}",
        title=f"Song {number}",
        artists=("Somebody",),
        isrc=f"JPXX{number:08d}",
        duration_ms=200_000,
        album="Album",
        song_id=None,
    )


def _holding(tracks: Sequence[WorldTrack]) -> World:
    return replace(load_world(), decoys=tuple(tracks))
