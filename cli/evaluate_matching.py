"""`mooddex evaluate matching`: how often a song is tied to the right recording."""

from collections import Counter
from pathlib import Path
from typing import Any

import click

from benchmarks.matching.catalogue import Index, build_index
from benchmarks.matching.figures import Figures, figures, mistakes
from benchmarks.matching.gold import GoldMissing, GoldSong, load
from benchmarks.matching.trial import run
from training.records import RECORDS_DIR, read_records, write_record

NAME = "matching"
_DATA = "real anime songs (openings and endings), with a made index of Spotify"
_SPLIT = "by show, sequels together, in a tuning and an untouched half"
_SHOWN = 15


@click.command()
@click.option(
    "--data",
    required=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The folder that holds the data sets.",
)
@click.option(
    "--half",
    type=click.Choice(["tune", "test"]),
    default="tune",
    show_default=True,
    help="Which half of the songs; the untouched one is only for the final figures.",
)
@click.option("--fit", "fits", is_flag=True, help="First fit weights and thresholds anew.")
@click.option("--keep", is_flag=True, help="Keep the figures for docs/RESULTS.md.")
@click.option(
    "--records",
    default=RECORDS_DIR,
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the record is kept; training/records unless told.",
)
def matching(*, data: Path, half: str, fits: bool, keep: bool, records: Path) -> None:
    """Precision and recall of matches on real songs, against a made index of Spotify.

    The songs' names are shown here only; the record holds figures.
    """
    if fits and half != "tune":
        raise click.UsageError("Weights are fitted on the tuning half alone: --half tune --fit.")
    try:
        everything = load(data)
    except GoldMissing as error:
        raise click.ClickException(str(error)) from error
    index = build_index(everything)
    songs = [song for song in everything if song.half == half]
    if fits:
        _fit(songs, index)
        return
    with click.progressbar(length=len(songs), label=f"Matching the {half} half") as bar:
        trial = run(songs, index, bar.update)
    wrong = mistakes(songs, index, trial)
    body = figures(songs, index, trial)
    body["wrong"] = dict(Counter(each.kind for each in wrong).most_common())
    _show(body)
    for each in wrong[:_SHOWN]:
        track = each.release.track
        click.echo(
            f"  wrong ({each.kind}, {each.match.confidence:.2f}): {each.song.title} by "
            f"{', '.join(each.song.artists)} -> {track.title} by {', '.join(track.artists)} "
            f"[{track.album}]"
        )
    if keep:
        _keep(half, body, records)


def _fit(songs: list[GoldSong], index: Index) -> None:
    from benchmarks.matching.fit import fit, write  # noqa: PLC0415  scikit-learn is slow to load

    body = fit(songs, index)
    write(body)
    click.echo(f"Fitted on {body['fitted']['tracks']} tracks; thresholds {body['thresholds']}.")


def _show(body: Figures) -> None:
    for group in ("artist_known", "artist_unknown", "all"):
        _line(group.replace("_", " "), body[group])
    for name, one in body["groups"].items():
        _line(name, one)
    for kind, trap in body["traps"].items():
        click.echo(
            f"  trap, {kind}: {trap['taken']} of {trap['laid']} taken "
            f"({trap['taken_in_later_wordings']} of {trap['laid_in_later_wordings']} in new words)"
        )
    calls = body["calls"]
    click.echo(
        f"searches for 100 songs: {calls['cold_per_100']:.1f} cold, "
        f"{calls['warm_per_100']:.1f} warm"
    )


def _line(name: str, one: dict[str, Any]) -> None:
    if not one["songs"]:
        return
    parts = [f"{name}: {one['songs']} songs"]
    for figure in ("precision", "recall"):
        if one[figure] is not None:
            low, high = one[f"{figure}_interval_95"]
            parts.append(f"{figure} {one[figure]:.1%} ({low:.1%} to {high:.1%})")
    click.echo(", ".join([*parts, f"{one['review']} to review ({one['review_right']} right)"]))


def _keep(half: str, body: Figures, records: Path) -> None:
    nothing: Figures = {}
    kept: Figures = read_records(records).get(NAME, nothing)
    known: Figures = {key: kept[key] for key in ("tune", "test", "before") if key in kept}
    record: Figures = {
        "model": NAME,
        "data": _DATA,
        "split": _SPLIT,
        "command": "mooddex evaluate matching --data DIR --half test --keep",
        **known,
        half: body,
    }
    write_record(NAME, record, records)
