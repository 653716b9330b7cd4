"""Readings that other models made are made anew, and stay until that is done."""

from typing import Any

from sqlalchemy import func, select, update

from server.store import portraits
from server.store.tables import ReadingFailure, ReadingRow
from tests.jobs.workshop import Workshop


def _bodies(workshop: Workshop) -> dict[str, dict[str, Any]]:
    with workshop.services.store.snapshot() as session:
        return {row.track_uri: row.body for row in session.scalars(select(ReadingRow))}


def _make_older(workshop: Workshop) -> dict[str, dict[str, Any]]:
    """Give all readings the version that was served before; what they are then."""
    with workshop.services.store.session() as session:
        for row in session.scalars(select(ReadingRow)):
            body = {name: value for name, value in row.body.items() if name != "spread"}
            body["models"] = [f"{each.split()[0]} 0.9" for each in row.body["models"]]
            session.execute(
                update(ReadingRow).where(ReadingRow.track_uri == row.track_uri).values(body=body)
            )
    return _bodies(workshop)


def _failures(workshop: Workshop) -> int:
    with workshop.services.store.snapshot() as session:
        return session.scalar(select(func.count()).select_from(ReadingFailure)) or 0


def test_an_older_reading_is_made_anew_with_a_portrait(workshop: Workshop) -> None:
    workshop.wait(workshop.ask())
    first = _bodies(workshop)
    clips = {uri for uri, body in first.items() if body["clip_source"]}
    store = workshop.services.store
    assert clips
    assert set(portraits.sounds(store, first)) == clips
    _make_older(workshop)
    job = workshop.wait(workshop.ask())
    assert job["state"] == "done"
    assert _bodies(workshop) == first
    workshop.sandbox.forget_calls()
    workshop.wait(workshop.ask())
    assert not any(call.startswith("audio") for call in workshop.sandbox.calls())


def test_a_reading_that_cannot_be_made_anew_stays_and_is_not_tried_each_time(
    workshop: Workshop,
) -> None:
    before = workshop.wait(workshop.ask())
    older = _make_older(workshop)
    clips = {uri for uri, body in older.items() if body["clip_source"]}
    known = _failures(workshop)
    for service in ("audio", "deezer", "itunes"):
        workshop.sandbox.fault(service=service, status=503)
    job = workshop.wait(workshop.ask())
    assert job["state"] == "done"
    told = {problem["item"] for problem in job["problems"]}
    songs = {problem["item"] for problem in before["problems"]}
    services = {"AnimeThemes audio", "Deezer", "iTunes", "Deezer audio", "iTunes audio"}
    assert told - songs <= services, "a song that has a reading is no problem"
    now = _bodies(workshop)
    assert {uri: now[uri] for uri in clips} == {uri: older[uri] for uri in clips}
    assert _failures(workshop) - known == len(clips)
    workshop.sandbox.clear_faults()
    workshop.sandbox.forget_calls()
    workshop.wait(workshop.ask())
    assert not any(call.startswith("audio") for call in workshop.sandbox.calls())
    assert {uri: _bodies(workshop)[uri] for uri in clips} == {uri: older[uri] for uri in clips}
