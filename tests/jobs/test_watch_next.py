"""What to watch next: from a list's planned shows to their ranking, without asking Spotify."""

import signal
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from benchmarks.library import made_reading
from moods.circumplex import MOODS, Mood, Point
from sandbox.running import Sandbox
from server.domain import ListSource, WatchStatus
from server.errors import BadRequest, NotFound
from server.jobs import desk
from server.jobs.requests import fingerprint, from_json, to_json
from server.jobs.watch_request import parse_watch_request
from server.playlists.choosing import Choice
from server.playlists.planned import planned_list, planned_sample
from server.playlists.watch_view import Wanted, watch_view
from server.songs.identity import song_uri
from server.store import people, readings, songs, watch_lists
from server.store.own_readings import save_own_mood
from server.store.tables import ServiceStop, now
from tests.jobs.test_survival import worker_process
from tests.jobs.workshop import Workshop, open_workshop

MIKA = {"source": "myanimelist", "username": "mika"}
CALM = Wanted(Choice((Mood.CALM,)))


def ask(workshop: Workshop, **body: Any) -> str:
    request = parse_watch_request({**MIKA, **body})
    return desk.submit(workshop.services, workshop.queue, workshop.user_id, request)


def planned(workshop: Workshop, **body: Any) -> str:
    job = workshop.wait(ask(workshop, **body))
    assert job["state"] == "done", job
    return str(job["result"]["watch_next"]["id"])


def view(workshop: Workshop, watch_id: str, wanted: Wanted = CALM) -> dict[str, Any]:
    return watch_view(workshop.services, workshop.user_id, watch_id, wanted)


def planned_shows(workshop: Workshop, source: str) -> list[int]:
    """The shows that mika plans to watch, as far as they are safe for work."""
    world = workshop.sandbox.world
    user = world.user(source, "mika")
    assert user is not None
    return [
        mal_id
        for mal_id, status, _ in user.entries
        if status == "plan_to_watch"
        and (show := world.anime_by_mal(mal_id))
        and not world.is_nsfw(show)
    ]


@dataclass(frozen=True)
class Heard:
    """A list that was read, for tests that only look at it: its job, and what that asked for."""

    workshop: Workshop
    job: dict[str, Any]
    calls: Counter[str]

    @property
    def id(self) -> str:
        """The list's id."""
        return str(self.job["result"]["watch_next"]["id"])

    def view(self, wanted: Wanted = CALM) -> dict[str, Any]:
        """It as it is told."""
        return view(self.workshop, self.id, wanted)


@pytest.fixture(scope="module")
def heard(_sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Heard]:
    _sandbox.reset()
    _sandbox.clear_faults()
    _sandbox.forget_calls()
    with open_workshop(_sandbox, tmp_path_factory.mktemp("heard")) as workshop:
        job = workshop.wait(ask(workshop))
        yield Heard(workshop, job, Counter(_sandbox.calls()))


@pytest.mark.parametrize("source", ["myanimelist", "anilist"])
def test_planned_shows_are_ranked_without_asking_spotify(workshop: Workshop, source: str) -> None:
    found = view(workshop, planned(workshop, source=source))
    assert {show["mal_id"] for show in found["shows"]} == set(planned_shows(workshop, source))
    assert found["read"] + 1 == found["songs"] > 20, "one of them has no clip anywhere"
    assert found["waiting"] == 0
    assert [show["place"] for show in found["shows"]] == list(range(1, len(found["shows"]) + 1))
    scores = [show["score"] for show in found["shows"]]
    assert scores == sorted(scores, reverse=True)
    assert all(source in show["url"] for show in found["shows"])
    assert not workshop.spotify_calls()


def test_songs_that_no_track_is_known_of_are_heard_too(heard: Heard) -> None:
    services, user_id = heard.workshop.services, heard.workshop.user_id
    shows = planned_list(services, user_id, heard.id).shows
    alone = [song for show in shows for song in show.songs if song.uri is None]
    assert alone
    read = [song for song in alone if song.reading]
    assert read
    assert readings.readings(services.store, [song_uri(read[0].theme)])
    sample = planned_sample(services, user_id, heard.id, read[0].id)
    assert sample.audio_url.startswith(heard.workshop.sandbox.url)
    assert heard.calls["reccobeats GET /audio-features"] == 1, "only tracks are asked for there"


def test_a_song_without_a_clip_is_told_and_its_show_is_not_dropped(heard: Heard) -> None:
    (problem,) = heard.job["problems"]
    assert problem["code"] == "no_clip"
    assert "playlist" not in problem["message"]
    shows = heard.view()["shows"]
    (unread,) = [song for show in shows for song in show["songs"] if not song["reading"]]
    assert unread["problem"] == {"code": "no_clip", "message": problem["message"]}


def test_a_show_none_of_whose_songs_can_be_heard_comes_last(workshop: Workshop) -> None:
    for service in ("audio", "deezer", "itunes", "reccobeats"):
        workshop.sandbox.fault(service=service, status=503)
    watch_id = planned(workshop)
    workshop.sandbox.clear_faults()
    found = view(workshop, watch_id)
    assert {show["why"] for show in found["shows"]} == {"unread"}
    assert found["shows"][0]["place"] is None
    shows = planned_list(workshop.services, workshop.user_id, watch_id).shows
    song = shows[-1].songs[0]
    uri = song.uri or song_uri(song.theme)
    readings.save_reading(workshop.services.store, uri, made_reading(0), provisional=False)
    found = view(workshop, watch_id)
    assert found["shows"][0]["mal_id"] == shows[-1].anime.mal_id
    assert {show["why"] for show in found["shows"][1:]} == {"unread"}


def test_changing_the_mood_ranks_anew_without_a_job_or_a_call(heard: Heard) -> None:
    heard.workshop.sandbox.forget_calls()
    orders = set()
    for mood in MOODS:
        found = heard.view(Wanted(Choice((mood,))))
        assert found["asked"]["moods"] == [mood.value]
        orders.add(tuple(show["key"] for show in found["shows"]))
        fits = [s for show in found["shows"] for s in show["songs"] if s["fits"]]
        assert all(mood.value in song["reading"]["moods"] for song in fits)
    assert len(orders) > 1
    near = heard.view(Wanted(Choice((), Point(0.5, 0.45), 0.06)))
    assert near["asked"]["radius"] == 0.06
    assert not heard.workshop.sandbox.calls()


def test_nothing_chosen_leaves_the_order_of_the_list(heard: Heard) -> None:
    found = heard.view(Wanted())
    service = heard.workshop.services.lists[ListSource.MYANIMELIST]
    listed = service.anime_list("mika", (WatchStatus.PLAN_TO_WATCH,))
    assert [show["key"] for show in found["shows"]] == [entry.anime.key for entry in listed]
    assert {show["why"] for show in found["shows"]} == {"order"}
    assert all(song["fit"] is None for show in found["shows"] for song in show["songs"])


def test_shows_are_ranked_against_a_playlist_of_ones_own(workshop: Workshop) -> None:
    made = workshop.wait(workshop.ask())["result"]["playlist"]["id"]
    watch_id = planned(workshop)
    found = view(workshop, watch_id, Wanted(playlist_id=made))
    assert found["asked"]["playlist"]["id"] == made
    assert found["asked"]["playlist"]["read"] > 0
    assert all(show["score"] is not None for show in found["shows"])
    with pytest.raises(NotFound):
        view(workshop, watch_id, Wanted(playlist_id="another"))


def test_what_the_listener_says_of_a_song_counts(workshop: Workshop) -> None:
    watch_id = planned(workshop)
    last = view(workshop, watch_id)["shows"][-1]
    for song in last["songs"]:
        if song["spotify_uri"]:
            store = workshop.services.store
            save_own_mood(store, workshop.user_id, song["spotify_uri"], Mood.CALM)
    after = view(workshop, watch_id)
    said = [
        s
        for show in after["shows"]
        for s in show["songs"]
        if s["reading"] and s["reading"]["own_mood"]
    ]
    assert said
    assert {song["fit"] for song in said} == {1.0}
    before = last["place"]
    now_at = next(show["place"] for show in after["shows"] if show["key"] == last["key"])
    assert now_at < before


def test_neither_spotifys_quota_nor_a_lost_login_stands_in_the_way(workshop: Workshop) -> None:
    store = workshop.services.store
    with store.session() as session:
        until = now() + timedelta(hours=9)
        session.add(ServiceStop(service="spotify", until=until, reason="quota"))
    people.forget_tokens(store, workshop.user_id)
    assert view(workshop, planned(workshop))["read"] > 20


def test_a_second_time_asks_the_list_alone(workshop: Workshop) -> None:
    first = planned(workshop)
    workshop.sandbox.forget_calls()
    assert planned(workshop, username="Mika", moods=["sad"]) == first
    assert list(workshop.sandbox.calls()) == ["mal GET /users/{name}/animelist"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("nobody-here", "list_unknown"),
        ("hidden", "list_private"),
        ("newcomer", "nothing_planned"),
        ("aoi", "nothing_planned"),
    ],
)
def test_where_nothing_can_be_ranked_it_is_said_what_to_do(
    workshop: Workshop, name: str, code: str
) -> None:
    job = workshop.wait(ask(workshop, username=name))
    assert job["state"] == "failed"
    assert job["problems"][-1]["code"] == code
    if code == "nothing_planned":
        assert "Plan to watch" in job["problems"][-1]["message"]
    assert watch_lists.of_user(workshop.services.store, workshop.user_id) == []


def wait_for_calls(sandbox: Sandbox, call: str, times: int) -> None:
    deadline = time.monotonic() + 120
    while sandbox.calls()[call] < times:
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.fixture
def idle(sandbox: Sandbox, tmp_path: Path) -> Iterator[Workshop]:
    with open_workshop(sandbox, tmp_path) as workshop:
        workshop.queue.stop()
        yield workshop


def test_killed_again_and_again_it_loses_and_doubles_nothing(
    idle: Workshop, tmp_path: Path
) -> None:
    sandbox = idle.sandbox
    job_id = ask(idle)
    fetched = "audio GET /{service}/{name}"
    for service, call in (("animethemes", "animethemes POST /"), ("audio", fetched)):
        sandbox.clear_faults()
        sandbox.fault(service=service, latency=0.3)
        with worker_process(sandbox, tmp_path) as process:
            wait_for_calls(sandbox, call, 5 if call == fetched else 1)
            process.send_signal(signal.SIGKILL)
            process.wait()
        time.sleep(0.6)  # what was in flight arrives
        assert idle.job(job_id)["state"] == "running"
    stored = idle.job(job_id)["result"]["watch_next"]["id"]
    read = view(idle, stored)["read"]
    sandbox.clear_faults()
    with worker_process(sandbox, tmp_path):
        job = idle.wait(job_id)
    assert job["state"] == "done", job
    assert job["result"]["watch_next"]["id"] == stored
    found = view(idle, stored)
    assert 0 < read <= found["read"] == found["songs"] - 1
    assert len(watch_lists.of_user(idle.services.store, idle.user_id)) == 1
    assert not idle.spotify_calls()


def test_a_list_is_nobody_elses_and_goes_with_its_askers_data(workshop: Workshop) -> None:
    watch_id = planned(workshop)
    store = workshop.services.store
    stranger = people.find_or_create_user(store, "other", "Other")
    with pytest.raises(NotFound):
        watch_view(workshop.services, stranger, watch_id, CALM)
    with pytest.raises(NotFound):
        planned_sample(workshop.services, stranger, watch_id, "0" * 12)
    with pytest.raises(NotFound) as caught:
        planned_sample(workshop.services, workshop.user_id, watch_id, "0" * 12)
    assert caught.value.code == "no_such_planned_song"
    people.delete_user(store, workshop.user_id)
    assert watch_lists.of_user(store, workshop.user_id) == []
    assert watch_lists.get(store, workshop.user_id, watch_id) is None


def test_a_show_whose_songs_are_no_longer_known_stays_on_the_list(workshop: Workshop) -> None:
    watch_id = planned(workshop)
    listed = planned_list(workshop.services, workshop.user_id, watch_id)
    songs.save_themes(workshop.services.store, songs.ANIMETHEMES, {listed.shows[0].anime: []})
    found = view(workshop, watch_id)
    assert found["shows"][-1]["key"] == listed.shows[0].anime.key
    assert found["shows"][-1]["songs"] == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"source": "spotify"}, "bad_list_source"),
        ({"username": ""}, "no_username"),
        ({"username": "a b"}, "bad_username"),
        ({"kinds": ["XX"]}, "bad_kinds"),
        ({"moods": ["bored"]}, "bad_moods"),
        ({"nsfw": "perhaps"}, "bad_nsfw"),
    ],
)
def test_what_is_wrong_is_said(body: dict[str, Any], code: str) -> None:
    with pytest.raises(BadRequest) as caught:
        parse_watch_request({**MIKA, **body})
    assert caught.value.code == code


def test_a_request_survives_json_and_the_mood_makes_no_other_list() -> None:
    request = parse_watch_request({**MIKA, "kinds": ["ED"], "nsfw": True, "moods": ["sad"]})
    assert from_json(to_json(request)) == request
    plain = parse_watch_request({**MIKA, "username": "MIKA", "kinds": ["ED"], "nsfw": True})
    assert fingerprint(plain) == fingerprint(request)
    assert fingerprint(parse_watch_request(MIKA)) != fingerprint(request)
