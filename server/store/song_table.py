"""The local table of anime songs: what was read from table pages and files. Shared by all users."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import String, func, select
from sqlalchemy.orm import Mapped, mapped_column

from server.domain import ThemeKind
from server.songs.normalise import fold
from server.store.engine import Store
from server.store.tables import Table, now

_CHUNK = 500


@dataclass(frozen=True)
class TableSong:
    """A row of an anime-song table.

    Attributes:
        mal_id: the show's MyAnimeList id; None where the table has no link to it.
        track_uri: `spotify:track:<id>`, the recording that the table links to.
        artist_url: the artist's page, as the table has it.
        playlist_uri: `spotify:playlist:<id>`, where the table links to a playlist instead.
    """

    mal_id: int | None
    anime_title: str
    title: str
    artist: str
    kind: ThemeKind
    sequence: int | None = None
    track_uri: str | None = None
    artist_url: str | None = None
    playlist_uri: str | None = None

    @property
    def key(self) -> str:
        """Equal for the same song in the same place of the same show, whatever its links say."""
        show = f"mal:{self.mal_id}" if self.mal_id is not None else fold(self.anime_title)
        parts = (show, self.kind, str(self.sequence), fold(self.title), fold(self.artist))
        return sha256("\n".join(parts).encode()).hexdigest()


class TableSongRow(Table):
    """A song of the local table."""

    __tablename__ = "song_table"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    mal_id: Mapped[int | None] = mapped_column(index=True)
    anime_title: Mapped[str] = mapped_column(String(512))
    title: Mapped[str] = mapped_column(String(512))
    artist: Mapped[str] = mapped_column(String(512))
    kind: Mapped[str] = mapped_column(String(2))
    sequence: Mapped[int | None]
    track_uri: Mapped[str | None] = mapped_column(String(64))
    artist_url: Mapped[str | None] = mapped_column(String(512))
    playlist_uri: Mapped[str | None] = mapped_column(String(64))
    updated_at: Mapped[datetime] = mapped_column(default=now)


@dataclass(frozen=True)
class Saved:
    """How many songs were new to the table, how many changed, how many were there already."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0

    def __add__(self, other: "Saved") -> "Saved":
        return Saved(
            self.added + other.added,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
        )


def save_songs(store: Store, songs: Iterable[TableSong]) -> Saved:
    """Keep songs; one that is there already takes the new spelling and links.

    A link that the new row lacks is kept. Of rows with the same key the last one counts.
    """
    saved = Saved()
    latest = {song.key: song for song in songs}
    keys = list(latest)
    for start in range(0, len(keys), _CHUNK):
        saved += _save(store, {key: latest[key] for key in keys[start : start + _CHUNK]})
    return saved


def songs_of(store: Store, mal_ids: Collection[int]) -> dict[int, list[TableSong]]:
    """The table's songs by MyAnimeList id, in the shows' order; shows it lacks are missing."""
    found: dict[int, list[TableSong]] = {}
    ids = list(dict.fromkeys(mal_ids))
    with store.snapshot() as session:
        for start in range(0, len(ids), _CHUNK):
            rows = session.scalars(
                select(TableSongRow)
                .where(TableSongRow.mal_id.in_(ids[start : start + _CHUNK]))
                .order_by(
                    TableSongRow.mal_id,
                    TableSongRow.kind.desc(),
                    func.coalesce(TableSongRow.sequence, 0),
                    TableSongRow.title,
                    TableSongRow.key,
                )
            )
            for row in rows:
                if row.mal_id is not None:
                    found.setdefault(row.mal_id, []).append(_song(row))
    return found


def _save(store: Store, songs: dict[str, TableSong]) -> Saved:
    added = changed = 0
    with store.session() as session:
        rows = session.scalars(select(TableSongRow).where(TableSongRow.key.in_(songs)))
        there = {row.key: row for row in rows}
        for key, song in songs.items():
            row = there.get(key)
            if row is None:
                row = TableSongRow(key=key)
                session.add(row)
                _write(row, song)
                added += 1
            elif _write(row, song):
                row.updated_at = now()
                changed += 1
    return Saved(added, changed, len(songs) - added - changed)


def _write(row: TableSongRow, song: TableSong) -> bool:
    """Whether writing the song changed the row."""
    values = {
        "mal_id": song.mal_id,
        "anime_title": song.anime_title[:512],
        "title": song.title[:512],
        "artist": song.artist[:512],
        "kind": song.kind.value,
        "sequence": song.sequence,
        "track_uri": song.track_uri or row.track_uri,
        "artist_url": song.artist_url[:512] if song.artist_url else row.artist_url,
        "playlist_uri": song.playlist_uri or row.playlist_uri,
    }
    changes = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changes.items():
        setattr(row, name, value)
    return bool(changes)


def _song(row: TableSongRow) -> TableSong:
    return TableSong(
        mal_id=row.mal_id,
        anime_title=row.anime_title,
        title=row.title,
        artist=row.artist,
        kind=ThemeKind(row.kind),
        sequence=row.sequence,
        track_uri=row.track_uri,
        artist_url=row.artist_url,
        playlist_uri=row.playlist_uri,
    )
