"""`mooddex train recommend`: an index of films to recommend from."""

from pathlib import Path

import click

from cli.train_options import (
    data_option,
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
@runs_option
@click.option(
    "--titles",
    is_flag=True,
    help="Keep the songs' titles and names in the index, so that reasons name films' own songs: "
    "for your own use, not to be passed on.",
)
def command(*, data: Path, out: Path, records: Path, runs: Path, titles: bool) -> None:
    """An index of films by their soundtracks, for `mooddex recommend`.

    DATA holds films/soundtracks.csv (or .csv.gz), films/movielens/ with movies and ratings and,
    where there are any, tables of songs' features in spotify_features/. How good it is tells
    `mooddex evaluate recommend`; its record, where there is one, goes onto the index's card.
    """
    train = trainer("train_recommend")
    with plain_errors():
        train.run(data, runs, out, say=click.echo, titles=titles, records=records)
