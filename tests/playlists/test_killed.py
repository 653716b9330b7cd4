"""A real process that syncs against the sandbox, killed at every write it makes."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from sandbox.running import Sandbox, running_sandbox
from server.config import ROOT
from server.store import people, playlists, syncs
from server.store.engine import Store

_ROWS = "/playlists/{id}/items"
# Both syncs' writes in their order; the number tells which call of its kind within the sync.
_FIRST = (("POST", "/me/playlists", 0), ("POST", _ROWS, 0))
_SECOND = (("DELETE", _ROWS, 0), ("PUT", _ROWS, 0), ("PUT", _ROWS, 1), ("POST", _ROWS, 0))
_LONG = 600.0  # seconds for which a call is held up: until the faults are cleared


@dataclass
class _Scene:
    """A playlist, the sandbox that it is kept at, and a process that syncs it."""

    sandbox: Sandbox
    store: Store
    process: subprocess.Popen[str]
    task: dict[str, Any]

    def sync(self, wanted: list[str]) -> int:
        """Begin to; the id of the process that does."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(self.task | {"wanted": wanted}) + "\n")
        self.process.stdin.flush()
        return int(self.said())

    def said(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def sync_and_kill(self, wanted: list[str], call: tuple[str, str, int], moment: str) -> None:
        """Sync, and kill the process while that call is under way."""
        method, template, number = call
        what: dict[str, Any] = {"latency": _LONG}
        if moment == "before it is carried out":
            what["drop"] = "before"
        elif moment == "after it was carried out":
            what = {"trickle": _LONG}
        after = number if moment == "before it is carried out" else 0
        self.sandbox.fault(
            service="spotify", method=method, template=template, after=after, count=1, **what
        )
        self.sandbox.forget_calls()
        changes = self._changes()
        child = self.sync(wanted)
        if moment == "after it was carried out":
            _wait_for(lambda: self._changes() > changes)
        else:
            name = f"spotify {method} {template}"
            _wait_for(lambda: self.sandbox.calls()[name] > after)
        os.kill(child, signal.SIGKILL)
        assert self.said() == "ended"
        self.sandbox.come_to_rest()  # what was in flight arrives, or does not

    def rows(self) -> list[str]:
        """What is on the playlist; it has to be the only one of its name."""
        (made,) = self.made()
        return [row.uri for row in made.rows]

    def _changes(self) -> int:
        return sum(each.revision for each in self.made())

    def made(self) -> list[Any]:
        library = self.sandbox.state.playlists.library("mika")
        return [each for each in library if each.name == "Songs"]


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[_Scene]:
    database = f"sqlite:///{tmp_path / 'test.db'}"
    store = Store(database)
    store.migrate()
    user = people.find_or_create_user(store, "acc", "Mika")
    playlist = playlists.find_or_add(
        store, user, "list", "f", name="Songs", description="", request={}
    )
    with running_sandbox() as sandbox:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.playlists.syncer"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        task = {
            "database": database,
            "api_url": f"{sandbox.url}/spotify/v1",
            "token": sandbox.log_in("mika")["access_token"],
            "user": user,
            "playlist_id": playlist.id,
        }
        made = _Scene(sandbox, store, process, task)
        try:
            assert made.said() == "ready"
            yield made
        finally:
            process.kill()
            process.communicate()
            store.close()


@pytest.mark.parametrize(
    "moment", ["before it is carried out", "while it is carried out", "after it was carried out"]
)
def test_killed_at_each_write_the_next_run_goes_on_and_nothing_is_lost_or_doubled(
    scene: _Scene, moment: str
) -> None:
    tracks = [song.track for song in scene.sandbox.world.songs if song.track]
    uris = [f"spotify:track:{track.id}" for track in tracks[:9]]
    mine, last, first = uris[8], uris[5], uris[:6]
    for call in _FIRST:
        scene.sync_and_kill(first, call, moment)
    scene.sync(first)
    assert scene.said() == "ended"
    assert scene.rows() == first

    # The listener puts the last song first and one of theirs in between; then the source is
    # sorted anew, loses a song and gets another.
    (remote,) = scene.made()
    old = {row.uri: row for row in remote.rows}
    theirs = scene.sandbox.state.playlists.row(mine, "mika")
    remote.rows = [old[last], old[uris[0]], old[uris[1]], theirs, *(old[u] for u in uris[2:5])]
    remote.revision += 1
    second = [uris[3], uris[1], uris[6], uris[2], uris[0], last]
    for call in _SECOND:
        scene.sync_and_kill(second, call, moment)
        assert len(set(scene.rows())) == len(scene.rows())
        assert mine in scene.rows()
    scene.sync(second)
    assert scene.said() == "ended"
    rows = scene.rows()
    assert [uri for uri in rows if uri not in {mine, last}] == second[:-1]
    assert sorted(rows) == sorted([*second, mine])
    assert rows[0] == last
    assert not syncs.standing(scene.store, scene.task["playlist_id"]).cut_off

    scene.sandbox.forget_calls()
    scene.sync(second)
    assert scene.said() == "ended"
    assert set(scene.sandbox.calls()) == {
        "spotify GET /playlists/{id}",
        "spotify GET /me/library/contains",
    }


def _wait_for(holds: Callable[[], bool], seconds: float = 180) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)
