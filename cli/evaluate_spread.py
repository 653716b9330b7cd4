"""`mooddex evaluate spread`: how far off a song's place may be, and whether that is true."""

import time
from pathlib import Path

import click

from moods.models import WEIGHTS_DIR, Card
from training.datasets import DatasetMissing, mood4q
from training.feelings import feelings
from training.held_out import NotRun, mood4q_labels, spectrogram_logits
from training.records import RECORDS_DIR, circumstances, write_record
from training.spread import spread as measure_spread


@click.command()
@click.option(
    "--data",
    required=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The folder that holds the data sets.",
)
@click.option(
    "--runs",
    default=Path("runs"),
    show_default=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Where finished folds are kept: those of the spectrogram model must be there.",
)
@click.option(
    "--records",
    default=RECORDS_DIR,
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the record of the run is kept; training/records unless told.",
)
def spread(*, data: Path, runs: Path, records: Path) -> None:
    """Whether songs lie within the ellipses that the spectrogram model draws about their places."""
    began = time.monotonic()
    windows = int(Card.read(WEIGHTS_DIR / "spectrogram.json").body["input"]["windows"])
    try:
        truth, folds = mood4q_labels(data)
        logits = spectrogram_logits(runs, folds, windows)
        felt = feelings(mood4q.load(data))
    except (DatasetMissing, NotRun) as error:
        raise click.ClickException(str(error)) from error
    figures = measure_spread(truth, list(logits.values()), felt, folds)
    for plain, scaled in zip(figures["without_factor"], figures["with_factor"], strict=True):
        click.echo(
            f"Ellipses of {plain['says']:.0%} hold {plain['holds']:.1%} of the songs; "
            f"{scaled['holds']:.1%} with the factor."
        )
    click.echo(f"Factor on the deviations: {figures['factor']}.")
    record = {
        "model": "spread",
        "data": mood4q.NAME,
        "split": mood4q.SPLIT,
        "seeds": sorted(logits),
        "windows": windows,
        **figures,
        "command": "mooddex evaluate spread --data DIR",
        "run": circumstances(time.monotonic() - began, 1),
    }
    write_record("spread", record, records)
