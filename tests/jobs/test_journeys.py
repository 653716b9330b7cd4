"""Journeys from the request to the rows at Spotify, and as their source grows."""

from typing import Any

import pytest

from server.errors import BadRequest
from server.jobs.journey_request import LONGEST_MINUTES, MOST_POINTS, JourneyRequest
from server.jobs.requests import (
    MoodRequest,
    fingerprint,
    from_json,
    parse_mood_request,
    to_json,
)
from server.jobs.titles import mood_description, mood_name
from server.playlists.own_moods import listened
from server.store import jobs, playlists
from tests.jobs.workshop import Workshop

PATH = [{"valence": 0.7, "arousal": 0.4}, {"valence": 0.3, "arousal": 0.55}]
CALM_TO_ENERGETIC = {"from": "calm", "to": "energetic", "minutes": 20}


def _valences(workshop: Workshop, uris: list[str]) -> list[float]:
    readings = listened(workshop.services.store, workshop.user_id, uris).readings
    return [readings[uri].valence for uri in uris]


def test_a_journey_is_written_in_its_order_and_asked_for_again_writes_nothing(
    workshop: Workshop,
) -> None:
    source = workshop.wait(workshop.ask())["result"]["playlist"]["id"]
    made = workshop.wait(workshop.ask_mood(source, **CALM_TO_ENERGETIC))
    assert made["state"] == "done", made
    playlist = made["result"]["playlist"]
    assert playlist["name"].startswith("Calm to energetic, 20 min · aoi")
    uris = workshop.uris_of(made)
    assert playlists.track_uris(workshop.services.store, [playlist["id"]])[playlist["id"]] == uris
    assert len(uris) == made["result"]["songs"] > 2
    valences = _valences(workshop, uris)
    assert valences[0] > 0.5 > valences[-1]

    workshop.sandbox.forget_calls()
    again = workshop.wait(workshop.ask_mood(source, **CALM_TO_ENERGETIC))
    assert workshop.uris_of(again) == uris
    assert not [call for call in workshop.spotify_calls() if call.split()[0] != "GET"]


def test_a_journey_that_is_too_long_for_the_songs_says_so_and_holds_them_all(
    workshop: Workshop,
) -> None:
    source = workshop.wait(workshop.ask())["result"]["playlist"]["id"]
    made = workshop.wait(workshop.ask_mood(source, path=PATH, minutes=600))
    assert made["state"] == "done"
    (problem,) = made["problems"]
    assert problem["code"] == "journey_short"
    assert f"Only {made['result']['songs']} songs lie along this way" in problem["message"]
    assert "instead of 600" in problem["message"]


def test_where_no_song_lies_no_playlist_is_made(workshop: Workshop) -> None:
    source = workshop.wait(workshop.ask())["result"]["playlist"]["id"]
    nowhere = [{"valence": 0, "arousal": 1}, {"valence": 0.1, "arousal": 1}]
    failed = workshop.wait(workshop.ask_mood(source, path=nowhere, minutes=20))
    assert failed["state"] == "failed"
    assert failed["problems"][-1]["code"] == "no_song_fits"
    assert "near this way" in failed["problems"][-1]["message"]


def test_a_journey_follows_a_source_that_grows_with_the_fewest_moves(workshop: Workshop) -> None:
    store = workshop.services.store
    source = workshop.wait(workshop.ask())["result"]["playlist"]["id"]
    whole = playlists.entries(store, source)
    playlists.set_entries(store, source, whole[::2])
    made = workshop.wait(workshop.ask_mood(source, **CALM_TO_ENERGETIC))
    before, journey = workshop.uris_of(made), made["result"]["playlist"]["id"]

    workshop.wait(workshop.ask())
    for ticket in jobs.under_way(store, workshop.user_id):
        workshop.wait(ticket.id)
    after = workshop.uris_of(made)
    assert playlists.entries(store, source) == whole
    assert playlists.track_uris(store, [journey])[journey] == after
    stayed = [uri for uri in after if uri in before]
    assert stayed == [uri for uri in before if uri in after]
    assert len(stayed) >= len(before) / 2
    assert not [call for call in workshop.spotify_calls() if "PUT" in call and "items" in call]


@pytest.mark.parametrize(
    ("body", "name", "description"),
    [
        (
            {"from": "sad", "to": "happy"},
            "Sad to happy, 30 min · Songs",
            "About 30 minutes of “Songs”, from sad to happy.",
        ),
        (
            {"path": PATH, "minutes": "45"},
            "Calm to energetic, 45 min · Songs",
            "About 45 minutes of “Songs”, along a line drawn from calm to energetic.",
        ),
        (
            {"path": [PATH[0], {"valence": 0.6, "arousal": 0.4}], "minutes": 12.5},
            "Through calm, 12.5 min · Songs",
            "About 12.5 minutes of “Songs”, along a line drawn through calm.",
        ),
    ],
)
def test_a_journey_is_named_by_its_moods(body: dict[str, Any], name: str, description: str) -> None:
    request = parse_mood_request("p", body)
    assert mood_name(request, "Songs") == name
    assert mood_description(request, "Songs") == description
    assert from_json({**to_json(request), "follows": True}) == request


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"from": "calm"}, "bad_path"),
        ({"to": "calm", "minutes": 30}, "bad_path"),
        ({"minutes": 30}, "bad_path"),
        ({"from": "calm", "to": "calm"}, "bad_path"),
        ({"from": "calm", "to": "furious"}, "bad_path"),
        ({"from": ["calm"], "to": "sad"}, "bad_path"),
        ({"from": "calm", "to": "sad", "path": PATH}, "bad_path"),
        ({"path": "calm"}, "bad_path"),
        ({"path": PATH[:1]}, "bad_path"),
        ({"path": PATH * (MOST_POINTS // 2 + 1)}, "bad_path"),
        ({"path": [PATH[0], PATH[0]]}, "bad_path"),
        ({"path": [PATH[0], {"valence": 2, "arousal": 0}]}, "bad_path"),
        ({"path": [PATH[0], [0.5, 0.5]]}, "bad_path"),
        ({"path": PATH, "minutes": 4}, "bad_minutes"),
        ({"path": PATH, "minutes": LONGEST_MINUTES + 1}, "bad_minutes"),
        ({"path": PATH, "minutes": "long"}, "bad_minutes"),
        ({"path": PATH, "minutes": True}, "bad_minutes"),
        ({"path": PATH, "moods": ["happy"]}, "bad_mood"),
        ({"from": "calm", "to": "sad", "point": PATH[0]}, "bad_mood"),
    ],
)
def test_what_is_no_journey_is_told_what_is_wrong(body: dict[str, Any], code: str) -> None:
    with pytest.raises(BadRequest) as error:
        parse_mood_request("p", body)
    assert error.value.code == code
    assert error.value.hint


def test_a_journey_is_told_from_a_mood_and_from_another_journey() -> None:
    bodies: list[dict[str, Any]] = [
        {"from": "calm", "to": "sad"},
        {"from": "sad", "to": "calm"},
        {"from": "calm", "to": "sad", "minutes": 40},
        {"path": PATH},
        {"path": PATH[::-1]},
        {"moods": ["calm", "sad"]},
    ]
    requests = [parse_mood_request("p", body) for body in bodies]
    assert [type(request) for request in requests] == [JourneyRequest] * 5 + [MoodRequest]
    assert len({fingerprint(request) for request in requests}) == len(bodies)
