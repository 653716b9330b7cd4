"""What the search budget promises: a job goes on with what is known, and nothing is lost."""

from pathlib import Path
from typing import Any

from sandbox.running import Sandbox
from tests.jobs.workshop import Workshop, open_workshop

BUDGET_USED = "search_budget_used"


def _told(job: dict[str, Any]) -> list[str]:
    return [each["message"] for each in job["problems"] if each["code"] == BUDGET_USED]


def _searches(workshop: Workshop) -> int:
    found = workshop.spotify_calls()["GET /search"]
    workshop.sandbox.forget_calls()
    return found


def test_runs_that_may_search_little_come_to_the_same_playlist(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    with open_workshop(sandbox, tmp_path / "free") as workshop:
        whole = workshop.uris_of(workshop.wait(workshop.ask()))
        needed = _searches(workshop)
        assert needed > 4
    with open_workshop(sandbox, tmp_path / "held", MOODDEX_SEARCHES_PER_RUN="4") as workshop:
        spent = 0
        for _ in range(needed):
            job = workshop.wait(workshop.ask())
            assert job["state"] == "done"
            searches = _searches(workshop)
            assert searches <= 4 + 1  # a song that is begun may take its second search
            spent += searches
            if not _told(job):
                break
            assert "start it again" in _told(job)[0]
        assert sorted(workshop.uris_of(job)) == sorted(whole)
        assert spent <= needed + 4


def test_a_day_that_is_used_up_is_told_with_its_end(sandbox: Sandbox, tmp_path: Path) -> None:
    with open_workshop(sandbox, tmp_path, MOODDEX_SEARCHES_PER_DAY="3") as workshop:
        first = workshop.wait(workshop.ask())
        assert "00:00 UTC" in _told(first)[0]
        _searches(workshop)
        again = workshop.wait(workshop.ask())
        assert _searches(workshop) == 0
        assert _told(again) == _told(first)
        assert again["result"]["playlist"]["id"] == first["result"]["playlist"]["id"]


def test_where_nothing_is_known_and_nothing_may_be_asked_the_job_says_so(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    with open_workshop(sandbox, tmp_path, MOODDEX_SEARCHES_PER_DAY="0") as workshop:
        sandbox.fault(service="animethemes", drop="before")  # so that no song comes with a link
        job = workshop.wait(workshop.ask())
        sandbox.clear_faults()
        assert job["state"] == "failed"
        assert job["problems"][-1]["code"] == BUDGET_USED
        assert len(_told(job)) == 1
