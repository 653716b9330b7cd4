"""`mooddex evaluate robustness`, `midi`, `examples`: the served model on other files and music."""

import random
from collections.abc import Sequence
from pathlib import Path

import click

from moods.circumplex import MOODS, Mood
from moods.models import WEIGHTS_DIR, Card
from moods.spectrogram_model import SpectrogramModel
from sandbox.composer import compose
from training.datasets import DatasetMissing, emopia, mood4q, vgmidi
from training.examples import example
from training.midi import LEVELS, RenderError, draw, renderer
from training.midi import measure as measure_midi
from training.recordings import Recording
from training.records import RECORDS_DIR, write_record
from training.robustness import FORMATS_AND_GAIN, VARIANTS, measure

AUDIO = {".mp3", ".ogg", ".opus", ".m4a", ".flac", ".wav", ".webm", ".mkv", ".aac", ".oga"}

_COMPOSED_RATE = 44_100
_PLACES = {
    Mood.HAPPY: (0.85, 0.85),
    Mood.ENERGETIC: (0.15, 0.85),
    Mood.SAD: (0.15, 0.15),
    Mood.CALM: (0.85, 0.15),
}

_sample = click.option(
    "--sample", default=120, show_default=True, type=click.IntRange(1), help="How many, at most."
)
_seed = click.option("--seed", default=1, show_default=True, help="Draws the sample.")
_runs = click.option(
    "--runs",
    default=Path("runs"),
    show_default=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Where what is finished is kept between runs.",
)
_records = click.option(
    "--records",
    default=RECORDS_DIR,
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the record of the run is kept; training/records unless told.",
)


@click.command()
@click.argument(
    "folder", required=False, type=click.Path(path_type=Path, exists=True, file_okay=False)
)
@click.option(
    "--data",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The folder that holds the data sets: measure on mood4q, as many songs of each mood.",
)
@_sample
@_seed
@click.option("--keep-as", help="Keep the figures of FOLDER for docs/RESULTS.md under this name.")
@_runs
@_records
def robustness(
    *,
    folder: Path | None,
    data: Path | None,
    sample: int,
    seed: int,
    keep_as: str | None,
    runs: Path,
    records: Path,
) -> None:
    """How often a song keeps its mood as another file, softer, in mono, or by another part."""
    if (folder is None) == (data is None):
        raise click.UsageError("Give a folder of audio files, or --data with the data sets.")
    name = mood4q.NAME if data is not None else keep_as
    files = _of_mood4q(data, sample, seed) if data else _of_folder(folder or Path(), sample, seed)
    model = _served()
    kept = runs / f"robustness-{name or 'unnamed'}.json"
    figures = measure(model, files, kept, lambda line: click.echo(line, err=True))
    if not figures:
        raise click.ClickException("None of these files can be read.")
    for variant, one in figures.items():
        low, high = one["interval_95"]
        told = VARIANTS.get(variant, variant)
        click.echo(
            f"{told}: {one['stayed']} of {one['songs']} stay, "
            f"{one['share']:.3f} ({low:.3f} to {high:.3f})"
        )
    if name is not None:
        where = "--data DIR" if data is not None else f"FOLDER --keep-as '{name}'"
        body = {
            "model": "robustness",
            "data": name,
            "learnt_from": name == mood4q.NAME,
            "weights": _weights_of(model.card),
            "files": len(files),
            "seed": seed,
            "formats_and_gain": list(FORMATS_AND_GAIN),
            "figures": figures,
            "command": f"mooddex evaluate robustness {where} --sample {sample} --seed {seed}",
        }
        write_record(f"robustness-{_stem(name)}", body, records)


@click.command()
@click.option(
    "--data",
    required=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The folder that holds the data sets.",
)
@click.option(
    "--sample",
    default=204,
    show_default=True,
    type=click.IntRange(4),
    help="How many of each set, as many of each mood; all of a set that has no more.",
)
@_seed
@click.option(
    "--soundfont",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The instruments; General MIDI as Debian has it unless told.",
)
@_runs
@_records
def midi(
    *, data: Path, sample: int, seed: int, soundfont: Path | None, runs: Path, records: Path
) -> None:
    """The model on music it did not learn from: EMOPIA and VGMIDI, played by FluidSynth."""
    model = _served()
    try:
        render = renderer(soundfont)
        for module in (emopia, vgmidi):
            phrases = draw(module.load(data), sample, seed)
            figures = measure_midi(
                model,
                phrases,
                render,
                runs / f"midi-{module.NAME}.json",
                lambda line: click.echo(line, err=True),
            )
            for level, one in figures.items():
                halves = ", ".join(f"{half} {share:.3f}" for half, share in one["halves"].items())
                click.echo(
                    f"{module.NAME}, {LEVELS[level]}: accuracy {one['accuracy']:.3f}, "
                    f"macro-F1 {one['macro_f1']:.3f}, {halves} ({one['phrases']} phrases)"
                )
            body = {
                "model": "midi",
                "data": module.NAME,
                "weights": _weights_of(model.card),
                "seed": seed,
                "figures": figures,
                "command": f"mooddex evaluate midi --data DIR --sample {sample} --seed {seed}",
            }
            write_record(f"midi-{module.NAME}", body, records)
    except (DatasetMissing, RenderError) as error:
        raise click.ClickException(str(error)) from error


@click.command()
@click.option("--seed", default=1, show_default=True, help="Which pieces are composed.")
@_records
def examples(*, seed: int, records: Path) -> None:
    """The spectrograms of four composed pieces with their mood and the model's, for a picture."""
    model = _served()
    made = []
    for mood, (valence, arousal) in _PLACES.items():
        samples = compose(valence, arousal, seed)
        made.append(example(model, Recording(samples.T, _COMPOSED_RATE), mood))
        click.echo(f"{mood}: read as {made[-1]['predicted']}")
    body = {
        "model": "examples",
        "weights": _weights_of(model.card),
        "seed": seed,
        "examples": made,
        "command": f"mooddex evaluate examples --seed {seed}",
    }
    write_record("examples", body, records)


def _of_mood4q(data: Path, sample: int, seed: int) -> list[Path]:
    try:
        songs = mood4q.load(data)
    except DatasetMissing as error:
        raise click.ClickException(str(error)) from error
    drawn: list[Path] = []
    for mood in MOODS:
        drawn += _draw([song.path for song in songs if song.mood is mood], sample // 4, seed)
    return drawn


def _of_folder(folder: Path, sample: int, seed: int) -> list[Path]:
    files = sorted(file for file in folder.rglob("*") if file.suffix.lower() in AUDIO)
    if not files:
        raise click.ClickException(f"There is no audio file in {folder}.")
    return _draw(files, sample, seed)


def _draw(files: Sequence[Path], count: int, seed: int) -> list[Path]:
    return sorted(random.Random(seed).sample(files, min(count, len(files))))  # noqa: S311


def _served() -> SpectrogramModel:
    return SpectrogramModel(Card.read(WEIGHTS_DIR / "spectrogram.json"))


def _weights_of(card: Card) -> str:
    return f"{card.name} {card.version} ({card.sha256[:12]})"


def _stem(name: str) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in name.casefold())
