"""Portraits of tracks: what is kept of how they sound, for all users; never the sound itself."""

import zlib
from collections.abc import Collection
from datetime import datetime
from typing import Any

import numpy as np
from sqlalchemy import LargeBinary, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from moods.circumplex import Dimensions
from moods.portrait import Portrait, Sound
from server.store.engine import Store
from server.store.songs import chunks
from server.store.tables import Table, now

_MELS = 96


class PortraitRow(Table):
    """`moods.portrait.Portrait` of the clip that a track's reading was made from."""

    __tablename__ = "portraits"

    track_uri: Mapped[str] = mapped_column(String(64), primary_key=True)
    seconds: Mapped[float]
    offset_seconds: Mapped[float]
    peaks: Mapped[bytes] = mapped_column(LargeBinary)
    picture: Mapped[bytes] = mapped_column(LargeBinary)
    """Compressed (zlib)."""
    course: Mapped[list[Any]]
    """[[seconds, valence, arousal, dominance], ...]"""
    sound: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime] = mapped_column(default=now)


def put(session: Session, uri: str, portrait: Portrait) -> None:
    """Keep a portrait in a transaction that is open, in place of an earlier one."""
    session.merge(
        PortraitRow(
            track_uri=uri,
            seconds=portrait.seconds,
            offset_seconds=portrait.offset_seconds,
            peaks=portrait.peaks.tobytes(),
            picture=zlib.compress(portrait.picture.tobytes(), 9),
            course=[
                [at, *(round(x, 4) for x in (place.valence, place.arousal, place.dominance))]
                for at, place in portrait.course
            ],
            sound=portrait.sound.tobytes(),
            made_at=now(),
        )
    )


def portrait(store: Store, uri: str) -> Portrait | None:
    """The portrait of a track, if there is one."""
    with store.snapshot() as session:
        row = session.get(PortraitRow, uri)
    if row is None:
        return None
    picture = np.frombuffer(zlib.decompress(row.picture), np.uint8)
    return Portrait(
        seconds=row.seconds,
        offset_seconds=row.offset_seconds,
        peaks=np.frombuffer(row.peaks, np.uint8).reshape(-1, 2),
        picture=picture.reshape(_MELS, -1),
        course=tuple((at, Dimensions(*place)) for at, *place in row.course),
        sound=np.frombuffer(row.sound, np.int8),
    )


def sounds(store: Store, uris: Collection[str]) -> dict[str, Sound]:
    """The sound vectors of those of these tracks that have a portrait."""
    wanted = select(PortraitRow.track_uri, PortraitRow.sound)
    with store.snapshot() as session:
        return {
            uri: np.frombuffer(sound, np.int8)
            for some in chunks(uris)
            for uri, sound in session.execute(wanted.where(PortraitRow.track_uri.in_(some)))
        }
