"""`mooddex train`: train the models on data of your own."""

from importlib import import_module
from pathlib import Path

import click

from cli.train_detector import command as detector
from cli.train_films import attributes, film_genres, genres
from cli.train_options import (
    data_option,
    epochs_option,
    folds_only_option,
    one_body_option,
    out_option,
    plain_errors,
    records_option,
    runs_option,
    seeds_option,
    tagger_option,
    trainer,
)
from cli.train_positiveness import command as positiveness
from cli.train_recommend import command as recommend


@click.group()
def command() -> None:
    """Train a model on data of your own: ten folds for the figures, then the weights.

    A run that was interrupted goes on where it stopped.
    """


@command.command()
@data_option
@out_option
@seeds_option
@records_option
@folds_only_option
@tagger_option
@one_body_option
@epochs_option
@runs_option
def spectrogram(
    *,
    data: Path,
    out: Path,
    seeds: tuple[int, ...],
    records: Path,
    folds_only: bool,
    tagger: Path | None,
    one_body: bool,
    epochs: int | None,
    runs: Path,
) -> None:
    """The network that hears, on the four-quadrant clips (mood4q)."""
    train = trainer("train_spectrogram")
    with plain_errors():
        record = train.run(
            data,
            runs,
            None if folds_only else out,
            tagger=tagger,
            one_body=one_body,
            seeds=seeds,
            epochs=epochs,
            say=click.echo,
            records=records,
        )
    for windows, scores in record["by_windows"].items():
        mean = sum(score["macro_f1"] for score in scores) / len(scores)
        click.echo(f"{windows} window(s) a song: macro-F1 {mean:.3f}")


@command.command()
@data_option
@out_option
@seeds_option
@records_option
@folds_only_option
@runs_option
def features(
    *, data: Path, out: Path, seeds: tuple[int, ...], records: Path, folds_only: bool, runs: Path
) -> None:
    """The net over Spotify-style audio features (data_moods, and marvin as a test)."""
    train = trainer("train_features")
    with plain_errors():
        weights = None if folds_only else out
        train.run(data, runs, weights, seeds=seeds, say=click.echo, records=records)


@command.command()
@data_option
@records_option
@runs_option
def handmade(*, data: Path, records: Path, runs: Path) -> None:
    """A baseline: hand-made features and a support vector machine, measured over ten folds."""
    train = trainer("train_handmade")
    with plain_errors():
        train.run(data, runs, say=click.echo, records=records)


@command.command()
@data_option
@records_option
@runs_option
@click.option(
    "--audio",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The folder of the tracks' audio; without it the tags are counted and nothing is trained.",
)
@tagger_option
@epochs_option
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--any-size", is_flag=True, help="Take tables that are not whole, or your own.")
def jamendo(
    *,
    data: Path,
    records: Path,
    runs: Path,
    audio: Path | None,
    tagger: Path | None,
    epochs: int | None,
    seed: int,
    any_size: bool,
) -> None:
    """Mood and theme tags, any number a song (MTG-Jamendo, split 0)."""
    train = trainer("train_jamendo")
    sizes = None if any_size else import_module("training.datasets.jamendo").SIZES
    with plain_errors():
        if audio is None:
            train.count_tags(data, say=click.echo, sizes=sizes, records=records)
            click.echo("No --audio was given: the tags were counted and nothing was trained.")
            return
        options = train.Options(tagger=tagger, epochs=epochs, seed=seed)
        record = train.run(
            data, audio, runs, options=options, say=click.echo, sizes=sizes, records=records
        )
    for name, figure in record["test"].items():
        click.echo(f"test {name.replace('_', ' ')}: {figure:.4g}")


@command.command()
@data_option
@records_option
@runs_option
@seeds_option
def picture(*, data: Path, records: Path, runs: Path, seeds: tuple[int, ...]) -> None:
    """A baseline: the reference's recipe, an image network over pictures of spectrograms."""
    train = trainer("train_picture")
    with plain_errors():
        train.run(data, runs, seeds=seeds, say=click.echo, records=records)


@command.command()
@data_option
@records_option
@runs_option
@tagger_option
@click.option(
    "--seconds",
    "lengths",
    multiple=True,
    type=click.Choice(["15", "30"]),
    default=("15", "30"),
    show_default=True,
    help="Length of the pieces that are judged; may be given several times.",
)
def dimensions(
    *, data: Path, records: Path, runs: Path, tagger: Path | None, lengths: tuple[str, ...]
) -> None:
    """A baseline: the reference's networks for valence, arousal and dominance."""
    train = trainer("train_dimensions")
    with plain_errors():
        train.run(
            data,
            runs,
            tagger=tagger,
            say=click.echo,
            lengths=[int(seconds) for seconds in lengths],
            records=records,
        )


for _other in (detector, genres, attributes, film_genres, positiveness, recommend):
    command.add_command(_other)
