"""What two people share, from their lists to a playlist."""

from typing import Any

import pytest

from server.errors import BadRequest, NotFound
from server.jobs import desk
from server.jobs.comparison_request import parse_comparison_request
from server.jobs.requests import fingerprint, from_json, to_json
from server.playlists.comparison_view import comparison_request, comparison_view
from server.store import comparisons, people, songs
from tests.jobs.workshop import Workshop

MIKA = {"source": "myanimelist", "username": "mika"}
AOI = {"source": "anilist", "username": "aoi"}


def ask(workshop: Workshop, one: dict[str, str], other: dict[str, str], **rest: Any) -> str:
    request = parse_comparison_request({"people": [one, other], **rest})
    return desk.submit(workshop.services, workshop.queue, workshop.user_id, request)


def ask_shared(workshop: Workshop, comparison_id: str) -> str:
    asked = comparison_request(workshop.services, workshop.user_id, comparison_id)
    body = {**to_json(asked), "comparison_id": comparison_id}
    return desk.submit(workshop.services, workshop.queue, workshop.user_id, from_json(body))


def compared(workshop: Workshop, one: dict[str, str], other: dict[str, str]) -> dict[str, Any]:
    job = workshop.wait(ask(workshop, one, other))
    assert job["state"] == "done", job
    return view(workshop, job["result"]["comparison"]["id"])


def view(workshop: Workshop, comparison_id: str) -> dict[str, Any]:
    return comparison_view(workshop.services, workshop.user_id, comparison_id)


def shows_of(workshop: Workshop, person: dict[str, str]) -> set[int]:
    """The shows that somebody watches or has watched, as far as they are safe for work."""
    world = workshop.sandbox.world
    user = world.user(person["source"], person["username"])
    assert user is not None
    return {
        mal_id
        for mal_id, status, _ in user.entries
        if status in ("watching", "completed")
        and (show := world.anime_by_mal(mal_id))
        and not world.is_nsfw(show)
    }


def told(part: dict[str, Any]) -> set[int]:
    return {show["mal_id"] for show in part["shows"]}


def titles(shows: list[dict[str, Any]]) -> set[str]:
    return {song["title"] for show in shows for song in show["songs"]}


def test_two_services_lists_are_compared_without_asking_spotify(workshop: Workshop) -> None:
    found = compared(workshop, MIKA, AOI)
    ours, theirs = shows_of(workshop, MIKA), shows_of(workshop, AOI)
    assert told(found["shared"]) == ours & theirs
    assert told(found["alone"][0]) == ours - theirs
    assert told(found["alone"][1]) == theirs - ours
    assert found["shared"]["songs"] > 0
    assert not workshop.spotify_calls()
    assert found["playlist"] is None
    songs_of_aoi = found["people"][1]["songs"]
    assert songs_of_aoi == found["shared"]["songs"] + found["alone"][1]["songs"]


def test_the_same_person_at_both_services_shares_it_all(workshop: Workshop) -> None:
    found = compared(workshop, {**AOI, "source": "myanimelist"}, AOI)
    assert told(found["shared"]) == shows_of(workshop, AOI)
    assert not found["alone"][0]["shows"]
    assert not found["alone"][1]["songs"]
    assert [each["name"] for each in found["people"]] == ["aoi (MyAnimeList)", "aoi (AniList)"]


def test_what_they_share_becomes_a_playlist_that_is_synced_when_asked_again(
    workshop: Workshop,
) -> None:
    found = compared(workshop, MIKA, AOI)
    job = workshop.wait(ask_shared(workshop, found["id"]))
    assert job["state"] == "done", job
    assert job["result"]["playlist"]["name"] == "mika and aoi: shared openings and endings"
    uris = workshop.uris_of(job)
    themes = {
        theme.title for theme in songs.themes_of_tracks(workshop.services.store, uris).values()
    }
    assert themes
    assert themes <= titles(found["shared"]["shows"]) | {
        song["title"] for song in found["shared"]["also"]
    }

    after = view(workshop, found["id"])
    assert after["playlist"] == job["result"]["playlist"]
    heard = [point for point in after["plane"] if point["who"] == "both"]
    assert len(heard) == after["people"][1]["read"] > 0
    assert after["people"][0]["place"] == after["people"][1]["place"]

    workshop.sandbox.forget_calls()
    again = workshop.wait(ask_shared(workshop, found["id"]))
    assert again["result"]["playlist"]["id"] == job["result"]["playlist"]["id"]
    assert workshop.uris_of(again) == uris
    assert not [call for call in workshop.spotify_calls() if not call.startswith("GET")]


@pytest.mark.parametrize("source", ["myanimelist", "anilist"])
@pytest.mark.parametrize(
    ("name", "code"),
    [("nobody-here", "list_unknown"), ("hidden", "list_private"), ("newcomer", "list_empty")],
)
def test_a_list_that_cannot_be_read_is_told_with_whose_it_is(
    workshop: Workshop, source: str, name: str, code: str
) -> None:
    if source == "anilist":
        name = name.replace("-", "")
    job = workshop.wait(ask(workshop, MIKA, {"source": source, "username": name}))
    assert job["state"] == "failed"
    problem = job["problems"][-1]
    service = {"myanimelist": "MyAnimeList", "anilist": "AniList"}[source]
    assert problem["code"] == code or (code == "list_private" and problem["code"] == "list_unknown")
    assert problem["item"] == f"{name} on {service}"
    assert name in problem["message"]


def test_a_list_is_not_compared_with_itself() -> None:
    same = {"source": "anilist", "username": "AOI"}
    with pytest.raises(BadRequest, match="named twice"):
        parse_comparison_request({"people": [AOI, same]})


@pytest.mark.parametrize(
    ("people_", "code"),
    [
        (None, "bad_people"),
        ([AOI], "bad_people"),
        ([AOI, "mika"], "bad_people"),
        ([AOI, {"source": "spotify", "username": "mika"}], "bad_source_second"),
        ([{"source": "anilist"}, AOI], "no_username_first"),
        ([AOI, {"source": "anilist", "username": "a b"}], "bad_username_second"),
    ],
)
def test_what_is_wrong_says_with_which_of_the_two(people_: object, code: str) -> None:
    with pytest.raises(BadRequest) as caught:
        parse_comparison_request({"people": people_})
    assert caught.value.code == code


def test_it_is_the_same_comparison_whoever_is_named_first(workshop: Workshop) -> None:
    one = parse_comparison_request({"people": [MIKA, AOI]})
    other = parse_comparison_request({"people": [AOI, {**MIKA, "username": "Mika"}]})
    assert fingerprint(one) == fingerprint(other)
    first, second = compared(workshop, MIKA, AOI), compared(workshop, AOI, MIKA)
    assert first["id"] == second["id"]
    assert [each["name"] for each in second["people"]] == ["aoi", "mika"]
    assert told(first["alone"][0]) == told(second["alone"][1])


def test_a_comparison_is_nobody_elses_and_goes_with_its_askers_data(workshop: Workshop) -> None:
    found = compared(workshop, MIKA, AOI)
    stranger = people.find_or_create_user(workshop.services.store, "other", "Other")
    with pytest.raises(NotFound):
        comparison_view(workshop.services, stranger, found["id"])
    people.delete_user(workshop.services.store, workshop.user_id)
    assert comparisons.requests_of(workshop.services.store, workshop.user_id) == []
    assert comparisons.get(workshop.services.store, workshop.user_id, found["id"]) is None


def test_lists_that_share_no_song_make_no_playlist(workshop: Workshop) -> None:
    job = workshop.wait(ask(workshop, MIKA, AOI, statuses=["watching"]))
    assert view(workshop, job["result"]["comparison"]["id"])["shared"]["songs"] == 0
    job = workshop.wait(ask_shared(workshop, job["result"]["comparison"]["id"]))
    assert job["state"] == "failed"
    assert job["problems"][-1]["code"] == "nothing_shared"
    assert not [call for call in workshop.spotify_calls() if "playlists" in call]
