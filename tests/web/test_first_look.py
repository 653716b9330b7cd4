"""What a playlist would hold, told before it is made; Spotify is asked nothing."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient

from sandbox.running import Sandbox, running_sandbox
from server.jobs.requests import fingerprint, parse_playlist_request
from server.sources.spotify_login import Tokens
from server.store import people, playlists
from tests.web.site import Site

_FORM = {"source": "anilist", "username": "aoi", "statuses": "completed", "kinds": "OP"}
_BODY = {"source": "anilist", "username": "aoi", "statuses": ["completed"], "kinds": ["OP"]}


@dataclass
class _Scene:
    site: Site
    sandbox: Sandbox
    client: FlaskClient

    def spotify_calls(self) -> int:
        return sum(n for call, n in self.sandbox.calls().items() if call.startswith("spotify "))


@pytest.fixture
def scene(build_site: Callable[..., Site]) -> Iterator[_Scene]:
    with running_sandbox() as sandbox:
        site = build_site(**sandbox.environment())
        client, user = site.member(), site.user()
        grant = sandbox.log_in("mika")
        until = time.time() + grant["expires_in"]
        tokens = Tokens(grant["access_token"], grant["refresh_token"], until, grant["scope"])
        services = site.services
        people.save_tokens(services.store, services.vault, user, tokens, new_login=True)
        yield _Scene(site, sandbox, client)


def test_the_songs_are_named_and_nothing_is_written(scene: _Scene) -> None:
    told = scene.client.post("/api/playlists/look", json=_BODY)

    assert told.status_code == 200
    assert told.json["adds"]
    assert all(song["title"] for song in told.json["adds"])
    assert told.json["playlist"] is None
    assert told.json["note"] is None
    assert scene.spotify_calls() == 0
    assert playlists.of_user(scene.site.services.store, scene.site.user()) == []


def test_the_page_names_them_and_hands_the_same_form_on(scene: _Scene) -> None:
    page = scene.client.post("/start/look", data=_FORM)

    assert page.status_code == 200
    assert "Before it is made" in page.text
    for name, value in _FORM.items():
        assert f'name="{name}" value="{value}"' in page.text


def test_what_is_wrong_with_the_form_is_told_on_the_form(scene: _Scene) -> None:
    page = scene.client.post("/start/look", data=_FORM | {"username": ""})

    assert page.status_code == 422
    assert 'role="alert"' in page.text


def test_a_list_that_holds_nothing_says_so(scene: _Scene) -> None:
    told = scene.client.post(
        "/api/playlists/look",
        json=_BODY | {"username": "newcomer"},
    )

    assert told.json["adds"] == []
    assert told.json["note"]["code"] == "list_empty"


def test_a_playlist_that_is_there_shows_its_changes_instead(scene: _Scene) -> None:
    store = scene.site.services.store
    made = playlists.find_or_add(
        store,
        scene.site.user(),
        "list",
        fingerprint(parse_playlist_request(_BODY)),
        name="Songs",
        description="",
        request=_BODY,
    )
    playlists.record_remote(store, made.id, "p" * 22, None)

    page = scene.client.post("/start/look", data=_FORM)

    assert page.status_code == 303
    assert page.location == f"/playlists/{made.id}/changes"


def test_a_spotify_playlist_is_only_read_so_there_is_nothing_to_look_at(scene: _Scene) -> None:
    told = scene.client.post(
        "/api/playlists/look",
        json={"source": "spotify", "playlist": "p" * 22},
    )

    assert told.status_code == 400
    assert told.json["error"]["code"] == "bad_look"
