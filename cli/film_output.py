"""How `mooddex film` shows what it found: a bar, a summary, JSON files and tables."""

import csv
import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import click

from films.analysis import Progress
from films.errors import clock
from films.film_reading import Segment

_WIDTH = 30
_SEGMENTS_SHOWN = 40
_SEGMENT = tuple(Segment(0, 0).to_json())


class Bar:
    """A line on the terminal that says how far a reading is; nothing where there is no terminal."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._shown = sys.stderr.isatty()

    def show(self, progress: Progress) -> None:
        """Draw it."""
        if not self._shown:
            return
        line = clock(progress.seconds)
        if progress.of:
            share = min(progress.seconds / progress.of, 1.0)
            done = round(_WIDTH * share)
            line = f"[{'#' * done}{'-' * (_WIDTH - done)}] {line} of {clock(progress.of)}"
        click.echo(f"\r\x1b[K{click.format_filename(self._name)} {line}", nl=False, err=True)

    def __enter__(self) -> Self:
        self.show(Progress(0.0, None))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._shown:
            click.echo("\r\x1b[K", nl=False, err=True)


def summary(told: Mapping[str, Any]) -> str:
    """A few lines for a person."""
    shares = ", ".join(f"{name} {_percent(share)}" for name, share in told["shares"].items())
    film, segments = told["film"], told["segments"]
    lines = [f"{click.format_filename(told['file'])}: {clock(told['duration'])}; {shares}"]
    found = (told.get("metadata") or {}).get("film")
    if found:
        rating = f", rated {found['rating']}" if found["rating"] is not None else ""
        year = "" if found["year"] is None else f" ({found['year']})"
        lines.append(f"  {found['title']}{year}{rating}")
    if not segments:
        lines.append("  no stretch of music of 10 seconds or more")
    else:
        lines.append(
            f"  {len(segments)} {'stretch' if len(segments) == 1 else 'stretches'} of music, "
            f"{clock(film['music_seconds'])} in all"
        )
    for title, key in (
        ("moods", "moods"),
        ("genres, where any is sure", "genres"),
        ("film genres", "film_genres"),
        ("valence", "valence_classes"),
        ("energy", "energy_classes"),
        ("danceability (estimate)", "danceability_classes"),
    ):
        if film[key]:
            parts = ", ".join(f"{name} {_percent(share)}" for name, share in film[key].items())
            lines.append(f"  {title}: {parts}")
    lines += [f"  {_segment(segment)}" for segment in segments[:_SEGMENTS_SHOWN]]
    if len(segments) > _SEGMENTS_SHOWN:
        lines.append(f"  and {len(segments) - _SEGMENTS_SHOWN} more; --json or --csv has them all")
    lines += [f"  note: {problem['message']}" for problem in told["problems"]]
    return "\n".join(lines)


def _segment(segment: Mapping[str, Any]) -> str:
    place = f"{clock(segment['start'])} - {clock(segment['end'])}"
    if segment["valence"] is None:
        return place
    words = [*segment["moods"], f"valence {segment['valence']:.2f}"]
    words += [f"arousal {segment['arousal']:.2f}", *segment["genres"]]
    return f"{place}  {', '.join(words)}"


def write_json(told: Mapping[str, Any], target: Path) -> None:
    """Write a reading so that a kill leaves the old file or the new one, never half of it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.part")
    part.write_text(json.dumps(told), encoding="utf-8")
    part.replace(target)


def write_csv(told: Mapping[str, Any], folder: Path) -> None:
    """The tables of a reading: its seconds, its runs of music, and the shares of the whole."""
    folder.mkdir(parents=True, exist_ok=True)
    name = os.path.basename(told["file"])  # noqa: PTH119 (a name need not be text)
    _table(
        folder / f"{name}.seconds.csv",
        ("second", "sound", "peak", "mood", "valence", "arousal", "dominance"),
        _seconds(told),
    )
    _table(
        folder / f"{name}.segments.csv",
        _SEGMENT,
        ([_cell(segment[column]) for column in _SEGMENT] for segment in told["segments"]),
    )
    _table(folder / f"{name}.film.csv", ("part", "name", "value"), _film(told))


def _seconds(told: Mapping[str, Any]) -> Iterable[Sequence[Any]]:
    course = told["course"]
    columns = [course[name] for name in ("moods", "valence", "arousal", "dominance")]
    heard = {int(at): row for at, *row in zip(course["at"], *columns, strict=True)}
    for second, (sound, peak) in enumerate(zip(told["seconds"], told["peaks"], strict=True)):
        yield second, sound, peak, *heard.get(second, ("", "", "", ""))


def _film(told: Mapping[str, Any]) -> Iterable[Sequence[Any]]:
    yield "file", "seconds", told["duration"]
    for name, share in told["shares"].items():
        yield "sound", name, share
    for part, value in told["film"].items():
        if isinstance(value, dict):
            yield from ((part, name, share) for name, share in value.items())
        else:
            yield "film", part, "" if value is None else value


def _cell(value: Any) -> Any:
    if isinstance(value, dict):
        return ";".join(f"{name}={share}" for name, share in value.items())
    if isinstance(value, list):
        return ";".join(value)
    return "" if value is None else value


def _table(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
