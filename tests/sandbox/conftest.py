"""A sandbox on a port for these tests, whose clips are a few bytes in place of music."""

from collections.abc import Iterator

import pytest
import requests
from spotipy import Spotify
from spotipy.cache_handler import MemoryCacheHandler
from spotipy.oauth2 import SpotifyPKCE

from sandbox.jukebox import Score
from sandbox.running import Sandbox, running_sandbox

SCOPES = "playlist-modify-private playlist-modify-public playlist-read-private"


def spell_out(score: Score, extension: str, seconds: float) -> bytes:
    """A stand-in for the composer: what was asked for, in words, long enough to be cut."""
    return f"{score.seed} {extension} {seconds:g} ".encode() * 200


@pytest.fixture(scope="session")
def _running() -> Iterator[Sandbox]:
    with running_sandbox(renderer=spell_out) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(_running: Sandbox) -> Iterator[Sandbox]:
    """A sandbox as it is at its start."""
    _running.reset()
    yield _running
    _running.reset()


class Api:
    """Bare calls of the sandbox's Spotify Web API with an account's token."""

    def __init__(self, sandbox: Sandbox, account: str, scopes: str) -> None:
        self.base = f"{sandbox.url}/spotify/v1"
        token = sandbox.log_in(account, scopes.split())["access_token"]
        self.headers = {"Authorization": f"Bearer {token}"}

    def __call__(
        self, method: str, path: str, json: object = None, **query: object
    ) -> requests.Response:
        address = path if path.startswith("http") else self.base + path
        return requests.request(
            method, address, json=json, params=query or None, headers=self.headers, timeout=60
        )

    def new_playlist(self, *uris: str) -> str:
        """The id of a new private playlist with these rows."""
        made = self("POST", "/me/playlists", {"name": "A test", "public": False}).json()
        if uris:
            assert self("POST", f"/playlists/{made['id']}/items", list(uris)).status_code == 201
        return str(made["id"])


@pytest.fixture
def api(sandbox: Sandbox) -> Api:
    """Mika's calls, with the scopes of playlists."""
    return Api(sandbox, "mika", SCOPES)


@pytest.fixture
def login(sandbox: Sandbox) -> SpotifyPKCE:
    """spotipy's own PKCE login, pointed at the sandbox."""
    manager = SpotifyPKCE(
        client_id=sandbox.environment()["SPOTIFY_CLIENT_ID"],
        redirect_uri="http://127.0.0.1:8000/callback",
        scope=SCOPES,
        cache_handler=MemoryCacheHandler(),
        open_browser=False,
        requests_timeout=60,
    )
    manager.OAUTH_AUTHORIZE_URL = f"{sandbox.url}/accounts/authorize"
    manager.OAUTH_TOKEN_URL = f"{sandbox.url}/accounts/api/token"
    return manager


@pytest.fixture
def spotipy_client(sandbox: Sandbox, login: SpotifyPKCE) -> Spotify:
    """spotipy, logged in as Mika by way of the consent page."""
    back = sandbox.agree(login.get_authorize_url(state="s"))
    login.get_access_token(login.parse_response_code(back), check_cache=False)
    client = Spotify(auth_manager=login, requests_session=requests.Session())
    client.prefix = f"{sandbox.url}/spotify/v1/"
    return client
