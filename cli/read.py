"""`mooddex read FILE...`: the mood of audio files, or of a folder of them (`--tag`)."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from cli.read_folder import FolderTask, read_folder
from moods.models import WeightsError
from moods.reader import MoodReader
from moods.reading import ClipError


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
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
@click.option(
    "--tag",
    "folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Read all audio in this folder, and write a playlist for each mood into it.",
)
@click.option(
    "--playlists-to",
    type=click.Path(path_type=Path, file_okay=False),
    help="With --tag: another folder for the playlists.",
)
@click.option(
    "--tag-copies",
    type=click.Path(path_type=Path, file_okay=False),
    help="With --tag: write mood tags into copies of the files in this folder.",
)
@click.option(
    "--tag-in-place", is_flag=True, help="With --tag: write mood tags into the files themselves."
)
def command(
    *,
    files: Sequence[Path],
    weights: Path | None,
    course: bool,
    folder: Path | None,
    playlists_to: Path | None,
    tag_copies: Path | None,
    tag_in_place: bool,
) -> None:
    """Read the mood of audio files: one JSON line a file, in the order given.

    A line holds the file's name and its reading, or `error` with a code and a message. Of a
    recording longer than 90 seconds the middle 90 are read. The exit status is 0 when at
    least one file was read (the lines of the others say why not), 1 when none was, and 2 when
    the command could not run at all.

    With --tag DIR it reads the audio files in that folder and in those within it, and writes
    mooddex-happy.m3u8 and its like. Files are changed only with --tag-in-place, and then only
    their tags: a file takes its old one's place when it is proved to sound the same, and one
    that cannot be tagged stays as it is and says why beside its reading.
    """
    if bool(files) == (folder is not None):
        raise click.UsageError("Name audio files, or a folder of them with --tag.")
    if folder is None and (playlists_to or tag_copies or tag_in_place):
        raise click.UsageError("Playlists and tags are for a folder: name it with --tag.")
    if folder is not None and course:
        raise click.UsageError("--course is for files that are named one by one.")
    task = None
    if folder is not None:
        task = FolderTask(folder, playlists_to or folder, tag_copies, tag_in_place)
    try:
        reader = MoodReader.load(weights)
    except WeightsError as error:
        raise click.UsageError(str(error)) from error
    raise SystemExit(0 if _read(reader, files, course, task) else 1)


def _read(reader: MoodReader, files: Sequence[Path], course: bool, task: FolderTask | None) -> int:
    if task is not None:
        return read_folder(reader, task, _tell)
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
        _tell(line)
    return read


def _tell(line: Mapping[str, Any]) -> None:
    text = json.dumps(line, ensure_ascii=False)
    # The name of a file need not be text; then JSON's own escapes carry its bytes.
    click.echo(text if text.isprintable() else json.dumps(line))
