"""`mooddex train detector`: what tells music, speech and other noises apart."""

from pathlib import Path

import click

from cli.train_options import (
    data_option,
    epochs_option,
    folds_only_option,
    out_option,
    plain_errors,
    records_option,
    runs_option,
    tagger_option,
    trainer,
)


@click.command("detector")
@data_option
@out_option
@records_option
@folds_only_option
@tagger_option
@epochs_option
@click.option("--seed", type=int, default=1, show_default=True)
@click.option(
    "--scenes",
    "followed",
    type=click.IntRange(2),
    help="How many made scenes of 40 s are learnt from of each fold; the usual number without.",
)
@runs_option
def command(
    *,
    data: Path,
    out: Path,
    records: Path,
    folds_only: bool,
    tagger: Path | None,
    epochs: int | None,
    seed: int,
    followed: int | None,
    runs: Path,
) -> None:
    """Music, speech and other, second by second (mood4q, ravdess, emodb, esc10)."""
    train = trainer("train_detector")
    with plain_errors():
        train.run(
            data,
            runs,
            None if folds_only else out,
            say=click.echo,
            tagger=tagger,
            seed=seed,
            epochs=epochs or train.EPOCHS,
            followed=followed or train.FOLLOWED,
            records=records,
        )
