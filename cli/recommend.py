"""`mooddex recommend`: films whose music is like some songs."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from cli.recommend_input import (
    heard_from_clip,
    heard_from_film,
    read_tracks,
    with_readings,
)
from films.recommend.finder import FilmFinder
from films.recommend.index import FilmIndexError
from films.recommend.index_file import load_index
from films.recommend.question import Heard
from films.recommend.suggestion import Suggestion


class _Place(click.ParamType["tuple[float, float]"]):
    """Valence and arousal, as `0.7,0.4`."""

    name = "V,A"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[float, float]:
        try:
            valence, arousal = (float(part) for part in str(value).split(","))
        except ValueError:
            self.fail("give valence and arousal, from 0 to 1, as in 0.7,0.4", param, ctx)
        if not (0 <= valence <= 1 and 0 <= arousal <= 1):
            self.fail("valence and arousal are numbers from 0 to 1", param, ctx)
        return valence, arousal


_EXISTING = click.Path(path_type=Path, exists=True, dir_okay=False)
_FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)


@click.command()
@click.option(
    "--tracks",
    type=_EXISTING,
    help="A table (CSV) with the columns track_title, performer, writer, and, where they are "
    "known, valence and arousal; others are left alone.",
)
@click.option("--song", "songs", multiple=True, metavar="TITLE", help="A song; may be repeated.")
@click.option(
    "--by",
    "names",
    multiple=True,
    metavar="NAME",
    help="Who performs or wrote it: one for each --song in their order, or one for all of them. "
    "Without --song: anything by them.",
)
@click.option("--point", type=_Place(), help="A place on the mood plane: valence and arousal.")
@click.option("--film", type=_EXISTING, help="What `mooddex film --json` printed of a film.")
@click.option("--clip", type=_EXISTING, help="A recording, to be read first.")
@click.option("--top", default=10, show_default=True, type=click.IntRange(1), help="How many.")
@click.option(
    "--without", multiple=True, type=int, metavar="ID", help="A film (MovieLens) not to name."
)
@click.option("--varied", is_flag=True, help="Films that are less like each other.")
@click.option(
    "--index",
    type=_FOLDER,
    help="A folder with an index of films of your own (films.npz, films.json).",
)
@click.option(
    "--heard",
    type=_FOLDER,
    help="A folder of readings (`mooddex film --out`): films that were read are known by their own "
    "sound.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(
    *,
    tracks: Path | None,
    songs: Sequence[str],
    names: Sequence[str],
    point: tuple[float, float] | None,
    film: Path | None,
    clip: Path | None,
    top: int,
    without: Sequence[int],
    varied: bool,
    index: Path | None,
    heard: Path | None,
    as_json: bool,
) -> None:
    """Name films whose music is like some songs, each with reasons that can be checked.

    Songs may come from a table, from the command line, from a film or a recording, and a place on
    the mood plane may stand for them; what is given together is asked together.
    """
    asked = _named(songs, names)
    if tracks:
        asked += read_tracks(tracks)
    if point:
        asked.append(Heard(valence=point[0], arousal=point[1]))
    if film:
        asked += heard_from_film(film)
    if clip:
        asked.append(heard_from_clip(clip))
    if not any((tracks, songs, names, point, film, clip)):
        raise click.UsageError("Say what to ask with: --tracks, --song, --point, --film or --clip.")
    try:
        films = load_index(index)
    except FilmIndexError as error:
        raise click.ClickException(str(error)) from error
    finder = FilmFinder(with_readings(films, heard) if heard else films)
    found = finder.find(asked, count=top, without=set(without), varied=varied)
    click.echo(_json(found) if as_json else _table(found))


def _named(songs: Sequence[str], names: Sequence[str]) -> list[Heard]:
    songs, names = ([_text(word) for word in words] for words in (songs, names))
    if not songs:
        return [Heard(performer=name) for name in names]
    if len(names) not in (0, 1, len(songs)):
        raise click.UsageError("Give one --by for each --song, or one for all of them.")
    by = list(names) * (len(songs) if len(names) == 1 else 1) or [""] * len(songs)
    return [Heard(title, name) for title, name in zip(songs, by, strict=True)]


def _text(word: str) -> str:
    """A word of the command line without bytes that are no text."""
    return word.encode(errors="replace").decode()


def _json(found: Sequence[Suggestion]) -> str:
    films = [
        {
            "movie_id": film.movie_id,
            "title": film.title,
            "year": film.year,
            "score": round(film.score, 4),
            "known": film.known.value,
            "reasons": [str(reason) for reason in film.reasons],
        }
        for film in found
    ]
    return json.dumps({"films": films}, ensure_ascii=False)


def _table(found: Sequence[Suggestion]) -> str:
    lines = []
    for place, film in enumerate(found, 1):
        year = f" ({film.year})" if film.year else ""
        lines.append(f"{place:>3}. {film.score:.2f}  {film.title}{year}")
        lines += [f"           {reason}" for reason in film.reasons]
    return "\n".join(lines)
