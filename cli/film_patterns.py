"""`mooddex film-patterns`: what films that were read have in common."""

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from films.collection import Collection, of_films
from films.patterns import told
from films.surfaces import GroupsError, surface

_LINKS_SHOWN = 10
_TINY = 0.001
_PARTS_SHOWN = 3


@click.command()
@click.argument("places", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--json", "as_json", is_flag=True, help="Print all of it as one JSON object.")
@click.option(
    "--csv",
    "csv_to",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write the table of films and the correlations into this folder.",
)
@click.option(
    "--by",
    type=click.Choice(["director", "genre", "decade"]),
    help="Also part the groups of films by this, on the plane of their music's two main axes.",
)
@click.option(
    "--group", "groups", multiple=True, help="With --by: one of the groups. May be repeated."
)
def command(
    *,
    places: Sequence[Path],
    as_json: bool,
    csv_to: Path | None,
    by: str | None,
    groups: Sequence[str],
) -> None:
    """Look for patterns in a collection of films.

    PLACES are readings that `mooddex film --out` wrote, or folders of them. Compared are what the
    music is like and what --metadata told of the films: rank correlations with p-values corrected
    for as many comparisons as there are, principal components of the music, of the facts and of
    both, and what chance alone would do in a collection of that size.
    """
    if groups and not by:
        raise click.UsageError("Say what groups the films, with --by.")
    collection = _collection(places)
    parted = None
    if by:
        try:
            parted = surface(collection, by, groups).to_json() | {"by": by}
        except GroupsError as error:
            if groups:
                raise click.UsageError(str(error)) from error
            click.echo(str(error), err=True)  # the rest is worth telling
    patterns = told(collection, parted)
    if csv_to:
        _write_tables(collection, patterns, csv_to)
    click.echo(json.dumps(patterns, ensure_ascii=False) if as_json else _summary(patterns))


def _collection(places: Sequence[Path]) -> Collection:
    readings: list[dict[str, Any]] = []
    for place in places:
        for path in sorted(place.rglob("*.json")) if place.is_dir() else [place]:
            try:
                body = json.loads(path.read_text(encoding="utf-8"))
                of_films([body])
            except (OSError, ValueError, KeyError, TypeError, AttributeError):
                click.echo(f"{click.format_filename(path)}: this is no reading of a film", err=True)
                continue
            readings.append(body)
    if not readings:
        raise click.UsageError("There are no readings; `mooddex film --out DIR` writes them.")
    return of_films(readings)


def _summary(patterns: Mapping[str, Any]) -> str:
    count, tests = len(patterns["items"]), patterns["correlations"]["tests"]
    lines = [f"{count} {'film' if count == 1 else 'films'}, {tests} comparisons"]
    lines += [f"  note: {words}" for words in patterns["warnings"]]
    music = set(patterns["columns"]["music"])
    found = [((one["one"] in music) != (one["other"] in music), one) for one in patterns["found"]]
    for title, is_between in (
        ("music and facts", True),
        ("within the music or the facts, where some must", False),
    ):
        links = [link for between, link in found if between == is_between]
        if links:
            lines.append(f"  what goes together, {title}:")
            lines += [f"    {_link(link)}" for link in links[:_LINKS_SHOWN]]
        if len(links) > _LINKS_SHOWN:
            lines.append(f"    and {len(links) - _LINKS_SHOWN} more; --json or --csv has them all")
    for name, part in patterns["components"].items():
        if part is None:
            continue
        first = sorted(
            zip(part["columns"], part["loadings"][0], strict=True), key=lambda one: -abs(one[1])
        )[:_PARTS_SHOWN]
        parts = ", ".join(f"{column} {weight:+.2f}" for column, weight in first)
        lines.append(f"  main axis of {name}: {100 * part['shares'][0]:.0f} % ({parts})")
    parted = patterns["groups"]
    if parted:
        lines.append(
            f"  {', '.join(parted['groups'])}: told apart by their music in "
            f"{100 * parted['right']:.0f} % (always the commonest: {100 * parted['most']:.0f} %)"
        )
    return "\n".join(lines)


def _link(link: Mapping[str, Any]) -> str:
    p = link["p_false_share"]
    told = "< 0.001" if p < _TINY else f"{p:.3f}"
    return f"{link['one']} and {link['other']}: rho {link['rho']:+.2f}, corrected p {told}"


def _write_tables(collection: Collection, patterns: Mapping[str, Any], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    columns = patterns["table"]
    with (folder / "films.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["film", *columns])
        for item, *row in zip(collection.items, *columns.values(), strict=True):
            # A title that a spreadsheet would take for a formula is kept from being one.
            name = f"'{item}" if item[:1] in "=+-@\t\r" else item
            writer.writerow([name, *row])
    found = patterns["correlations"]
    names = found["columns"]
    with (folder / "correlations.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["one", "other", "rho", "p", "p_false_share", "p_any_false", "pairs"])
        for a, one in enumerate(names):
            for b in range(a + 1, len(names)):
                values = [
                    found[key][a][b]
                    for key in ("rho", "p", "p_false_share", "p_any_false", "pairs")
                ]
                writer.writerow([one, names[b], *values])
