"""Jobs put aside until something outside has happened: the quota is back, or a login.

They are `queued` all the while, but nobody takes them up before they are woken.
"""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from server.domain import Problem
from server.store.engine import Store
from server.store.jobs import add_problems_in, call_off, held
from server.store.tables import JobRow, Login, User, now

QUOTA = "quota"
LOGIN = "login"
STAGE = "waiting"


def wait_until(store: Store, job_id: str, worker: str, until: datetime, problem: Problem) -> None:
    """Put a job in hand aside until a moment; this attempt does not count."""
    _put_aside(store, job_id, worker, problem, waits_for=QUOTA, until=until)


def wait_for_login(
    store: Store, job_id: str, worker: str, since: datetime, problem: Problem
) -> None:
    """Put a job in hand aside until its owner logs in with Spotify.

    If they have done so after `since`, when the job was taken up, it only goes back to the queue.
    """
    _put_aside(store, job_id, worker, problem, waits_for=LOGIN, since=since)


def wake_due(store: Store) -> list[str]:
    """Wake the jobs whose moment has come; each is given to one caller only."""
    with store.session() as session:
        due = (JobRow.state == "queued", JobRow.waits_for == QUOTA, JobRow.resumes_at <= now())
        if session.scalar(select(JobRow.id).where(*due).limit(1)) is None:
            return []
        return list(session.scalars(update(JobRow).where(*due).values(_AWAKE).returning(JobRow.id)))


def next_due(store: Store) -> datetime | None:
    """When the next of the jobs that wait for a moment is to be woken."""
    with store.snapshot() as session:
        return session.scalar(
            select(JobRow.resumes_at)
            .where(JobRow.state == "queued", JobRow.waits_for == QUOTA)
            .order_by(JobRow.resumes_at)
            .limit(1)
        )


def wake_after_login(store: Store, user_id: int) -> list[str]:
    """Wake the jobs that waited for this user to log in."""
    with store.session() as session:
        _one_at_a_time(session, user_id)
        theirs = (JobRow.user_id == user_id, JobRow.state == "queued", JobRow.waits_for == LOGIN)
        return list(
            session.scalars(update(JobRow).where(*theirs).values(_AWAKE).returning(JobRow.id))
        )


def disconnect(store: Store, user_id: int) -> None:
    """Drop a user's tokens and call all their jobs off, at one stroke."""
    with store.session() as session:
        login = session.get(Login, user_id)
        if login is not None:
            session.delete(login)
        call_off(session, JobRow.user_id == user_id)


_AWAKE = {"waits_for": None, "resumes_at": None}


def _one_at_a_time(session: Session, user_id: int | None) -> None:
    """Keep a job's being put aside and its owner's login from missing each other."""
    session.execute(select(User.id).where(User.id == user_id).with_for_update())


def _put_aside(
    store: Store,
    job_id: str,
    worker: str,
    problem: Problem,
    *,
    waits_for: str,
    until: datetime | None = None,
    since: datetime | None = None,
) -> None:
    with store.session() as session:
        mine = held(job_id, worker)
        _one_at_a_time(session, session.scalar(select(JobRow.user_id).where(mine)))
        job = session.scalar(select(JobRow).where(mine).with_for_update())
        if job is None:
            return
        job.worker = job.heartbeat_at = None
        if job.cancel_requested:
            job.state, job.finished_at = "cancelled", now()
            return
        job.state = "queued"
        job.attempts -= 1
        if since is not None:
            login = session.get(Login, job.user_id)
            if login is not None and login.authorized_at > since:
                return
        job.waits_for, job.resumes_at = waits_for, until
        job.stage, job.done, job.total = STAGE, 0, 0
        session.flush()
        add_problems_in(session, job_id, [problem])
