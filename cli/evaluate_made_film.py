"""`mooddex evaluate made-film`: the detector on a composed film, whose truth is known."""

from pathlib import Path
from typing import Any

import click

from cli.train_options import data_option, plain_errors, records_option, runs_option, trainer


@click.command("made-film")
@data_option
@click.option(
    "--weights",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A folder with another detector.onnx and its card; the one that is served unless told.",
)
@click.option("--seed", default=1, show_default=True, help="Which recordings the film is made of.")
@click.option(
    "--draws",
    default=10,
    show_default=True,
    type=click.IntRange(1),
    help="So many films in all, of the same script with other recordings, for the spread.",
)
@runs_option
@records_option
def command(
    *, data: Path, weights: Path | None, seed: int, draws: int, runs: Path, records: Path
) -> None:
    """Music, speech and other in a composed film of 4 min 20 s: its runs, and what was heard."""
    made = trainer("evaluate_made_film")
    with plain_errors():
        record = made.run(
            data, runs, weights=weights, seed=seed, draws=draws, say=click.echo, records=records
        )
    _tell(record["film"])
    low, high = record["draws"]["smallest"], record["draws"]["largest"]
    click.echo(
        f"{draws} such films: macro-F1 {record['draws']['mean']:.3f} on average, "
        f"{low:.3f} to {high:.3f}"
    )


def _tell(film: dict[str, Any]) -> None:
    for run in film["runs"]:
        click.echo(
            f"{run['start']:4d} to {run['end']:4d} s  {run['truth']:6s} heard as {run['heard']:6s} "
            f"({run['share']:.0%} of its seconds right)  {run['verdict']}"
        )
    told = ", ".join(f"{count} {verdict}" for verdict, count in film["verdicts"].items())
    click.echo(
        f"{told}; by the second: accuracy {film['accuracy']:.3f}, macro-F1 {film['macro_f1']:.3f}"
    )
