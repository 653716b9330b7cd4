"""`mooddex evaluate fusion`, `confidence`: the two models together, and when they are unsure."""

import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar, cast

import click

from cli.train_options import NEEDS_EXTRA
from moods.models import WEIGHTS_DIR, Card
from training.confidence import TARGET
from training.confidence import confidence as measure_confidence
from training.datasets import DatasetMissing, data_moods, mood4q
from training.fusion import SERVED, STRESSES, Answers, compare
from training.held_out import (
    NotRun,
    mood4q_labels,
    spectrogram_answers,
    spectrogram_logits,
)
from training.records import RECORDS_DIR, circumstances, write_record

_T = TypeVar("_T")

_data = click.option(
    "--data",
    required=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The folder that holds the data sets.",
)
_runs = click.option(
    "--runs",
    default=Path("runs"),
    show_default=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Where finished folds are kept: those of the spectrogram model must be there.",
)
_records = click.option(
    "--records",
    default=RECORDS_DIR,
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the record of the run is kept; training/records unless told.",
)


@click.command()
@_data
@click.option("--draws", default=100, show_default=True, type=click.IntRange(1))
@click.option("--seed", default=1, show_default=True, help="Draws the pairs.")
@_runs
@_records
def fusion(*, data: Path, draws: int, seed: int, runs: Path, records: Path) -> None:
    """Ways to make the two models' answers one, on pairs of songs SIMULATED within a mood."""
    began = time.monotonic()
    card = Card.read(WEIGHTS_DIR / "spectrogram.json")
    windows = int(card.body["input"]["windows"])
    sounds = _read(lambda: spectrogram_answers(data, runs, windows))
    click.echo("asking the feature net about songs it has not learnt from", err=True)
    features = _read(lambda: _features(data, runs, seed))
    unsure_below = float(card.body.get("unsure_below", 0))
    figures = compare(
        list(sounds.values()), features, draws=draws, seed=seed, unsure_below=unsure_below
    )
    for stress, rules in figures.items():
        served, alone = rules[SERVED], rules["spectrogram"]
        click.echo(
            f"simulated, {stress}: fused {served['accuracy']:.3f} right, calibration error "
            f"{served['calibration_error']:.3f}; the spectrogram model alone "
            f"{alone['accuracy']:.3f}, the feature net alone {rules['features']['accuracy']:.3f}"
        )
    record = {
        "model": "fusion",
        "simulated": True,
        "data": [mood4q.NAME, data_moods.NAME],
        "splits": [mood4q.SPLIT, "10 folds grouped by artist and stratified by mood"],
        "seeds": sorted(sounds),
        "windows": windows,
        "draws": draws,
        "seed": seed,
        "unsure_below": unsure_below,
        "served": SERVED,
        "stresses": {name: vars(stress) for name, stress in STRESSES.items()},
        "figures": figures,
        "command": f"mooddex evaluate fusion --data DIR --draws {draws} --seed {seed}",
        "run": circumstances(time.monotonic() - began, 1),
    }
    write_record("fusion", record, records)


@click.command()
@_data
@click.option(
    "--target",
    default=TARGET,
    show_default=True,
    type=click.FloatRange(0.25, 1),
    help="What share of the answers that are not unsure shall be right.",
)
@_runs
@_records
def confidence(*, data: Path, target: float, runs: Path, records: Path) -> None:
    """Below which confidence the spectrogram model should call itself unsure."""
    began = time.monotonic()
    windows = int(Card.read(WEIGHTS_DIR / "spectrogram.json").body["input"]["windows"])
    truth, folds = _read(lambda: mood4q_labels(data))
    logits = _read(lambda: spectrogram_logits(runs, folds, windows))
    figures = measure_confidence(truth, list(logits.values()), folds, target)
    sure, unsure = figures["sure"], figures["unsure"]
    click.echo(
        f"Unsure below {figures['unsure_below']}: {figures['unsure_share']:.1%} of the songs. "
        f"Right where sure: {_share(sure)}; where unsure: {_share(unsure)}."
    )
    record = {
        "model": "confidence",
        "data": mood4q.NAME,
        "split": mood4q.SPLIT,
        "seeds": sorted(logits),
        "windows": windows,
        **figures,
        "command": f"mooddex evaluate confidence --data DIR --target {target}",
        "run": circumstances(time.monotonic() - began, 1),
    }
    write_record("confidence", record, records)


def _share(counted: dict[str, Any]) -> str:
    if counted["right"] is None:
        return "no answers"
    low, high = counted["interval_95"]
    return f"{counted['right']:.3f} ({low:.3f} to {high:.3f})"


def _features(data: Path, runs: Path, seed: int) -> Answers:
    try:
        training = import_module("training.held_out_features")
    except ImportError as error:
        raise click.UsageError(NEEDS_EXTRA) from error
    return cast(Answers, training.feature_answers(data, runs, seed))


def _read(what: Callable[[], _T]) -> _T:
    try:
        return what()
    except (DatasetMissing, NotRun) as error:
        raise click.ClickException(str(error)) from error
