"""What the commands that train have in common: options, and errors in plain words."""

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

data_option = click.option(
    "--data",
    required=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The folder that holds the data sets.",
)
out_option = click.option(
    "--out",
    default=Path("runs/weights"),
    show_default=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the weights and their card go; moods/weights holds those that are served.",
)
seeds_option = click.option(
    "--seed",
    "seeds",
    multiple=True,
    type=int,
    default=(1,),
    show_default=True,
    help="One cross-validation for each; may be given several times.",
)
records_option = click.option(
    "--records",
    default=Path("training/records"),
    show_default=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the record of the run is kept.",
)
folds_only_option = click.option(
    "--folds-only", is_flag=True, help="Measure, and train no weights."
)
runs_option = click.option(
    "--runs",
    default=Path("runs"),
    show_default=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Where spectrograms and finished folds are kept between runs.",
)

tagger_option = click.option(
    "--tagger",
    type=click.Path(path_type=Path, exists=True),
    help="Start from the music taggers in this wheel or folder of the package musicnn "
    "(pip download --no-deps musicnn==0.1.0); from random weights without it (dimensions: what "
    "needs them is left out).",
)
one_body_option = click.option(
    "--one-body", is_flag=True, help="A baseline: start from one tagger (MSD_vgg), not from three."
)
epochs_option = click.option(
    "--epochs", type=click.IntRange(1), help="Fewer or more rounds than usual."
)


def trainer(name: str) -> ModuleType:
    """A module that trains, imported when it is needed: serving has none of its packages."""
    try:
        return import_module(f"training.{name}")
    except ModuleNotFoundError as error:
        raise click.ClickException(f"{NEEDS_EXTRA}\n({error})") from error


@contextmanager
def plain_errors() -> Iterator[None]:
    """What a person can put right is said without a trace."""
    missing = import_module("training.datasets").DatasetMissing
    not_run = import_module("training.held_out").NotRun
    try:
        yield
    except (missing, not_run) as error:
        raise click.ClickException(str(error)) from error
