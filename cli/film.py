"""`mooddex film FILE...`: what films, episodes and other long recordings hold."""

import json
import os
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from cli.film_output import Bar, summary, write_csv, write_json
from films.analysis import FilmModels, analyse, forget_old_journals, journal_of
from films.errors import FilmError, Trouble
from films.film_facts import Found, MetadataError
from films.film_names import name_of_file
from films.journal import JournalBusy
from films.metadata import Tables
from moods.models import WeightsError

_KEPT_DAYS = 30


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON for each file.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write FILE.json for each file into this folder; what is there already is not read anew.",
)
@click.option(
    "--csv",
    "csv_to",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write tables into this folder: FILE.seconds.csv, FILE.segments.csv, FILE.film.csv.",
)
@click.option(
    "--metadata",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A table, or a folder of them: IMDb's title.basics and title.ratings (title.crew and "
    "name.basics for directors), or MovieLens' movies, links and ratings. May be repeated.",
)
@click.option("--track", type=click.IntRange(min=1), help="Which audio track; 1 is the first.")
@click.option(
    "--weights",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder of the detector and heads, with their cards, in place of those shipped.",
)
def command(
    *,
    files: Sequence[Path],
    as_json: bool,
    out: Path | None,
    csv_to: Path | None,
    metadata: Sequence[Path],
    track: int | None,
    weights: Path | None,
) -> None:
    """Say where there is music in recordings of any length, and what that music is like.

    Each second is music, speech or other; runs of music of 10 seconds or more have a mood, valence
    and arousal, genres, and estimates of how lively and danceable they are. A reading that was
    broken off goes on where it was when the same command is given again. A file that cannot be
    read does not stop the others; then the exit status is 1.
    """
    if (out or csv_to) and len({file.name for file in files}) < len(files):
        raise click.UsageError("Two files have the same name: write them to folders of their own.")
    found = _metadata(files, metadata)
    try:
        models = FilmModels.load(weights)
    except WeightsError as error:
        raise click.UsageError(str(error)) from error
    journal = _journal(files[0], track)
    if journal:
        forget_old_journals(journal.parent, before=time.time() - _KEPT_DAYS * 86_400)
    failed = 0
    for file, known in zip(files, found, strict=True):
        try:
            told = _read(file, models, track=track, known=known, out=out)
            if csv_to:
                write_csv(told, csv_to)
        except (FilmError, JournalBusy, OSError) as error:
            failed += 1
            _tell_failure(file, error, as_json=as_json)
            continue
        click.echo(_line(told) if as_json else summary(told))
    raise SystemExit(1 if failed else 0)


def _read(
    file: Path, models: FilmModels, *, track: int | None, known: Found | None, out: Path | None
) -> dict[str, Any]:
    """The reading as JSON, from the folder of readings where it is there already."""
    target = out / f"{file.name}.json" if out else None
    state = _state(file, models, track)
    told = _earlier(target, state) if target else None
    if told is None:
        journal = out / f".{file.name}.journal" if out else _journal(file, track)
        with Bar(file.name) as bar:
            reading = analyse(file, models, track=track, journal=journal, progress=bar.show)
        told = reading.to_json() | {"made_from": state}
    if known is not None:
        told["metadata"] = known.to_json()
        words = known.told()
        problems = [one for one in told["problems"] if not one["code"].startswith("metadata_")]
        if words:
            problems.append(Trouble(f"metadata_{known.state}", words).to_json())
        told["problems"] = problems
    if target:
        write_json(told, target)
    return told


def _journal(file: Path, track: int | None) -> Path | None:
    """Where notes are kept; None where the user has no folder that can be written."""
    try:
        path = journal_of(file, track)
        path.parent.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError):
        return None
    return path if os.access(path.parent, os.W_OK) else None


def _state(file: Path, models: FilmModels, track: int | None) -> dict[str, Any] | None:
    """What a reading holds true of: the file as it is, the track asked for, the models."""
    try:
        stat = file.stat()
    except (OSError, ValueError):
        return None
    return {
        "bytes": stat.st_size,
        "changed": stat.st_mtime_ns,
        "track": track,
        "models": list(models.versions),
    }


def _earlier(target: Path, state: Mapping[str, Any] | None) -> dict[str, Any] | None:
    try:
        told = json.loads(target.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    same = isinstance(told, dict) and state is not None and told.get("made_from") == state
    return told if same else None


def _metadata(files: Sequence[Path], places: Sequence[Path]) -> Sequence[Found | None]:
    if not places:
        return [None] * len(files)
    try:
        return Tables.at(places).look_up([name_of_file(file.name) for file in files])
    except MetadataError as error:
        raise click.UsageError(str(error)) from error


def _tell_failure(file: Path, error: Exception, *, as_json: bool) -> None:
    if isinstance(error, FilmError):
        told = error.to_json()
    elif isinstance(error, JournalBusy):
        told = {"code": "film_busy", "message": "Another process is reading this file."}
    else:
        told = {"code": "film_output", "message": f"The result cannot be written: {error}"}
    if as_json:
        click.echo(_line({"file": os.fspath(file), "error": told}))
    click.echo(f"{click.format_filename(file)}: {told['message']}", err=True)


def _line(told: Mapping[str, Any]) -> str:
    text = json.dumps(told, ensure_ascii=False)
    # The name of a file need not be text; then JSON's own escapes carry its bytes.
    return text if text.isprintable() else json.dumps(told)
