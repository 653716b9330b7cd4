"""The sandbox's switches."""

import threading
import time

import pytest
import requests
from click.testing import CliRunner

from cli.sandbox import command
from sandbox.faults import PRESETS, Fault
from sandbox.running import Sandbox, running_sandbox
from tests.sandbox.conftest import Api


def search(sandbox: Sandbox) -> requests.Response:
    return requests.get(f"{sandbox.url}/deezer/search", params={"q": "x"}, timeout=60)


def test_a_fault_strikes_the_calls_it_is_about_and_as_often_as_told(sandbox: Sandbox) -> None:
    sandbox.fault(
        service="deezer", template="/search", after=1, count=2, status=503, body="down",
        headers={"Retry-After": "7"},
    )  # fmt: skip
    answers = [search(sandbox) for _ in range(4)]
    assert [one.status_code for one in answers] == [200, 503, 503, 200]
    assert (answers[1].text, answers[1].headers["Retry-After"]) == ("down", "7")


def test_other_services_and_calls_go_on(sandbox: Sandbox) -> None:
    sandbox.fault(service="deezer", method="POST", status=500)
    sandbox.fault(service="itunes", status=500)
    assert search(sandbox).status_code == 200


def test_clearing_ends_every_fault(sandbox: Sandbox) -> None:
    sandbox.fault("server_error")
    assert search(sandbox).status_code == 503
    sandbox.clear_faults()
    assert search(sandbox).status_code == 200


def test_latency_delays_the_answer(sandbox: Sandbox) -> None:
    sandbox.fault(service="deezer", latency=0.3)
    start = time.monotonic()
    assert search(sandbox).status_code == 200
    assert time.monotonic() - start >= 0.3


def test_what_is_held_up_goes_on_when_the_faults_are_cleared(sandbox: Sandbox, api: Api) -> None:
    playlist = api.new_playlist()
    uri = f"spotify:track:{sandbox.world.tracks[0].id}"
    sandbox.fault(service="spotify", method="POST", latency=600)
    sent = threading.Thread(target=api, args=("POST", f"/playlists/{playlist}/items", [uri]))
    sandbox.forget_calls()
    sent.start()
    while not sandbox.calls():
        time.sleep(0.01)
    assert sandbox.playlist_uris(playlist) == []
    sandbox.come_to_rest()
    assert sandbox.playlist_uris(playlist) == [uri]
    sent.join()


def test_a_connection_can_drop_before_a_write_is_carried_out(sandbox: Sandbox, api: Api) -> None:
    playlist = api.new_playlist()
    uri = f"spotify:track:{sandbox.world.tracks[0].id}"
    sandbox.fault(service="spotify", method="POST", drop="before", count=1)
    with pytest.raises(requests.ConnectionError):
        api("POST", f"/playlists/{playlist}/items", [uri])
    assert sandbox.playlist_uris(playlist) == []


def test_a_connection_can_drop_after_a_write_was_carried_out(sandbox: Sandbox, api: Api) -> None:
    playlist = api.new_playlist()
    uri = f"spotify:track:{sandbox.world.tracks[0].id}"
    sandbox.fault(service="spotify", method="POST", drop="after", count=1)
    with pytest.raises(requests.ConnectionError):
        api("POST", f"/playlists/{playlist}/items", [uri])
    assert sandbox.playlist_uris(playlist) == [uri]


def test_a_connection_can_drop_midway_through_an_answer(sandbox: Sandbox) -> None:
    sandbox.fault(service="deezer", drop="midway")
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        search(sandbox)


def test_clips_can_be_damaged_and_slow(sandbox: Sandbox) -> None:
    song = next(one for one in sandbox.world.songs if not one.broken_audio)
    address = f"{sandbox.url}/audio/animethemes/{song.id}.ogg"
    whole = requests.get(address, timeout=60).content
    for how in ("corrupt", "truncated", "empty"):
        sandbox.fault(service="audio", audio=how, count=1)
        clip = requests.get(address, timeout=60).content
        assert clip != whole
        assert len(clip) <= len(whole)
    sandbox.fault(service="audio", trickle=0.4, count=1)
    start = time.monotonic()
    assert requests.get(address, timeout=60).content == whole
    assert time.monotonic() - start >= 0.2


@pytest.mark.parametrize("name", sorted(PRESETS))
def test_every_preset_can_be_switched_on_over_http(sandbox: Sandbox, name: str) -> None:
    faults = f"{sandbox.url}/_sandbox/faults"
    answer = requests.post(faults, json={"preset": name, "count": 3}, timeout=60)
    assert answer.status_code == 201
    assert answer.json()["fault"]["count"] == 3
    assert requests.delete(faults, timeout=60).status_code == 204
    assert requests.get(faults, timeout=60).json()["faults"] == []


@pytest.mark.parametrize(
    "body", [{"preset": "nonsense"}, {"drop": "softly"}, {"audio": "loud"}, {"colour": 1}, [1]]
)
def test_a_fault_that_makes_no_sense_is_refused(sandbox: Sandbox, body: object) -> None:
    answer = requests.post(f"{sandbox.url}/_sandbox/faults", json=body, timeout=60)
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_the_plain_text_refusals_are_plain_text(sandbox: Sandbox, api: Api) -> None:
    sandbox.fault("owner_not_premium")
    answer = api("GET", "/me")
    assert answer.status_code == 403
    assert answer.text.startswith("Active premium subscription required")
    assert answer.headers["Content-Type"].startswith("text/plain")


def test_calls_are_counted_by_service_method_and_template(sandbox: Sandbox, api: Api) -> None:
    playlist = api.new_playlist()
    api("GET", f"/playlists/{playlist}/items", limit=50)
    requests.get(sandbox.url, timeout=60)
    search(sandbox)
    expected = {
        "spotify POST /me/playlists": 1,
        "spotify GET /playlists/{id}/items": 1,
        "deezer GET /search": 1,
    }
    assert sandbox.calls() == expected
    shown = requests.get(f"{sandbox.url}/_sandbox/calls", timeout=60).json()
    assert shown == {"total": 3, "calls": dict(sorted(expected.items()))}
    requests.delete(f"{sandbox.url}/_sandbox/calls", timeout=60)
    assert not sandbox.calls()


def test_a_reset_forgets_playlists_tokens_faults_and_calls(sandbox: Sandbox, api: Api) -> None:
    playlist = api.new_playlist()
    sandbox.fault("slow")
    sandbox.advance(100)
    assert requests.post(f"{sandbox.url}/_sandbox/reset", timeout=60).status_code == 204
    assert api("GET", "/me").status_code == 401
    assert sandbox.state.playlists.get(playlist) is None
    assert sandbox.state.faults.active() == []
    assert abs(sandbox.state.clock.now() - time.time()) < 60


def test_the_start_page_shows_who_is_here_and_its_buttons_work(sandbox: Sandbox) -> None:
    page = requests.get(sandbox.url, timeout=60).text
    for shown in ("Mika", "Aoi", "newcomer", "hidden", "/mal/v2"):
        assert shown in page
    switch = f"{sandbox.url}/_sandbox/switch"
    after = requests.post(switch, data={"what": "quota_exceeded"}, timeout=60)
    assert after.status_code == 200
    assert "(1 switched on)" in after.text
    assert sandbox.state.faults.active() == [Fault.from_json({"preset": "quota_exceeded"})]
    requests.post(switch, data={"what": "clear"}, timeout=60)
    assert sandbox.state.faults.active() == []
    assert requests.post(switch, data={"what": "nonsense"}, timeout=60).status_code == 400


def test_the_button_for_the_passing_hour_expires_access_tokens(sandbox: Sandbox, api: Api) -> None:
    requests.post(f"{sandbox.url}/_sandbox/switch", data={"what": "tokens"}, timeout=60)
    assert api("GET", "/me").json()["error"]["message"] == "The access token expired"


def test_the_same_seed_gives_the_same_answers() -> None:
    seen = []
    for _ in range(2):
        with running_sandbox(seed=7) as sandbox:
            token = sandbox.log_in()["access_token"]
            headers = {"Authorization": f"Bearer {token}"}
            address = f"{sandbox.url}/spotify/v1/me/playlists"
            body = requests.get(address, headers=headers, timeout=60).text
            seen.append((token, body.replace(sandbox.url, "")))
    assert seen[0] == seen[1]


def test_the_command_says_what_it_is_for() -> None:
    shown = CliRunner().invoke(command, ["--help"])
    assert shown.exit_code == 0
    assert "stand-ins" in shown.output
