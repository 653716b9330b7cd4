"""A sandbox that runs on a port, in threads of this process, with a handle for its switches."""

import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import requests
from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from sandbox.app import create_sandbox
from sandbox.faults import Fault
from sandbox.jukebox import Jukebox, Render, render
from sandbox.services.myanimelist import CLIENT_ID as MAL_CLIENT_ID
from sandbox.services.spotify.logins import CLIENT_ID, SCOPES
from sandbox.state import SandboxState
from sandbox.world import World, load_world


def environment_of(url: str) -> dict[str, str]:
    """The settings that point MoodDex at a sandbox at this address."""
    return {
        "SPOTIFY_CLIENT_ID": CLIENT_ID,
        "MAL_CLIENT_ID": MAL_CLIENT_ID,
        "MOODDEX_SPOTIFY_API_URL": f"{url}/spotify/v1",
        "MOODDEX_SPOTIFY_ACCOUNTS_URL": f"{url}/accounts",
        "MOODDEX_SPOTIFY_OPEN_URL": f"{url}/open",
        "MOODDEX_MAL_URL": f"{url}/mal/v2",
        "MOODDEX_ANILIST_URL": f"{url}/anilist",
        "MOODDEX_ANIMETHEMES_URL": f"{url}/animethemes",
        "MOODDEX_DEEZER_URL": f"{url}/deezer",
        "MOODDEX_ITUNES_URL": f"{url}/itunes",
        "MOODDEX_RECCOBEATS_URL": f"{url}/reccobeats/v1",
    }


@dataclass(frozen=True)
class Sandbox:
    """A running sandbox. `url` has no final slash."""

    url: str
    state: SandboxState

    @property
    def world(self) -> World:
        """What its services know."""
        return self.state.world

    def environment(self) -> dict[str, str]:
        """The settings that point MoodDex at this sandbox."""
        return environment_of(self.url)

    def calls(self) -> Counter[str]:
        """How often each service was called, by `service METHOD /template`."""
        return self.state.calls.counts()

    def forget_calls(self) -> None:
        """Starts counting from nothing; playlists and logins stay."""
        self.state.calls.forget()

    def reset(self) -> None:
        """Back to how it was at the start."""
        self.state.reset()

    def fault(self, preset: str | None = None, **fields: Any) -> Fault:
        """Switches a fault on: a preset's name, fields of `Fault`, or both."""
        given = dict(fields) if preset is None else {"preset": preset, **fields}
        fault = Fault.from_json(given)
        self.state.faults.switch_on(fault)
        return fault

    def clear_faults(self) -> None:
        """Switches all faults off; calls that they held up go on."""
        self.state.faults.clear()

    def come_to_rest(self, seconds: float = 60.0) -> None:
        """Switches all faults off, and waits until every call that was sent has been carried out.

        Raises:
            TimeoutError: one takes longer.
        """
        self.clear_faults()
        if not self.state.calls.wait_for_rest(seconds):
            raise TimeoutError("a call is still under way")

    def advance(self, seconds: float) -> None:
        """Moves the sandbox's time forward: tokens expire, signed links die."""
        self.state.clock.advance(seconds)

    def log_in(
        self, account: str = "mika", scopes: Iterable[str] = tuple(SCOPES)
    ) -> dict[str, Any]:
        """Tokens for an account, as the token endpoint would answer, with no page in between."""
        found = self.state.logins.account(account)
        if found is None:
            raise ValueError(f"no such account: {account}")
        return self.state.logins.grant(found, frozenset(scopes))

    def agree(self, authorize_url: str, account: str = "mika", *, decision: str = "agree") -> str:
        """Plays the person at the consent page; the address that the browser is sent back to."""
        form: Mapping[str, str] = {
            **dict(parse_qsl(urlsplit(authorize_url).query)),
            "account": account,
            "decision": decision,
        }
        page = authorize_url.partition("?")[0]
        answer = requests.post(page, data=form, allow_redirects=False, timeout=60)
        return answer.headers["Location"]

    def playlist_uris(self, playlist_id: str) -> list[str]:
        """What is on a playlist, in order."""
        playlist = self.state.playlists.get(playlist_id)
        if playlist is None:
            raise ValueError(f"no such playlist: {playlist_id}")
        return [row.uri for row in playlist.rows]


class _Quiet(WSGIRequestHandler):
    """Serves without a line of log for each request."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing to say about a request that was answered."""


def make_sandbox(
    host: str, port: int, world: World, jukebox: Jukebox
) -> tuple[BaseWSGIServer, Sandbox]:
    """A server that is bound to its port (0: any free one) and not yet serving, and its handle."""
    # The address is needed to build the application, and known once the port is bound.
    server = make_server(host, port, Flask(__name__), threaded=True, request_handler=_Quiet)
    url = f"http://{host}:{server.server_port}"
    app = create_sandbox(world, url, jukebox)
    server.app = app
    return server, Sandbox(url, app.extensions["sandbox"])


@contextmanager
def running_sandbox(
    port: int = 0,
    seed: int = 1,
    *,
    world: World | None = None,
    cache_dir: Path | None = None,
    clip_seconds: float = 30.0,
    renderer: Render = render,
) -> Iterator[Sandbox]:
    """A sandbox for as long as the block runs.

    Args:
        port: 0 takes any free one.
        seed: of the world, unless one is given.
        cache_dir: where rendered clips are kept between runs.
        clip_seconds: length of a clip; shorter ones render faster.
        renderer: what makes the clips.
    """
    jukebox = Jukebox(cache_dir, clip_seconds, renderer)
    server, sandbox = make_sandbox("127.0.0.1", port, world or load_world(seed), jukebox)
    thread = threading.Thread(target=server.serve_forever, name="sandbox", daemon=True)
    thread.start()
    try:
        yield sandbox
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
