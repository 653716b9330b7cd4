"""What a job does when something stands in its way: a plain problem, and what it has is kept."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from server.errors import MoodDexError, NotFound
from server.jobs import desk
from server.playlists.views import playlist_view
from server.store import people
from tests.jobs.workshop import LONG, Workshop, open_workshop

NOTHING_MADE = {"POST /me/playlists", "POST /playlists/{id}/items"}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"username": "nobody-here"}, "list_unknown"),
        ({"username": "hidden"}, "list_private"),
        ({"username": "newcomer"}, "list_empty"),
        ({"username": "newcomer", "source": "anilist"}, "list_empty"),
        ({"username": "nobodyhere", "source": "anilist"}, "list_unknown"),
        ({"username": "aoi", "statuses": ["dropped"], "min_score": 10}, "nothing_selected"),
        ({"source": "spotify", "playlist": "0" * 22}, "spotify_not_found"),
    ],
)
def test_a_list_of_which_nothing_can_be_made_has_its_own_plain_problem(
    workshop: Workshop, body: dict[str, Any], code: str
) -> None:
    job = workshop.wait(workshop.ask(**body))
    assert (job["state"], job["result"]) == ("failed", None)
    assert job["problems"][-1]["code"] == code
    assert len(job["problems"][-1]["message"]) > 30
    assert NOTHING_MADE.isdisjoint(workshop.spotify_calls())


@pytest.mark.parametrize(
    ("source", "service", "code"),
    [
        ("myanimelist", "mal", "myanimelist_unreachable"),
        ("anilist", "anilist", "anilist_unreachable"),
        ("myanimelist", "spotify", "spotify_unreachable"),
    ],
)
def test_a_service_that_a_job_cannot_do_without_is_named(
    workshop: Workshop, source: str, service: str, code: str
) -> None:
    workshop.sandbox.fault(service=service, drop="before")
    job = workshop.wait(workshop.ask(source=source))
    assert (job["state"], job["result"]) == ("failed", None)
    assert job["problems"][-1]["code"] == code


def test_a_list_of_which_no_song_is_on_spotify_makes_nothing(workshop: Workshop) -> None:
    workshop.sandbox.fault(service="animethemes", drop="before")
    nothing = {"tracks": {"items": [], "total": 0, "next": None}}
    workshop.sandbox.fault(service="spotify", template="/search", status=200, body=nothing)
    job = workshop.wait(workshop.ask())
    assert (job["state"], job["result"]) == ("failed", None)
    assert job["problems"][-1]["code"] == "no_song_found"
    assert NOTHING_MADE.isdisjoint(workshop.spotify_calls())


@pytest.mark.parametrize(
    ("fault", "codes"),
    [
        ({"service": "animethemes", "drop": "before"}, {"animethemes_unreachable"}),
        ({"service": "reccobeats", "status": 503}, {"reccobeats_unreachable"}),
        ({"service": "deezer", "drop": "before"}, {"deezer_unreachable"}),
        ({"service": "audio", "audio": "corrupt"}, set()),
        ({"service": "spotify", "method": "GET", "status": 503, "count": 1}, set()),
        ({"preset": "burst"}, set()),
        ({"preset": "token_expired"}, set()),
    ],
)
def test_trouble_on_the_way_does_not_stop_a_job(
    workshop: Workshop, fault: dict[str, Any], codes: set[str]
) -> None:
    workshop.sandbox.fault(**fault)
    job = workshop.wait(workshop.ask())
    assert job["state"] == "done", job
    assert codes <= {problem["code"] for problem in job["problems"]}
    assert len(workshop.uris_of(job)) > 10


@pytest.mark.parametrize("drop", ["after", "midway"])
@pytest.mark.parametrize("template", ["/me/playlists", "/playlists/{id}/items"])
def test_a_write_whose_answer_was_lost_is_not_done_twice(
    workshop: Workshop, drop: str, template: str
) -> None:
    workshop.sandbox.fault(service="spotify", method="POST", template=template, drop=drop, count=1)
    job = workshop.wait(workshop.ask())
    assert job["state"] == "done", job
    uris = workshop.uris_of(job)
    assert len(set(uris)) == len(uris) > 10
    spotify = workshop.services.spotify_for(workshop.user_id)
    names = [each.name for each in spotify.my_playlists()]
    assert names.count(job["result"]["playlist"]["name"]) == 1


def test_an_access_token_that_ran_out_is_renewed_without_a_word(workshop: Workshop) -> None:
    workshop.sandbox.advance(4000)
    assert workshop.wait(workshop.ask())["state"] == "done"


def test_cancelling_keeps_what_is_there(workshop: Workshop) -> None:
    workshop.sandbox.fault(service="audio", latency=LONG)
    job_id = workshop.ask()
    workshop.wait_until(job_id, lambda job: job["stage"] == "readings" and job["result"])
    desk.cancel(workshop.services, workshop.user_id, job_id)
    workshop.sandbox.clear_faults()
    job = workshop.wait(job_id)
    assert job["state"] == "cancelled"
    assert len(workshop.uris_of(job)) > 10
    desk.cancel(workshop.services, workshop.user_id, job_id)
    assert workshop.job(job_id)["state"] == "cancelled"


def test_cancelling_early_makes_nothing(workshop: Workshop) -> None:
    workshop.sandbox.fault(service="spotify", template="/search", latency=LONG)
    job_id = workshop.ask()
    workshop.wait_until(job_id, lambda job: job["stage"] == "matching")
    desk.cancel(workshop.services, workshop.user_id, job_id)
    workshop.sandbox.clear_faults()
    assert workshop.wait(job_id)["state"] == "cancelled"
    assert NOTHING_MADE.isdisjoint(workshop.spotify_calls())


def test_a_mood_that_no_song_fits_makes_nothing(workshop: Workshop) -> None:
    made = workshop.wait(workshop.ask())
    playlist_id = made["result"]["playlist"]["id"]
    workshop.sandbox.forget_calls()
    ask = {"point": {"valence": 0.0, "arousal": 0.0}, "radius": 0.001}
    job = workshop.wait(workshop.ask_mood(playlist_id, **ask))
    assert job["state"] == "failed"
    assert job["problems"][-1]["code"] == "no_song_fits"
    assert workshop.sandbox.calls() == {}


def test_a_double_click_is_one_job_and_a_user_cannot_fill_the_queue(workshop: Workshop) -> None:
    workshop.queue.stop()
    first = workshop.ask()
    assert workshop.ask() == first
    for score in range(1, desk.MOST_UNFINISHED):
        workshop.ask(min_score=score)
    with pytest.raises(MoodDexError) as error:
        workshop.ask(min_score=desk.MOST_UNFINISHED)
    assert (error.value.code, error.value.status) == ("too_many_jobs", 429)
    assert workshop.ask() == first


def test_what_is_anothers_is_not_there(workshop: Workshop) -> None:
    made = workshop.wait(workshop.ask())
    services = workshop.services
    other = people.find_or_create_user(services.store, "other", "Aoi")
    playlist_id = made["result"]["playlist"]["id"]
    for ask in _asks(workshop, other, made["id"], playlist_id):
        with pytest.raises(NotFound):
            ask()


def _asks(
    workshop: Workshop, other: int, job_id: str, playlist_id: str
) -> list[Callable[[], object]]:
    services = workshop.services
    stranger = Workshop(workshop.sandbox, services, workshop.queue, other)
    return [
        lambda: desk.describe(services, other, job_id),
        lambda: desk.cancel(services, other, job_id),
        lambda: playlist_view(services, other, playlist_id),
        lambda: stranger.ask_mood(playlist_id, moods=["happy"]),
    ]


def test_a_myanimelist_name_without_a_client_id_is_refused_plainly(
    workshop: Workshop, tmp_path: Path
) -> None:
    with (
        open_workshop(workshop.sandbox, tmp_path / "other", MAL_CLIENT_ID="") as without,
        pytest.raises(MoodDexError) as error,
    ):
        without.ask()
    assert error.value.code == "myanimelist_not_set_up"
