"""`mooddex train`: train the models on data of your own."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import ModuleType

import click

NEEDS_EXTRA = (
    "Training needs more packages than serving does. Install them with: "
    "pip install 'mooddex[train]'  (or, in the project's folder, make train)"
)

_data = click.option(
    "--data",
    required=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The folder that holds the data sets.",
)
_out = click.option(
    "--out",
    default=Path("runs/weights"),
    show_default=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the weights and their card go; moods/weights holds those that are served.",
)
_seeds = click.option(
    "--seed",
    "seeds",
    multiple=True,
    type=int,
    default=(1,),
    show_default=True,
    help="One cross-validation for each; may be given several times.",
)
_records = click.option(
    "--records",
    default=Path("training/records"),
    show_default=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the record of the run is kept.",
)
_folds_only = click.option("--folds-only", is_flag=True, help="Measure, and train no weights.")
_runs = click.option(
    "--runs",
    default=Path("runs"),
    show_default=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Where spectrograms and finished folds are kept between runs.",
)

_tagger = click.option(
    "--tagger",
    type=click.Path(path_type=Path, exists=True),
    help="Start from the music taggers in this wheel or folder of the package musicnn "
    "(pip download --no-deps musicnn==0.1.0); from random weights without it (dimensions: what "
    "needs them is left out).",
)
_one_body = click.option(
    "--one-body", is_flag=True, help="A baseline: start from one tagger (MSD_vgg), not from three."
)
_epochs = click.option("--epochs", type=click.IntRange(1), help="Fewer or more rounds than usual.")


@click.group()
def command() -> None:
    """Train a model on data of your own: ten folds for the figures, then the weights.

    A run that was interrupted goes on where it stopped.
    """


@command.command()
@_data
@_out
@_seeds
@_records
@_folds_only
@_tagger
@_one_body
@_epochs
@_runs
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
    trainer = _trainer("train_spectrogram")
    with _plain_errors():
        record = trainer.run(
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
@_data
@_out
@_seeds
@_records
@_folds_only
@_runs
def features(
    *, data: Path, out: Path, seeds: tuple[int, ...], records: Path, folds_only: bool, runs: Path
) -> None:
    """The net over Spotify-style audio features (data_moods, and marvin as a test)."""
    trainer = _trainer("train_features")
    with _plain_errors():
        weights = None if folds_only else out
        trainer.run(data, runs, weights, seeds=seeds, say=click.echo, records=records)


@command.command()
@_data
@_records
@_runs
def handmade(*, data: Path, records: Path, runs: Path) -> None:
    """A baseline: hand-made features and a support vector machine, measured over ten folds."""
    trainer = _trainer("train_handmade")
    with _plain_errors():
        trainer.run(data, runs, say=click.echo, records=records)


@command.command()
@_data
@_records
@_runs
@click.option(
    "--audio",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The folder of the tracks' audio; without it the tags are counted and nothing is trained.",
)
@_tagger
@_epochs
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
    trainer = _trainer("train_jamendo")
    sizes = None if any_size else import_module("training.datasets.jamendo").SIZES
    with _plain_errors():
        if audio is None:
            trainer.count_tags(data, say=click.echo, sizes=sizes, records=records)
            click.echo("No --audio was given: the tags were counted and nothing was trained.")
            return
        options = trainer.Options(tagger=tagger, epochs=epochs, seed=seed)
        record = trainer.run(
            data, audio, runs, options=options, say=click.echo, sizes=sizes, records=records
        )
    for name, figure in record["test"].items():
        click.echo(f"test {name.replace('_', ' ')}: {figure:.4g}")


@command.command()
@_data
@_records
@_runs
@_seeds
def picture(*, data: Path, records: Path, runs: Path, seeds: tuple[int, ...]) -> None:
    """A baseline: the reference's recipe, an image network over pictures of spectrograms."""
    trainer = _trainer("train_picture")
    with _plain_errors():
        trainer.run(data, runs, seeds=seeds, say=click.echo, records=records)


@command.command()
@_data
@_records
@_runs
@_tagger
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
    trainer = _trainer("train_dimensions")
    with _plain_errors():
        trainer.run(
            data,
            runs,
            tagger=tagger,
            say=click.echo,
            lengths=[int(seconds) for seconds in lengths],
            records=records,
        )


def _trainer(name: str) -> ModuleType:
    """A module that trains, imported when it is needed: serving has none of its packages."""
    try:
        return import_module(f"training.{name}")
    except ModuleNotFoundError as error:
        raise click.ClickException(f"{NEEDS_EXTRA}\n({error})") from error


@contextmanager
def _plain_errors() -> Iterator[None]:
    """What a person can put right is said without a trace."""
    missing = import_module("training.datasets").DatasetMissing
    try:
        yield
    except missing as error:
        raise click.ClickException(str(error)) from error
