"""A process that syncs a playlist in a child of its own for each line it is given.

It has everything imported, so that a child is there at once and killing one costs little. A line
holds the arguments as JSON; the child's process id is printed when it starts, `ended` when the
child has ended, however it did.
"""

import json
import os
import sys

from server.playlists.writer import Wish, sync
from server.sources.spotify import Spotify
from server.store import playlists
from server.store.calls import SpotifyLedger
from server.store.engine import Store


def _sync(
    *, database: str, api_url: str, token: str, user: int, playlist_id: str, wanted: list[str]
) -> None:
    store = Store(database)
    spotify = Spotify(api_url, lambda: token, SpotifyLedger(store))
    playlist = playlists.get(store, user, playlist_id)
    assert playlist is not None
    sync(store, spotify, playlist, Wish(wanted))
    store.close()


def _serve() -> None:
    print("ready", flush=True)
    for line in sys.stdin:
        child = os.fork()
        if not child:
            _sync(**json.loads(line))
            os._exit(0)
        print(child, flush=True)
        os.waitpid(child, 0)
        print("ended", flush=True)


if __name__ == "__main__":
    _serve()
