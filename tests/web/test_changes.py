"""The page and the API of a playlist's changes, without scripts, against the sandbox's Spotify."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient

from sandbox.running import Sandbox, running_sandbox
from server.playlists.writer import Wish, sync
from server.sources.spotify_login import Tokens
from server.store import people, playlists
from server.store.playlists import Entry
from tests.web.schema import faults
from tests.web.site import Site


@dataclass
class _Scene:
    site: Site
    sandbox: Sandbox
    client: FlaskClient
    playlist_id: str
    uris: list[str]

    def remote(self) -> list[str]:
        """What Spotify holds."""
        stored = playlists.get(self.site.services.store, self.site.user(), self.playlist_id)
        assert stored is not None
        assert stored.spotify_id is not None
        return self.sandbox.playlist_uris(stored.spotify_id)

    def at(self, what: str) -> str:
        return f"/playlists/{self.playlist_id}/{what}"

    def writes(self) -> int:
        """Calls that change something, so far."""
        calls = self.sandbox.calls().items()
        return sum(n for call, n in calls if call.startswith("spotify ") and " GET " not in call)


@pytest.fixture
def scene(build_site: Callable[..., Site]) -> Iterator[_Scene]:
    with running_sandbox() as sandbox:
        site = build_site(**sandbox.environment())
        client, user = site.member(), site.user()
        grant = sandbox.log_in("mika")
        services = site.services
        until = time.time() + grant["expires_in"]
        tokens = Tokens(grant["access_token"], grant["refresh_token"], until, grant["scope"])
        people.save_tokens(services.store, services.vault, user, tokens, new_login=True)
        tracks = [song.track for song in sandbox.world.songs if song.track]
        uris = [f"spotify:track:{track.id}" for track in tracks[:5]]
        playlist = playlists.find_or_add(
            services.store,
            user,
            "list",
            "f",
            name="Songs",
            description="All.",
            request={"source": "anilist", "username": "mika"},
        )
        entries = [Entry(None, uri) for uri in uris]
        playlists.set_entries(services.store, playlist.id, entries[:4])
        sync(services.store, services.spotify_for(user), playlist, Wish(uris[:4]))
        playlists.set_entries(services.store, playlist.id, entries[1:])
        sandbox.fault(service="anilist", status=403)  # so that it goes by what is stored
        yield _Scene(site, sandbox, client, playlist.id, uris)


def test_the_page_tells_what_would_be_written_and_writes_nothing(scene: _Scene) -> None:
    before = scene.writes()
    page = scene.client.get(scene.at("changes"))
    assert page.status_code == 200
    assert "+1 −1 ↕0" in page.text
    assert "What follows goes by the songs of the last update." in page.text
    assert "A song not met here yet" in page.text
    assert f'action="{scene.at("update")}"' in page.text
    assert scene.writes() == before


def test_going_back_is_shown_first_and_handed_in_as_a_job(scene: _Scene) -> None:
    services, user = scene.site.services, scene.site.user()
    playlist = playlists.get(services.store, user, scene.playlist_id)
    assert playlist is not None
    sync(services.store, services.spotify_for(user), playlist, Wish(scene.uris[1:]))
    page = scene.client.get(scene.at("changes")).text
    assert "Undo the last update" in page
    listed = scene.client.get(f"/api{scene.at('versions')}").json["versions"]
    assert [(each["cause"], each["songs"]) for each in listed] == [("sync", 4), ("sync", 4)]
    first = listed[-1]["id"]
    shown = scene.client.get(scene.at(f"changes?version={first}")).text
    assert "+1 −1 ↕0" in shown
    assert f'name="version" value="{first}"' in shown
    assert scene.client.get(scene.at(f"versions/{first}")).status_code == 200
    answer = scene.client.post(scene.at("changes"), data={"version": first})
    assert answer.status_code == 303
    assert scene.site.queue.jobs == [answer.headers["Location"].rpartition("/")[2]]
    undone = scene.client.post(f"/api{scene.at('changes')}", json={"undo": True})
    assert undone.status_code == 202
    assert scene.site.queue.jobs[1:] == [undone.json["job"]["id"]]
    shown = scene.client.get(scene.at("changes?undo=1")).text
    assert "+1 −1 ↕0" in shown
    assert 'name="undo" value="1"' in shown
    by_form = scene.client.post(scene.at("changes"), data={"undo": "1"})
    assert by_form.headers["Location"].endswith(scene.site.queue.jobs[1])
    assert scene.remote() == scene.uris[1:]


def test_the_api_answers_as_it_is_described(scene: _Scene) -> None:
    document = scene.client.get("/api/openapi.json").json
    base = f"/api{scene.at('')}"
    version = scene.client.get(f"{base}versions").json["versions"][0]["id"]
    for answer, schema in (
        (scene.client.post(f"{base}preview", json={}), "Changes"),
        (scene.client.post(f"{base}preview", json={"order": True}), "Changes"),
        (scene.client.get(f"{base}versions"), "Versions"),
        (scene.client.get(f"{base}versions/{version}"), "Version"),
        (scene.client.post(f"{base}settings", json={"name": "Mine"}), "Settings"),
    ):
        assert answer.status_code == 200
        assert faults(answer.json, {"$ref": f"#/components/schemas/{schema}"}, document) == []
    for what, body in (
        ("changes", {}),
        ("changes", {"version": "x"}),
        ("preview", {"version": "x"}),
        ("settings", {"name": ""}),
    ):
        assert scene.client.post(f"{base}{what}", json=body).status_code == 400
    assert scene.client.get(f"{base}versions/999").status_code == 404
    for what in ("preview", "changes"):
        assert scene.client.post(f"{base}{what}", json={"version": 999}).status_code == 404
    assert scene.client.post(f"{base}changes", json={"undo": True}).status_code == 404
    assert scene.site.queue.jobs == []


def test_name_and_visibility_can_be_set_by_the_form(scene: _Scene) -> None:
    form = {"name": "Mornings", "description": "Mine.", "public": "1", "follows": "1"}
    assert scene.client.post(scene.at("settings"), data=form).status_code == 303
    page = scene.client.get(scene.at("changes")).text
    assert 'value="Mornings"' in page
    wrong = scene.client.post(scene.at("settings"), data=form | {"name": " "})
    assert wrong.status_code == 422
    assert "A name has 1 to 100 characters." in wrong.text


def test_a_spotify_that_stands_in_the_way_is_told_on_the_page(scene: _Scene) -> None:
    scene.sandbox.fault("quota_exceeded")
    page = scene.client.get(scene.at("changes"))
    assert page.status_code == 200
    assert "allowance" in page.text
    assert "Name and visibility" in page.text


def test_after_disconnecting_versions_stay_readable_and_only_changes_ask_to_log_in(
    scene: _Scene,
) -> None:
    scene.client.post("/account/disconnect", data={"sure": "yes"})
    page = scene.client.get(scene.at("changes"))
    assert page.status_code == 200
    assert "Your Spotify login has ended." in page.text
    assert f"/login?next={scene.at('changes')}" in page.text
    version = scene.client.get(f"/api{scene.at('versions')}").json["versions"][0]["id"]
    assert f'href="{scene.at(f"versions/{version}")}"' in page.text
    assert scene.client.get(scene.at(f"versions/{version}")).status_code == 200
    shown = scene.client.get(scene.at(f"changes?version={version}"))
    assert shown.status_code == 200
    assert f"changes?version%3D{version}" in shown.text
    acted = scene.client.post(scene.at("changes"), data={"version": version})
    assert acted.status_code == 303
    assert "why=spotify_login_expired" in acted.headers["Location"]


def test_nobody_sees_or_changes_what_is_somebody_elses(scene: _Scene) -> None:
    other = scene.site.member("aoi")
    for what in ("changes", "versions/1"):
        assert other.get(scene.at(what)).status_code == 404
    for what in ("changes", "settings"):
        assert other.post(scene.at(what), data={"order": "1", "name": "x"}).status_code == 404
    for what in ("preview", "changes", "settings"):
        answer = other.post(f"/api{scene.at(what)}", json={"order": True})
        assert answer.status_code == 404
    assert other.get(f"/api{scene.at('versions')}").status_code == 404


@pytest.mark.parametrize("version", [0, 2**31, 10**30])
def test_a_version_that_never_was_is_not_found(scene: _Scene, version: int) -> None:
    for what in (f"changes?version={version}", f"versions/{version}"):
        assert scene.client.get(scene.at(what)).status_code == 404
    assert scene.client.get(f"/api{scene.at(f'versions/{version}')}").status_code == 404
    answer = scene.client.post(f"/api{scene.at('preview')}", json={"version": version})
    assert answer.status_code == 404
