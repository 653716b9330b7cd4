"""Jobs as rows: asked for, taken up, told of, ended. Which worker holds a job is decided here."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import CursorResult, and_, exists, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, aliased

from server.domain import Problem
from server.store.engine import Store
from server.store.tables import JobProblem, JobRow, User, now

UNFINISHED = ("queued", "running")
STALE_AFTER = timedelta(seconds=60)
"""A running job whose heart has not beaten for so long has lost its process."""


@dataclass(frozen=True)
class JobTicket:
    """A job as it was asked for, and how often it was taken up."""

    id: str
    user_id: int
    kind: str
    request: Mapping[str, Any]
    attempts: int


@dataclass(frozen=True)
class JobView:
    """A job as its owner may see it."""

    id: str
    kind: str
    request: Mapping[str, Any]
    state: str
    stage: str
    done: int
    total: int
    result: Mapping[str, Any] | None
    cancel_requested: bool
    created_at: datetime
    waits_for: str | None
    """`quota` or `login` while it is put aside."""
    resumes_at: datetime | None
    problems: tuple[Problem, ...]


def find_or_add(
    store: Store,
    user_id: int,
    kind: str,
    request: Mapping[str, Any],
    fingerprint: str,
    *,
    at_most: int,
) -> tuple[str | None, bool]:
    """The id of the user's unfinished job with this fingerprint, or of a new one.

    Returns the id and whether the job is new; (None, False) when the user already has
    `at_most` unfinished jobs, those that were put aside not counted.
    """
    with store.session() as session:
        # Two clicks at once wait for each other here, so that the second finds the first's job.
        session.execute(select(User.id).where(User.id == user_id).with_for_update())
        unfinished = session.execute(
            select(JobRow.id, JobRow.fingerprint, JobRow.cancel_requested, JobRow.waits_for).where(
                JobRow.user_id == user_id, JobRow.state.in_(UNFINISHED)
            )
        ).all()
        for row in unfinished:
            if row.fingerprint == fingerprint and not row.cancel_requested:
                return row.id, False
        if sum(row.waits_for is None for row in unfinished) >= at_most:
            return None, False
        job = JobRow(
            id=uuid4().hex,
            user_id=user_id,
            kind=kind,
            request=dict(request),
            fingerprint=fingerprint,
        )
        session.add(job)
        session.flush()
        return job.id, True


def view(store: Store, user_id: int, job_id: str) -> JobView | None:
    """A user's job with its problems; None when it is not theirs."""
    with store.snapshot() as session:
        row = session.get(JobRow, job_id)
        if row is None or row.user_id != user_id:
            return None
        problems = session.scalars(
            select(JobProblem).where(JobProblem.job_id == job_id).order_by(JobProblem.id)
        )
        return JobView(
            id=row.id,
            kind=row.kind,
            request=row.request,
            state=row.state,
            stage=row.stage,
            done=row.done,
            total=row.total,
            result=row.result,
            cancel_requested=row.cancel_requested,
            created_at=row.created_at,
            waits_for=row.waits_for if row.state == "queued" else None,
            resumes_at=row.resumes_at if row.state == "queued" else None,
            problems=tuple(Problem(p.item, p.code, p.message) for p in problems),
        )


def under_way(store: Store, user_id: int) -> list[JobTicket]:
    """A user's jobs that are queued or running, the oldest first."""
    with store.snapshot() as session:
        rows = session.scalars(
            select(JobRow)
            .where(JobRow.user_id == user_id, JobRow.state.in_(UNFINISHED))
            .order_by(JobRow.created_at, JobRow.id)
        )
        return [_ticket(row) for row in rows]


def request_cancel(store: Store, user_id: int, job_id: str) -> bool:
    """Ask a job to stop: one still queued ends at once. False when it is not the user's."""
    with store.session() as session:
        mine = and_(JobRow.id == job_id, JobRow.user_id == user_id)
        call_off(session, mine)
        return session.scalar(select(JobRow.id).where(mine)) is not None


def call_off(session: Session, which: Any) -> None:
    """Ask jobs to stop, within a transaction: those still queued end at once."""
    # In this order: what goes from running to queued just now is held by the first statement.
    session.execute(
        update(JobRow).where(which, JobRow.state.in_(UNFINISHED)).values(cancel_requested=True)
    )
    session.execute(
        update(JobRow)
        .where(which, JobRow.state == "queued")
        .values(state="cancelled", finished_at=now())
    )


def claim(store: Store, job_id: str, worker: str) -> JobTicket | None:
    """Take a job up; None when it has ended, or it is not the time. Only one of many gets it.

    It is not the time while another worker has it, or has an equal job of the same user that was
    cancelled and has not stopped yet: the two would write to one playlist.
    """
    other, this = aliased(JobRow), aliased(JobRow)
    equal_one_runs = exists().where(
        this.id == job_id,
        other.id != this.id,
        other.user_id == this.user_id,
        other.fingerprint == this.fingerprint,
        other.state == "running",
        other.heartbeat_at >= now() - STALE_AFTER,
    )
    with store.session() as session:
        taken = _changed(
            session,
            update(JobRow)
            .where(JobRow.id == job_id, _free(), ~equal_one_runs)
            .values(
                state="running",
                worker=worker,
                heartbeat_at=now(),
                attempts=JobRow.attempts + 1,
            ),
        )
        if not taken:
            return None
        return _ticket(session.get_one(JobRow, job_id))


def keep(store: Store, job_id: str, worker: str, **values: Any) -> bool | None:
    """Write progress or a result of a job in hand, with a heartbeat.

    Returns whether its owner has asked to cancel it; None when it is no longer this worker's.
    """
    with store.session() as session:
        if not _changed(
            session,
            update(JobRow).where(held(job_id, worker)).values(heartbeat_at=now(), **values),
        ):
            return None
        return bool(session.scalar(select(JobRow.cancel_requested).where(JobRow.id == job_id)))


def finish(store: Store, job_id: str, worker: str, state: str, problem: Problem | None) -> None:
    """End a job in hand: `done`, `failed` or `cancelled`, with a last problem if there is one."""
    with store.session() as session:
        if _changed(
            session,
            update(JobRow).where(held(job_id, worker)).values(state=state, finished_at=now()),
        ):
            add_problems_in(session, job_id, [problem] if problem else [])


def add_problems(store: Store, job_id: str, problems: Sequence[Problem]) -> None:
    """Tell of items that did not work out; the same one is told once."""
    with store.session() as session:
        add_problems_in(session, job_id, problems)


def clear_problems(store: Store, job_id: str) -> None:
    """Forget a job's problems: it is taken up anew and will meet again those that remain."""
    with store.session() as session:
        session.query(JobProblem).filter(JobProblem.job_id == job_id).delete()


def put_back(store: Store, job_id: str, worker: str) -> None:
    """Give a job in hand back to the queue; this attempt does not count."""
    with store.session() as session:
        session.execute(
            update(JobRow)
            .where(held(job_id, worker))
            .values(state="queued", worker=None, heartbeat_at=None, attempts=JobRow.attempts - 1)
        )


def beat(store: Store, worker: str, job_ids: Collection[str]) -> None:
    """One heartbeat for jobs that a worker has in hand."""
    with store.session() as session:
        session.execute(
            update(JobRow)
            .where(JobRow.id.in_(job_ids), JobRow.state == "running", JobRow.worker == worker)
            .values(heartbeat_at=now())
        )


def free_those_of(store: Store, worker: str) -> None:
    """Give back the jobs of a worker that is known to be dead."""
    with store.session() as session:
        session.execute(
            update(JobRow)
            .where(JobRow.state == "running", JobRow.worker == worker)
            .values(state="queued", worker=None, heartbeat_at=None)
        )


def holders(store: Store) -> list[str]:
    """The workers that hold a job."""
    with store.snapshot() as session:
        names = select(JobRow.worker).where(JobRow.state == "running").distinct()
        return [name for name in session.scalars(names) if name is not None]


def free_jobs(store: Store) -> list[str]:
    """The jobs that nobody holds and that wait for nothing, the oldest first."""
    with store.snapshot() as session:
        return list(
            session.scalars(select(JobRow.id).where(_free()).order_by(JobRow.created_at, JobRow.id))
        )


def _ticket(row: JobRow) -> JobTicket:
    return JobTicket(row.id, row.user_id, row.kind, row.request, row.attempts)


def _free() -> Any:
    stale = and_(JobRow.state == "running", JobRow.heartbeat_at < now() - STALE_AFTER)
    return or_(and_(JobRow.state == "queued", JobRow.waits_for.is_(None)), stale)


def held(job_id: str, worker: str) -> Any:
    """The condition that a job is in this worker's hands."""
    return and_(JobRow.id == job_id, JobRow.worker == worker, JobRow.state == "running")


def _changed(session: Session, statement: Any) -> bool:
    result = session.execute(statement)
    assert isinstance(result, CursorResult)
    return result.rowcount == 1


def add_problems_in(session: Session, job_id: str, problems: Sequence[Problem]) -> None:
    """As `add_problems`, within a transaction."""
    if not problems:
        return
    build = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    rows = [
        {
            "job_id": job_id,
            "item": problem.item[:512],
            "code": problem.code[:64],
            "message": problem.message[:1024],
        }
        for problem in problems
    ]
    session.execute(build(JobProblem).on_conflict_do_nothing(), rows)
