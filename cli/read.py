"""`mooddex read FILE...`: the mood of audio files."""

import json
from collections.abc import Sequence
from pathlib import Path

import click

from moods.models import WeightsError
from moods.reader import MoodReader
from moods.reading import ClipError


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--weights",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder of weights and their cards, in place of those shipped.",
)
@click.option(
    "--course",
    is_flag=True,
    help="Also valence, arousal and dominance second by second, as `course`.",
)
def command(files: Sequence[Path], weights: Path | None, course: bool) -> None:
    """Read the mood of audio files: one JSON line a file, in the order given.

    A line holds the file's name and its reading, or `error` with a code and a message. Of a
    recording longer than 90 seconds the middle 90 are read. The exit status is 0 when at
    least one file was read (the lines of the others say why not), 1 when none was, and 2 when
    the command could not run at all.
    """
    try:
        reader = MoodReader.load(weights)
    except WeightsError as error:
        raise click.UsageError(str(error)) from error
    read = 0
    for file in files:
        line: dict[str, object] = {"file": str(file)}
        try:
            line |= reader.read(file, None, clip_source="file").to_json()
            if course:
                line["course"] = [moment.to_json() for moment in reader.course(file)]
            read += 1
        except ClipError as error:
            line["error"] = {"code": error.code, "message": error.message}
        click.echo(json.dumps(line, ensure_ascii=False))
    raise SystemExit(0 if read else 1)
