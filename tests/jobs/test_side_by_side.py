"""Two jobs that write to one playlist at the same time do not get in each other's way."""

from server.jobs import desk
from server.jobs.requests import ChangeRequest
from server.playlists.writer import Wish, sync
from server.store import playlists
from tests.jobs.workshop import Workshop


def test_an_update_and_a_change_at_once_add_no_song_twice(workshop: Workshop) -> None:
    services, user_id = workshop.services, workshop.user_id
    made = workshop.wait(workshop.ask(kinds=["OP"]))
    playlist_id, first = made["result"]["playlist"]["id"], workshop.uris_of(made)
    playlist = playlists.get(services.store, user_id, playlist_id)
    assert playlist is not None
    sync(services.store, services.spotify_for(user_id), playlist, Wish(first[:2]))
    workshop.sandbox.fault(
        service="spotify", method="POST", template="/playlists/{id}/items", latency=2.0
    )
    change = ChangeRequest(playlist_id, order=True)
    jobs = [
        workshop.ask(kinds=["OP"]),
        desk.submit(services, workshop.queue, user_id, change),
    ]
    assert [workshop.wait(job)["state"] for job in jobs] == ["done", "done"]
    assert workshop.uris_of(made) == first
