"""What `mooddex recommend` is asked with: tables of songs, readings of films, recordings."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import click

from films.film_names import name_of_file
from films.recommend.credits import MOST_LETTERS
from films.recommend.from_film import film_called, heard_in_film, with_heard
from films.recommend.index import FilmIndex
from films.recommend.question import Heard, spread_tuple

TEXTS = ("track_title", "performer", "writer")
_PLACES = ("valence", "arousal")
_MOST_IN_CELL = 100_000_000  # a quote that never ends is one cell


def read_tracks(path: Path) -> list[Heard]:
    """The songs of a table. What is odd about it is told on standard error.

    Columns are found by their names in the first line, whatever their order; `;` and tabs separate
    too. Empty lines are left out.

    Raises:
        click.ClickException: it cannot be read, or holds no song.
    """
    try:
        text = _decoded(path.read_bytes())
    except OSError as error:
        raise click.ClickException(f"{path} cannot be read: {error.strerror}.") from error
    if not text.strip():
        raise click.ClickException(f"{path} is empty: it needs a line with {', '.join(TEXTS)}.")
    try:
        songs = list(_songs(text, path))
    except csv.Error as error:
        raise click.ClickException(f"{path} is not a table (CSV): {error}.") from error
    if not songs:
        raise click.ClickException(f"{path} has no songs under its first line.")
    return songs


def heard_from_film(path: Path) -> list[Heard]:
    """The music of a film that was read. Raises click.ClickException: it is no such reading."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        found = heard_in_film(told if isinstance(told, dict) else {})
    except (OSError, ValueError) as error:
        message = "it is not what `mooddex film --json` prints of one film"
        raise click.ClickException(f"{path} cannot be used: {message}.") from error
    if not found:
        raise click.ClickException(f"{path}: no music was found in that film.")
    return found


def with_readings(index: FilmIndex, folder: Path) -> FilmIndex:
    """The index with the sound of films that were read; how many is told on standard error.

    Args:
        folder: what `mooddex film --out` wrote; films are found by the names of their files.
    """
    heard: dict[int, list[Heard]] = {}
    others = 0
    for path in sorted(folder.glob("*.json")):
        try:
            told = json.loads(path.read_text(encoding="utf-8"))
            movie_id = film_called(index, name_of_file(str(told["file"])))
            music = heard_in_film(told)
        except (OSError, ValueError, KeyError, TypeError):
            others += 1
            continue
        if movie_id is None or not music:
            others += 1
        else:
            heard[movie_id] = music
    click.echo(
        f"{folder}: films with their own sound: {len(heard)}; files of no film of the index, "
        f"or of no music: {others}.",
        err=True,
    )
    return with_heard(index, heard)


def heard_from_clip(path: Path) -> Heard:
    """A recording as it is read. Raises click.ClickException: it cannot be."""
    # The models take a while to load, and only this needs them.
    from moods.models import WeightsError  # noqa: PLC0415
    from moods.reader import MoodReader  # noqa: PLC0415
    from moods.reading import ClipError  # noqa: PLC0415

    try:
        reading = MoodReader.load().read(path, None, clip_source="file")
    except ClipError as error:
        raise click.ClickException(f"{path}: {error.message}") from error
    except WeightsError as error:
        raise click.ClickException(str(error)) from error
    return Heard(
        valence=reading.valence, arousal=reading.arousal, spread=spread_tuple(reading.spread)
    )


def _decoded(raw: bytes) -> str:
    raw = raw.replace(b"\0", b"") if not raw.startswith((b"\xff\xfe", b"\xfe\xff")) else raw
    encoding = "utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _songs(text: str, path: Path) -> Iterator[Heard]:
    csv.field_size_limit(_MOST_IN_CELL)
    first = text.lstrip().splitlines()[0]
    separator = max(",;\t", key=first.count)
    rows = csv.reader(io.StringIO(text.lstrip(), newline=""), delimiter=separator)
    columns: dict[str, int] = {}
    for at, name in enumerate(next(rows)):
        columns.setdefault("_".join(name.casefold().split()), at)
    _check_columns(columns, path)
    odd = broken = 0
    for row in rows:
        cells = {name: row[at].strip() for name, at in columns.items() if at < len(row)}
        place = _place(cells)
        odd += place is None and any(cells.get(name) for name in _PLACES)
        broken += any("\n" in cells.get(name, "") for name in TEXTS)
        title, performer, writer = (cells.get(name, "")[:MOST_LETTERS] for name in TEXTS)
        if place or title or performer or writer:
            valence, arousal = place or (None, None)
            yield Heard(title, performer, writer, valence, arousal)
    if odd:
        click.echo(
            f"{path}: {odd} places that are not two numbers from 0 to 1; left out.", err=True
        )
    if broken:
        click.echo(
            f"{path}: {broken} songs that go over several lines: is a quote not closed?", err=True
        )


def _check_columns(columns: Mapping[str, int], path: Path) -> None:
    missing = [name for name in TEXTS if name not in columns]
    has_place = all(name in columns for name in _PLACES)
    if len(missing) == len(TEXTS) and not has_place:
        first = "".join(letter for letter in ", ".join(columns)[:200] if letter.isprintable())
        raise click.ClickException(
            f"{path} has none of the columns {_listed(TEXTS)} in its first line, which is: {first}."
        )
    if missing:
        click.echo(f"{path} has no column {_listed(missing)}; going on without.", err=True)


def _place(cells: Mapping[str, str]) -> tuple[float, float] | None:
    try:
        valence, arousal = (float(cells.get(name, "")) for name in _PLACES)
    except ValueError:
        return None
    return (valence, arousal) if 0 <= valence <= 1 and 0 <= arousal <= 1 else None


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
