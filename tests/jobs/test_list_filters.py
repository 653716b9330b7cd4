"""Which shows of a list count: statuses, years, sorts, what is safe for work."""

from typing import Any

import pytest

from server.jobs.requests import fingerprint, parse_playlist_request
from server.playlists.views import playlist_view
from tests.jobs.workshop import Workshop

SOURCES = ["myanimelist", "anilist"]


def shows_of(workshop: Workshop, source: str, *, nsfw: bool = False) -> dict[str, tuple[Any, str]]:
    """The shows of aoi's list by title, with where aoi stands."""
    world = workshop.sandbox.world
    user = world.user(source, "aoi")
    assert user is not None
    shows = {mal_id: world.anime_by_mal(mal_id) for mal_id, *_ in user.entries}
    return {
        show.title: (show, status)
        for mal_id, status, _ in user.entries
        if (show := shows[mal_id]) and (nsfw or not world.is_nsfw(show))
    }


def told_shows(workshop: Workshop, job: dict[str, Any]) -> set[str]:
    """The shows that a job's playlist tells of, whether their songs were found or not."""
    assert job["state"] == "done", job
    view = playlist_view(workshop.services, workshop.user_id, job["result"]["playlist"]["id"])
    return {song["anime"] for song in [*view["tracks"], *view["unmatched"]]}


@pytest.mark.parametrize("source", SOURCES)
def test_only_shows_of_the_chosen_years_count(workshop: Workshop, source: str) -> None:
    shows = shows_of(workshop, source)
    years = sorted(show.year for show, _ in shows.values())
    first, last = years[2], years[-3]
    job = workshop.wait(workshop.ask(source=source, years={"from": first, "to": last}))
    within = {title for title, (show, _) in shows.items() if first <= show.year <= last}
    assert told_shows(workshop, job) <= within
    assert len(told_shows(workshop, job)) >= len(within) - 1
    assert f"({first} to {last})" in job["result"]["playlist"]["name"]


@pytest.mark.parametrize("source", SOURCES)
def test_only_the_chosen_sorts_of_shows_count(workshop: Workshop, source: str) -> None:
    everything = told_shows(workshop, workshop.wait(workshop.ask(source=source)))
    series = workshop.wait(workshop.ask(source=source, media=["tv"]))
    movies = workshop.wait(workshop.ask(source=source, media=["movie", "music"]))
    shows = shows_of(workshop, source)
    assert told_shows(workshop, series) == {
        title for title in everything if shows[title][0].episodes > 1
    }
    if any(show.episodes == 1 for show, _ in shows.values()):
        assert movies["state"] == "done"
    else:
        assert movies["problems"][-1]["code"] == "nothing_selected"
        assert "more sorts of shows" in movies["problems"][-1]["message"]


@pytest.mark.parametrize("source", SOURCES)
def test_a_status_that_was_not_chosen_never_leaks_in(workshop: Workshop, source: str) -> None:
    shows = shows_of(workshop, source)
    job = workshop.wait(workshop.ask(source=source, statuses=["watching"]))
    watching = {title for title, (_, status) in shows.items() if status == "watching"}
    assert told_shows(workshop, job) <= watching


def test_each_set_of_filters_has_a_playlist_of_its_own(workshop: Workshop) -> None:
    one = workshop.wait(workshop.ask(kinds=["OP"]))
    other = workshop.wait(workshop.ask(kinds=["OP"], years={"to": 2100}))
    again = workshop.wait(workshop.ask(kinds=["OP"], years={}))
    assert other["result"]["playlist"]["id"] != one["result"]["playlist"]["id"]
    assert again["result"]["playlist"]["id"] == one["result"]["playlist"]["id"]
    body = {"source": "myanimelist", "username": "aoi", "kinds": ["OP"], "nsfw": "false"}
    plain = {name: value for name, value in body.items() if name != "nsfw"}
    assert fingerprint(parse_playlist_request(body)) == fingerprint(parse_playlist_request(plain))
