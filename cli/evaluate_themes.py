"""`mooddex evaluate themes`: how many theme strings the parser reads right."""

import csv
import gzip
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from server.songs.theme_text import parse_theme_text, plain_text
from training.records import write_record

_PREFIXES = ("", "#1: ", "2: ", "#3. ")
_EPISODES = ("", " (eps 1-12)", " (ep 3)", " (eps 1-11, 13)")
_NATIVE_TITLES = (None, "夜明けの歌", "キミの空 (TVサイズ)")
_NATIVE_NAMES = (None, "星野ひかり")
_JOINTS = (" & ", " feat. ")


@dataclass(frozen=True)
class Song:
    """What a theme string ought to say of a song.

    Attributes:
        artists: the performers, one by one; none where they are not known one by one.
        credit: the text of a credit instead, which may name one performer or several.
    """

    title: str
    artists: tuple[str, ...] = ()
    credit: str = ""


@dataclass(frozen=True)
class Figures:
    """How many were read right.

    Attributes:
        themes: songs of the table.
        with_artist: those whose artists it knows.
        strings: strings made of all of them.
        read_right: strings whose title, native title, artists, number and episodes were right.
        title_right, artists_right: strings where at least that was; artists of those with some.
        themes_right: themes all of whose strings were read right.
        interval_95: of the share of themes read right, after Wilson.
        worst: themes that were not, with how many of their strings and one of them.
    """

    themes: int
    with_artist: int
    strings: int
    read_right: int
    title_right: int
    with_artist_strings: int
    artists_right: int
    themes_right: int
    interval_95: tuple[float, float]
    worst: list[dict[str, object]]


def read_songs(data: Path) -> list[Song]:
    """The songs of `anime/themes.csv.gz` in a folder of data sets."""
    with gzip.open(data / "anime" / "themes.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return [
            Song(
                plain_text(row["song_title"]),
                tuple(
                    dict.fromkeys(
                        plain_text(name) for name in row["artist"].split(";") if name.strip()
                    )
                ),
                plain_text(row["artist_from_title"]),
            )
            for row in csv.DictReader(file)
            if row["song_title"].strip()
        ]


def measure(songs: Sequence[Song], most_shown: int = 20) -> Figures:
    """Write each song in every way of the grammar, read it back, and count."""
    strings = right = titles = credited = artists = themes = 0
    worst: list[dict[str, object]] = []
    for song in songs:
        wrong: list[str] = []
        for text, native, sequence, episodes in _written(song):
            read = parse_theme_text(text)
            is_title = read.title == song.title and read.native_title == native
            names = tuple(artist.name for artist in read.artists)
            is_credit = names == song.artists if song.artists else bool(names) == bool(song.credit)
            is_rest = read.sequence == sequence and read.episodes == episodes
            strings += 1
            titles += is_title
            credited += bool(song.artists)
            artists += bool(song.artists) and is_credit
            right += is_title and is_credit and is_rest
            if not (is_title and is_credit and is_rest):
                wrong.append(text)
        themes += not wrong
        if wrong:
            worst.append({"strings": len(wrong), "text": wrong[0]})
    return Figures(
        themes=len(songs),
        with_artist=sum(bool(song.artists) for song in songs),
        strings=strings,
        read_right=right,
        title_right=titles,
        with_artist_strings=credited,
        artists_right=artists,
        themes_right=themes,
        interval_95=wilson(themes, len(songs)),
        worst=worst[:most_shown],
    )


def wilson(count: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share, 0 to 1 each."""
    if not of:
        return 0.0, 1.0
    z, share = 1.96, count / of
    middle = share + z * z / (2 * of)
    spread = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    scale = 1 + z * z / of
    low, high = (middle - spread) / scale, (middle + spread) / scale
    return min(max(low, 0.0), share), max(min(high, 1.0), share)


def _written(song: Song) -> Iterator[tuple[str, str | None, int | None, str | None]]:
    """Every way to write a song: the string, and the native title, number, episodes in it."""
    for joint in _JOINTS[: 2 if len(song.artists) > 1 else 1]:
        for name in _NATIVE_NAMES[: 2 if song.artists else 1]:
            bracket = f" ({name})" if name else ""
            credit = joint.join(f"{artist}{bracket}" for artist in song.artists) or song.credit
            by = f" by {credit}" if credit else ""
            for sequence, prefix in zip((None, 1, 2, 3), _PREFIXES, strict=True):
                for episodes in _EPISODES:
                    told = episodes.strip(" ()").partition(" ")[2] or None
                    for native in _NATIVE_TITLES:
                        title = f"{song.title} ({native})" if native else song.title
                        yield f'{prefix}"{title}"{by}{episodes}', native, sequence, told


@click.command("themes")
@click.option(
    "--data",
    required=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder of data sets; anime/themes.csv.gz in it is read.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--keep", is_flag=True, help="Keep the figures for docs/RESULTS.md.")
def command(data: Path, as_json: bool, keep: bool) -> None:
    """Count the theme strings that are read right.

    Each song of the table is written in the ways that MyAnimeList's theme texts are (with and
    without number, native title, native name, episodes, one joint or another between artists)
    and read back.
    """
    try:
        figures = measure(read_songs(data))
    except (OSError, KeyError) as error:
        raise click.ClickException(f"anime/themes.csv.gz cannot be read: {error}") from error
    if keep:
        body = {"model": "theme-text", "data": "anime/themes.csv.gz", **asdict(figures)}
        write_record("theme-text", {name: one for name, one in body.items() if name != "worst"})
    if as_json:
        click.echo(json.dumps(asdict(figures), ensure_ascii=False))
        return
    low, high = figures.interval_95
    rows = (
        ("themes read right however they are written", figures.themes_right, figures.themes),
        ("strings read right", figures.read_right, figures.strings),
        ("strings with the right title", figures.title_right, figures.strings),
        ("strings with the right artists", figures.artists_right, figures.with_artist_strings),
    )
    for words, count, of in rows:
        click.echo(f"{words:44} {count:>8} of {of:>8}  {count / max(of, 1):8.3%}")
    click.echo(f"95 % interval of the first: {low:.3%} to {high:.3%}")
    for one in figures.worst:
        click.echo(f"  not: {one['text']} ({one['strings']} ways)")
