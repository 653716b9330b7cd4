"""`mooddex train positiveness`: the reference's first way, on texts that a user brings."""

from pathlib import Path

import click

from cli.train_options import (
    folds_only_option,
    out_option,
    plain_errors,
    records_option,
    trainer,
)

_texts = click.Path(path_type=Path, exists=True)


@click.command("positiveness")
@click.option(
    "--songs",
    required=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="CSV: id, the seven features, and perhaps title and artist.",
)
@click.option(
    "--lyrics", required=True, type=_texts, help="Folder of <id>.txt, or CSV with id and text."
)
@click.option(
    "--scripts",
    required=True,
    type=_texts,
    help="Folder of <film>.txt, or CSV with id and text; a film is its MovieLens id, or any name.",
)
@click.option("--seed", type=int, default=1, show_default=True)
@out_option
@records_option
@folds_only_option
def command(
    *, songs: Path, lyrics: Path, scripts: Path, seed: int, out: Path, records: Path,
    folds_only: bool,
) -> None:  # fmt: skip
    """A baseline: films whose scripts are as positive as a song's words, by VADER.

    No lyrics and no scripts ship: bring your own, in English, of which VADER has its words.
    """
    train = trainer("train_positiveness")
    with plain_errors():
        train.run(
            songs,
            lyrics,
            scripts,
            None if folds_only else out,
            say=click.echo,
            seed=seed,
            records=records,
        )
