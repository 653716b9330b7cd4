"""`mooddex evaluate`: the models' figures, and what a reading costs."""

import json
from collections.abc import Sequence
from pathlib import Path

import click

from cli.evaluate_feedback import command as feedback
from cli.evaluate_fusion import confidence, fusion
from cli.evaluate_made_film import command as made_film
from cli.evaluate_matching import matching
from cli.evaluate_playlist import command as playlist
from cli.evaluate_recommend import command as recommend
from cli.evaluate_sound import examples, midi, robustness
from cli.evaluate_spread import spread
from cli.evaluate_themes import command as themes
from moods.models import WEIGHTS_DIR, Card
from training.cost import measure
from training.records import write_record


@click.group()
def command() -> None:
    """Measure a model and print its figures."""


command.add_command(playlist)
command.add_command(feedback)
command.add_command(fusion)
command.add_command(confidence)
command.add_command(spread)
command.add_command(themes)
command.add_command(matching)
command.add_command(made_film)
command.add_command(robustness)
command.add_command(midi)
command.add_command(examples)
command.add_command(recommend)


@command.command()
@click.option("--json", "as_json", is_flag=True, help="The whole cards, as one JSON object.")
def models(as_json: bool) -> None:
    """What the cards of the models in use say: held-out figures, data, terms."""
    cards = [Card.read(WEIGHTS_DIR / f"{name}.json") for name in ("spectrogram", "features")]
    if as_json:
        click.echo(json.dumps({card.name: dict(card.body) for card in cards}, ensure_ascii=False))
        return
    for card in cards:
        click.echo(f"{card.name} {card.version}: {card.body['title']}")
        for name, figure in card.body["figures"].items():
            click.echo(f"  {name.replace('_', ' ')}: {_plain(figure)}")
        click.echo(f"  data: {', '.join(one['name'] for one in card.body['datasets'])}")
        click.echo(f"  split: {card.body['split']}")
        click.echo(f"  terms: {card.body['licence']}")


@command.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--keep-as", help="Keep the figures for docs/RESULTS.md, as those of these clips.")
def cost(files: Sequence[Path], keep_as: str | None) -> None:
    """Milliseconds to read audio files, split into decoding, features and model (one JSON line).

    `bare_ms` is the codec alone, `decode_ms` with resampling to 16 kHz mono.
    """
    figures = measure(files)
    if keep_as is not None:
        write_record("cost", {"model": "cost", "data": keep_as, **figures})
    by_windows = {count: round(ms, 2) for count, ms in figures.pop("by_windows").items()}
    told = {name: round(figure, 2) for name, figure in figures.items()}
    click.echo(json.dumps({**told, "model_ms_by_windows": by_windows}))


def _plain(figure: object) -> str:
    if isinstance(figure, dict):
        return ", ".join(f"{key} {value}" for key, value in figure.items())
    if isinstance(figure, list):
        return ", ".join(str(one) for one in figure)
    return str(figure)
