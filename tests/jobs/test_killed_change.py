"""A real worker that brings an earlier version back or undoes, killed at every write it makes."""

import signal
import time
from pathlib import Path

import pytest

from sandbox.running import Sandbox
from server.jobs import desk
from server.jobs.requests import ChangeRequest
from server.playlists.restore import last_write
from server.playlists.writer import Wish, sync
from server.store import playlists, syncs, versions
from tests.jobs.test_survival import worker_process
from tests.jobs.workshop import LONG, open_workshop

_ROWS = "/playlists/{id}/items"


@pytest.mark.parametrize("way", ["version", "undo"])
def test_a_worker_that_is_killed_at_each_write_of_going_back_is_finished_by_the_next(
    sandbox: Sandbox, tmp_path: Path, way: str
) -> None:
    with open_workshop(sandbox, tmp_path) as workshop:
        job = workshop.wait(workshop.ask(kinds=["OP"]))
        workshop.queue.stop()
        services, user_id = workshop.services, workshop.user_id
        playlist_id, first = job["result"]["playlist"]["id"], workshop.uris_of(job)
        playlist = playlists.get(services.store, user_id, playlist_id)
        assert playlist is not None
        (version,) = versions.of_playlist(services.store, playlist_id)
        other = f"spotify:track:{sandbox.world.decoys[0].id}"
        changed = [first[1], first[0], *first[3:], other]
        sync(services.store, services.spotify_for(user_id), playlist, Wish(changed))
        assert workshop.uris_of(job) == changed

        if way == "undo":
            write = last_write(services.store, playlist_id)
            assert write is not None
            request = ChangeRequest(playlist_id, undo=write.id)
        else:
            request = ChangeRequest(playlist_id, version=version.id)
        job_id = desk.submit(services, workshop.queue, user_id, request)
        for method in ("DELETE", "PUT", "POST"):
            sandbox.fault(service="spotify", method=method, template=_ROWS, latency=LONG)
            sandbox.forget_calls()
            with worker_process(sandbox, tmp_path) as process:
                deadline = time.monotonic() + 180
                while not sandbox.calls()[f"spotify {method} {_ROWS}"]:
                    assert time.monotonic() < deadline
                    time.sleep(0.01)
                process.send_signal(signal.SIGKILL)
                process.wait()
            sandbox.come_to_rest()  # what was in flight arrives
            rows = workshop.uris_of(job)
            assert len(set(rows)) == len(rows)
        with worker_process(sandbox, tmp_path):
            assert workshop.wait(job_id)["state"] == "done"
        assert workshop.uris_of(job) == first
        assert not syncs.standing(services.store, playlist_id).cut_off
        undone = {each.undoes for each in versions.of_playlist(services.store, playlist_id)}
        assert (way == "undo") == (undone != {None})
