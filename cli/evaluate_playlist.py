"""`mooddex evaluate playlist`: how many of a playlist's songs are read as a mood."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from moods.circumplex import MOODS, Mood, likeliest
from moods.models import WeightsError
from moods.reader import MoodReader
from moods.reading import ClipError, Reading
from server.config import Settings
from server.playlists.heard import Heard, heard, playlist_ids
from server.store.engine import Store

_AUDIO = frozenset({
    ".aac", ".aif", ".aiff", ".flac", ".m4a", ".mka", ".mkv", ".mp3", ".mp4", ".oga", ".ogg",
    ".opus", ".wav", ".webm", ".wma",
})  # fmt: skip


@dataclass(frozen=True)
class Share:
    """What share of a playlist's songs is read as a mood.

    Attributes:
        songs, read, unread: how many songs there are, and of how many the mood is known or not.
        proposed: songs that carry the mood, alone or with another.
        top: songs whose likeliest mood it is.
        share: `proposed` of those read, 0 to 1; None when none was read.
        top_share: the same for `top`.
        by_mood: how many songs have each mood as their likeliest.
        models: the names and versions of the models that read them.
    """

    playlist: str
    mood: str
    songs: int
    read: int
    unread: int
    proposed: int
    share: float | None
    top: int
    top_share: float | None
    by_mood: dict[str, int]
    models: list[str]


def share_of(playlist: Heard, mood: Mood) -> Share:
    """Count the readings of a playlist that are of a mood."""
    read = len(playlist.readings)
    proposed = sum(mood in reading.moods for reading in playlist.readings)
    likeliest_moods = Counter(likeliest(one.probabilities) for one in playlist.readings)
    top = likeliest_moods[mood]
    return Share(
        playlist=playlist.name,
        mood=mood.value,
        songs=playlist.songs,
        read=read,
        unread=playlist.songs - read,
        proposed=proposed,
        share=round(proposed / read, 4) if read else None,
        top=top,
        top_share=round(top / read, 4) if read else None,
        by_mood={each.value: likeliest_moods[each] for each in MOODS},
        models=sorted({model for one in playlist.readings for model in one.models}),
    )


@click.command("playlist")
@click.argument("playlist", nargs=-1, required=True)
@click.option("--mood", required=True, type=click.Choice([mood.value for mood in MOODS]))
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option(
    "--weights",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder of weights and their cards, in place of those shipped (audio files only).",
)
def command(playlist: Sequence[str], mood: str, *, as_json: bool, weights: Path | None) -> None:
    """The share of a playlist's songs that are read as a mood.

    PLAYLIST is a folder of audio files, or several files, which are read here without any
    network; or the link or id of a playlist that this MoodDex has read (at Spotify, or its own
    page), whose stored readings count. The exit status is 1 when no song could be read.
    """
    share = share_of(_hear(playlist, weights), Mood(mood))
    if as_json:
        click.echo(json.dumps(asdict(share), ensure_ascii=False))
    else:
        click.echo(_told(share))
    raise SystemExit(0 if share.read else 1)


def _told(share: Share) -> str:
    if not share.read:
        return f"{share.playlist}: none of {share.songs} songs could be read."
    others = ", ".join(f"{mood} {count}" for mood, count in share.by_mood.items())
    return "\n".join(
        (
            f"{share.playlist}: {share.proposed} of {share.read} songs read as {share.mood} "
            f"({share.proposed / share.read:.1%}); {share.top} with it as their likeliest mood.",
            f"Likeliest moods: {others}.",
            f"Songs that could not be read: {share.unread} of {share.songs}.",
        )
    )


def _hear(names: Sequence[str], weights: Path | None) -> Heard:
    paths = [Path(name) for name in names]
    if all(path.exists() for path in paths):
        return _hear_files(names[0] if len(names) == 1 else f"{len(names)} files", paths, weights)
    missing = [name for name, path in zip(names, paths, strict=True) if not path.exists()]
    if len(names) > 1 or not any(playlist_ids(names[0])):
        raise click.UsageError(
            f"{missing[0]} is neither a file or folder here nor a playlist's link or id."
        )
    return _hear_stored(names[0])


def _hear_files(name: str, paths: Sequence[Path], weights: Path | None) -> Heard:
    files = list(dict.fromkeys(file for path in paths for file in _audio_files(path)))
    if not files:
        raise click.UsageError(f"There is no audio file in {name}.")
    try:
        reader = MoodReader.load(weights)
    except WeightsError as error:
        raise click.UsageError(str(error)) from error
    readings: list[Reading] = []
    for file in files:
        try:
            readings.append(reader.read(file, None, clip_source="file"))
        except ClipError as error:
            click.echo(f"{file}: {error.message}", err=True)
    return Heard(name, len(files), readings)


def _audio_files(path: Path) -> Iterator[Path]:
    """A file itself, whatever its name; of a folder and all in it, what is named like audio."""
    if path.is_file():
        yield path
        return
    for file in sorted(path.rglob("*")):
        if file.suffix.lower() in _AUDIO and not file.name.startswith("."):
            yield file


def _hear_stored(name: str) -> Heard:
    try:
        settings = Settings.from_environment()
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    store = Store(settings.database_url)
    try:
        store.migrate()
        found = heard(store, name)
    finally:
        store.close()
    if found is None:
        raise click.ClickException(
            f"{name} has not been read by this MoodDex. Read it first: start the application, "
            "choose the playlist on the start page, and ask again once its job is done."
        )
    return found
