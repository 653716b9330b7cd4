"""Jobs that wait: for Spotify's quota until a moment, or for a login; then they go on."""

import signal
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from sandbox.running import Sandbox
from server.domain import Problem
from server.jobs import desk
from server.jobs.queue import JobQueue
from server.services import Services
from server.store import jobs, people, waiting
from server.store.tables import JobRow, ServiceStop, now
from tests.jobs.test_survival import worker_process
from tests.jobs.workshop import BEAT, Workshop, open_workshop

SEARCH = "/search"


def _is_waiting(job: dict[str, Any]) -> bool:
    return job["waits_for"] is not None


def _moment(job: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(job["resumes_at"])


def _stop(workshop: Workshop, seconds: float = 3600, **fault: Any) -> None:
    workshop.sandbox.fault("quota_exceeded", retry_after=seconds, count=1, **fault)


def _attempts(services: Services) -> list[int]:
    with services.store.snapshot() as session:
        return list(session.scalars(select(JobRow.attempts)))


def _end_stop(workshop: Workshop) -> None:
    """The hours until the quota is back are over."""
    with workshop.services.store.session() as session:
        session.execute(update(ServiceStop).values(until=now()))
    _wake(workshop)


def _wake(workshop: Workshop) -> None:
    """The moment has come that the jobs wait for."""
    with workshop.services.store.session() as session:
        session.execute(
            update(JobRow).where(JobRow.resumes_at.is_not(None)).values(resumes_at=now())
        )


@pytest.mark.parametrize(
    ("template", "after"), [(SEARCH, 4), ("/me/playlists", 0), ("/playlists/{id}/items", 0)]
)
def test_a_job_waits_for_the_quota_calls_nothing_and_goes_on_by_itself(
    workshop: Workshop, template: str, after: int
) -> None:
    _stop(workshop, template=template, after=after)
    job_id = workshop.ask()
    job = workshop.wait_until(job_id, _is_waiting)
    assert (job["state"], job["stage"], job["waits_for"]) == ("queued", "waiting", "quota")
    assert timedelta(0) < _moment(job) - datetime.now(UTC) <= timedelta(hours=1)
    problem = job["problems"][-1]
    assert problem["code"] == "spotify_quota"
    assert "by itself" in problem["message"]
    assert "UTC" in problem["message"]
    before = workshop.spotify_calls()
    assert before[f"GET {SEARCH}"] >= after
    time.sleep(2 * BEAT)
    assert workshop.spotify_calls() == before
    _end_stop(workshop)

    done = workshop.wait(job_id)
    assert (done["state"], done["resumes_at"], done["waits_for"]) == ("done", None, None)
    assert "spotify_quota" not in {problem["code"] for problem in done["problems"]}
    assert _attempts(workshop.services) == [1]
    uris = workshop.uris_of(done)
    assert len(set(uris)) == len(uris) > 10
    calls = workshop.sandbox.calls()
    assert calls["animethemes POST /"] == 1
    made = calls["spotify POST /me/playlists"]
    assert made == (2 if template == "/me/playlists" else 1)  # the refused one among them


def test_the_search_that_was_refused_is_the_only_one_made_twice(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    with open_workshop(sandbox, tmp_path / "free") as workshop:
        assert workshop.wait(workshop.ask())["state"] == "done"
        needed = workshop.spotify_calls()[f"GET {SEARCH}"]
    sandbox.forget_calls()
    with open_workshop(sandbox, tmp_path / "held") as workshop:
        _stop(workshop, 1, template=SEARCH, after=4)
        assert workshop.wait(workshop.ask())["state"] == "done"
        assert workshop.spotify_calls()[f"GET {SEARCH}"] == needed + 1


def test_a_job_asked_for_during_a_stop_waits_too_and_asking_again_is_that_job(
    workshop: Workshop,
) -> None:
    workshop.services.ledger.stop(3600, "QUOTA_EXCEEDED")
    job_id = workshop.ask()
    job = workshop.wait_until(job_id, _is_waiting)
    assert abs(_moment(job) - datetime.now(UTC) - timedelta(hours=1)) < timedelta(minutes=1)
    assert workshop.ask() == job_id
    assert workshop.spotify_calls() == {}


def test_jobs_that_wait_leave_room_for_others(workshop: Workshop) -> None:
    services, user_id = workshop.services, workshop.user_id
    services.ledger.stop(3600, "test")
    for score in range(1, desk.MOST_UNFINISHED + 1):
        job_id = workshop.ask(min_score=score)
        workshop.wait_until(job_id, lambda job: job["waits_for"] == "quota")
    assert workshop.ask() not in {"", job_id}
    assert len(desk.under_way(services, user_id)) == desk.MOST_UNFINISHED + 1


def test_a_stop_that_was_made_longer_is_waited_out_as_well(workshop: Workshop) -> None:
    _stop(workshop, template=SEARCH)
    job_id = workshop.ask()
    first = _moment(workshop.wait_until(job_id, _is_waiting))
    workshop.services.ledger.stop(7200, "QUOTA_EXCEEDED")
    _wake(workshop)
    job = workshop.wait_until(job_id, lambda job: _is_waiting(job) and _moment(job) > first)
    assert (job["state"], _attempts(workshop.services)) == ("queued", [0])
    assert [problem["code"] for problem in job["problems"]].count("spotify_quota") == 1
    assert workshop.spotify_calls()[f"GET {SEARCH}"] == 1


def test_a_waiting_job_is_cancelled_at_once_and_never_goes_on(workshop: Workshop) -> None:
    _stop(workshop, template=SEARCH)
    job_id = workshop.ask()
    workshop.wait_until(job_id, _is_waiting)
    desk.cancel(workshop.services, workshop.user_id, job_id)
    job = workshop.job(job_id)
    assert (job["state"], job["resumes_at"], job["waits_for"]) == ("cancelled", None, None)
    before = workshop.sandbox.calls()
    _end_stop(workshop)
    assert waiting.wake_due(workshop.services.store) == []
    assert jobs.free_jobs(workshop.services.store) == []
    time.sleep(2 * BEAT)
    assert workshop.job(job_id)["state"] == "cancelled"
    assert workshop.sandbox.calls() == before


def test_a_process_killed_while_its_job_waits_loses_nothing(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    with open_workshop(sandbox, tmp_path) as workshop:
        workshop.queue.stop()
        _stop(workshop, template="/playlists/{id}/items", method="POST")
        job_id = workshop.ask()
        with worker_process(sandbox, tmp_path) as process:
            workshop.wait_until(job_id, _is_waiting)
            process.send_signal(signal.SIGKILL)
            process.wait()
        waits = workshop.job(job_id)
        assert (waits["state"], waits["waits_for"]) == ("queued", "quota")
        _end_stop(workshop)  # nobody is there at the moment
        with worker_process(sandbox, tmp_path):
            done = workshop.wait(job_id)
        assert done["state"] == "done"
        uris = workshop.uris_of(done)
        assert len(set(uris)) == len(uris) > 10
        assert sandbox.calls()["spotify POST /me/playlists"] == 1


def test_a_restart_before_the_end_of_a_stop_waits_on(sandbox: Sandbox, tmp_path: Path) -> None:
    with open_workshop(sandbox, tmp_path) as workshop:
        _stop(workshop)
        job_id = workshop.ask()
        first = workshop.wait_until(job_id, _is_waiting)
    sandbox.forget_calls()
    with open_workshop(sandbox, tmp_path) as workshop:
        time.sleep(0.5)
        assert workshop.job(job_id)["resumes_at"] == first["resumes_at"]
        assert sandbox.calls() == {}
        workshop.queue.stop()
        _end_stop(workshop)
    with open_workshop(sandbox, tmp_path) as workshop:
        assert workshop.wait(job_id)["state"] == "done"


@pytest.mark.postgres
@pytest.mark.redis
def test_of_several_workers_exactly_one_takes_a_job_up_at_the_end_of_a_stop(
    sandbox: Sandbox, tmp_path: Path, postgres_url: str, redis_url: str
) -> None:
    where = {"MOODDEX_DATABASE_URL": postgres_url, "MOODDEX_QUEUE_URL": redis_url}
    with open_workshop(sandbox, tmp_path, **where) as workshop:
        others = [Services.build(workshop.services.settings) for _ in range(2)]
        queues = [workshop.queue, *(JobQueue(services, beat_seconds=BEAT) for services in others)]
        try:
            for queue in queues:
                queue.work()
            _stop(workshop, template="/me/playlists", method="POST")
            job_id = workshop.ask()
            waits = workshop.wait_until(job_id, _is_waiting)
            assert waits["waits_for"] == "quota"
            before = sandbox.calls()["mal GET /users/{name}/animelist"]
            _end_stop(workshop)
            done = workshop.wait(job_id)
        finally:
            for queue in queues[1:]:
                queue.stop()
            for services in others:
                services.close()
    assert done["state"] == "done"
    assert sandbox.calls()["mal GET /users/{name}/animelist"] == before + 1
    assert sandbox.calls()["spotify POST /me/playlists"] == 2  # the refused one among them


def test_a_due_job_is_given_to_one_of_many_who_ask(workshop: Workshop) -> None:
    _stop(workshop)
    job_id = workshop.ask()
    workshop.wait_until(job_id, _is_waiting)
    workshop.queue.stop()
    store = workshop.services.store
    assert waiting.wake_due(store) == []
    _end_stop(workshop)
    assert [waiting.wake_due(store) for _ in range(3)] == [[job_id], [], []]


def _revoke(workshop: Workshop) -> None:
    workshop.sandbox.advance(4000)
    workshop.sandbox.fault("refresh_expired")


def test_a_job_without_a_login_waits_for_one_and_then_goes_on_by_itself(
    workshop: Workshop,
) -> None:
    _revoke(workshop)
    job_id = workshop.ask()
    job = workshop.wait_until(job_id, _is_waiting)
    assert (job["state"], job["stage"], job["waits_for"]) == ("queued", "waiting", "login")
    assert job["resumes_at"] is None
    assert job["problems"][-1]["code"] == "spotify_login_needed"
    store, vault = workshop.services.store, workshop.services.vault
    assert people.load_tokens(store, vault, workshop.user_id) is None

    workshop.sandbox.clear_faults()
    workshop.sandbox.forget_calls()
    stranger = people.find_or_create_user(store, "other", "Aoi")
    desk.logged_in(workshop.services, workshop.queue, stranger)
    assert workshop.job(job_id)["waits_for"] == "login"
    workshop.log_in()
    desk.logged_in(workshop.services, workshop.queue, workshop.user_id)
    done = workshop.wait(job_id)
    assert done["state"] == "done"
    assert "spotify_login_needed" not in {each["code"] for each in done["problems"]}
    assert _attempts(workshop.services) == [1]
    assert "mal GET /anime/{mal_id}" not in workshop.sandbox.calls()
    assert "animethemes POST /" not in workshop.sandbox.calls()


def test_a_login_that_comes_just_before_the_job_is_put_aside_is_not_missed(
    workshop: Workshop,
) -> None:
    workshop.queue.stop()
    store, job_id = workshop.services.store, workshop.ask()
    taken_at = now()
    assert jobs.claim(store, job_id, "worker")
    workshop.log_in()
    problem = Problem("Spotify", "spotify_login_needed", "Log in.")
    waiting.wait_for_login(store, job_id, "worker", taken_at, problem)
    assert jobs.free_jobs(store) == [job_id]
    assert jobs.claim(store, job_id, "worker")
    waiting.wait_for_login(store, job_id, "worker", now(), problem)
    assert jobs.free_jobs(store) == []


def test_disconnecting_drops_the_tokens_and_ends_what_runs_and_what_waits(
    workshop: Workshop,
) -> None:
    services, store = workshop.services, workshop.services.store
    made = workshop.wait(workshop.ask())
    workshop.sandbox.fault(service="spotify", template=SEARCH, latency=1.0)
    running = workshop.ask("mika")
    workshop.wait_until(running, lambda job: job["stage"] == "matching")
    workshop.services.ledger.stop(3600, "QUOTA_EXCEEDED")
    waits = workshop.ask("mika", min_score=8)
    workshop.wait_until(waits, _is_waiting)
    waiting.disconnect(store, workshop.user_id)
    assert people.load_tokens(store, services.vault, workshop.user_id) is None
    for job_id in (running, waits):
        assert workshop.wait(job_id)["state"] == "cancelled"
    assert made["state"] == "done"
    assert workshop.job(made["id"])["result"] == made["result"]


def test_deleting_the_user_ends_their_running_job_and_asks_nothing_more(
    workshop: Workshop,
) -> None:
    workshop.sandbox.fault(service="spotify", template=SEARCH, latency=1.0)
    job_id = workshop.ask()
    workshop.wait_until(job_id, lambda job: job["stage"] == "matching")
    people.delete_user(workshop.services.store, workshop.user_id)
    workshop.queue.stop()  # returns when the job has let go
    calls = workshop.spotify_calls()
    assert "POST /me/playlists" not in calls
    with workshop.services.store.snapshot() as session:
        assert session.scalars(select(JobRow)).all() == []
