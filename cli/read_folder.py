"""What `mooddex read --tag` does: a folder's files read, their mood playlists, their tags."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from moods.audio import length_of
from moods.circumplex import Mood
from moods.reader import MoodReader
from moods.reading import ClipError, Reading
from moods.tagging.folder import PlaylistError, audio_files, write_playlists
from moods.tagging.safely import clear_leftovers, tag_copy, tag_in_place
from moods.tagging.tags import TagError, tags_of


@dataclass(frozen=True)
class FolderTask:
    """What is asked of a folder.

    Attributes:
        playlists: where the mood playlists go.
        copies: where copies with tags go; None for none.
        in_place: whether tags are written into the files themselves.
    """

    folder: Path
    playlists: Path
    copies: Path | None
    in_place: bool

    def __post_init__(self) -> None:
        if self.copies is None:
            return
        if self.in_place:
            raise click.UsageError("Tags go into copies or into the files: choose one.")
        if self.folder.resolve().is_relative_to(self.copies.resolve()):
            raise click.UsageError("The copies need a folder of their own.")


def read_folder(
    reader: MoodReader, task: FolderTask, tell: Callable[[Mapping[str, Any]], None]
) -> int:
    """Do it, telling a line for each file as soon as it is done; how many were read."""
    heard: dict[Path, tuple[Mood, ...]] = {}
    if task.in_place or task.copies:
        clear_leftovers(task.copies or task.folder)
    for path in audio_files(task.folder, [task.copies] if task.copies else ()):
        line: dict[str, Any] = {"file": str(path)}
        try:
            reading = reader.read(path, None, clip_source="file")
            heard[path] = reading.moods
            line |= reading.to_json() | _tagged(path, reading, task)
        except ClipError as error:
            line["error"] = {"code": error.code, "message": error.message}
        tell(line)
    try:
        lengths = {path: length_of(path) for path in heard}
        made, unfit = write_playlists(heard, task.playlists, lengths)
    except PlaylistError as error:
        raise click.ClickException(str(error)) from error
    for path in made:
        click.echo(f"Wrote {path}", err=True)
    for path in unfit:
        click.echo(f"No playlist can hold this file's name: {path!r}", err=True)
    return len(heard)


def _tagged(path: Path, reading: Reading, task: FolderTask) -> dict[str, Any]:
    """Write the tags that are asked for: where they are now, or `error` and why not."""
    if not task.in_place and task.copies is None:
        return {}
    target = path
    try:
        if task.copies is None:
            is_new = tag_in_place(path, tags_of(reading))
        else:
            target = task.copies / path.relative_to(task.folder)
            is_new = tag_copy(path, target, tags_of(reading))
    except TagError as error:
        return {"error": {"code": error.code, "message": error.message}}
    return {"tagged": {"file": str(target), "state": "written" if is_new else "already"}}
