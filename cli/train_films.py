"""The commands of `mooddex train` for what a film's music says: genres and attributes."""

from pathlib import Path

import click

from cli.train_options import (
    data_option,
    folds_only_option,
    out_option,
    plain_errors,
    records_option,
    runs_option,
    tagger_option,
    trainer,
)


@click.command()
@data_option
@out_option
@records_option
@folds_only_option
@runs_option
@tagger_option
def genres(
    *, data: Path, out: Path, records: Path, folds_only: bool, runs: Path, tagger: Path | None
) -> None:
    """AllMusic's genres from sound (mood4q), by networks over tiles and by a head over ours.

    With --tagger the mood networks of each nine folds are trained first, which takes a while and
    is kept; `attributes` and `film-genres` read them too.
    """
    train = trainer("train_genres")
    with plain_errors():
        train.run(
            data, runs, None if folds_only else out, tagger=tagger, say=click.echo, records=records
        )


@click.command()
@data_option
@out_option
@records_option
@folds_only_option
@runs_option
def attributes(*, data: Path, out: Path, records: Path, folds_only: bool, runs: Path) -> None:
    """Valence and energy in three classes (mood4q); `genres --tagger` has to be run before."""
    train = trainer("train_attributes")
    with plain_errors():
        train.run(data, runs, None if folds_only else out, say=click.echo, records=records)


@click.command("film-genres")
@data_option
@out_option
@records_option
@folds_only_option
@runs_option
def film_genres(*, data: Path, out: Path, records: Path, folds_only: bool, runs: Path) -> None:
    """A film's genres from its music, of soundtracks of your own.

    DATA is a folder with soundtracks.csv (columns file, film, genres, the genres with semicolons)
    and the files that it names; films are held out whole. A folder of the data sets gives the clips
    of mood4q whose artists are credited on films.
    """
    train = trainer("train_film_genres")
    with plain_errors():
        train.run(data, runs, None if folds_only else out, say=click.echo, records=records)
