"""`mooddex train recommend`: an index of films to recommend from."""

from pathlib import Path

import click

from cli.train_options import (
    data_option,
    folds_only_option,
    out_option,
    plain_errors,
    records_option,
    runs_option,
    trainer,
)


@click.command("recommend")
@data_option
@out_option
@records_option
@folds_only_option
@runs_option
@click.option(
    "--titles",
    is_flag=True,
    help="Keep the songs' titles and names in the index, so that reasons name films' own songs: "
    "for your own use, not to be passed on.",
)
@click.option("--unmeasured", is_flag=True, help="Leave the folds out; the card has no figures.")
def command(
    *,
    data: Path,
    out: Path,
    records: Path,
    folds_only: bool,
    runs: Path,
    titles: bool,
    unmeasured: bool,
) -> None:
    """An index of films by their soundtracks, for `mooddex recommend`.

    DATA holds films/soundtracks.csv (or .csv.gz), films/movielens/ with movies and ratings and,
    where there are any, tables of songs' features in spotify_features/.
    """
    train = trainer("train_recommend")
    with plain_errors():
        train.run(
            data,
            runs,
            out,
            say=click.echo,
            titles=titles,
            folds_only=folds_only,
            measure=not unmeasured,
            records=records,
        )
