"""Does a song keep its mood as another file, softer, in mono, or by another of its parts?"""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from moods.audio import decode
from moods.circumplex import MOODS, Probabilities
from moods.reading import ClipError
from moods.spectrogram_model import SpectrogramModel
from training.metrics import share_interval
from training.recordings import Recording, encode, read_whole

EXCERPT_SECONDS = 30.0
SHORT_EXCERPT_SECONDS = 15.0
GOAL = 0.9
"""The share of songs that are to keep their mood over formats and gain."""

VARIANTS: Mapping[str, str] = {
    "mp3-96": "mp3, 96 kbit/s",
    "mp3-128": "mp3, 128 kbit/s",
    "ogg": "ogg (Opus, 96 kbit/s)",
    "m4a": "m4a (AAC, 128 kbit/s)",
    "mono": "mono (mp3, 128 kbit/s)",
    "22k": "resampled to 22.05 kHz (wav)",
    "softer": "6 dB softer (wav)",
    "first-30": "first 30 s",
    "middle-30": "middle 30 s",
    "last-30": "last 30 s",
    "first-15": "first 15 s",
    "last-15": "last 15 s",
}
FORMATS_AND_GAIN = ("mp3-96", "mp3-128", "ogg", "m4a", "mono", "22k", "softer")

Say = Callable[[str], None]
Answers = dict[str, list[float]]
"""The four probabilities by variant, in the order of `MOODS`; `original` is the file as it is."""


def variants_of(recording: Recording) -> dict[str, bytes]:
    """The recording as each of `VARIANTS`; parts only where they leave something out."""
    out = {kind: encode(recording, kind) for kind in ("mp3-96", "mp3-128", "ogg", "m4a")}
    out["mono"] = encode(recording.mono(), "mp3-128")
    out["22k"] = encode(recording, "wav-22k")
    out["softer"] = encode(recording.louder(-6), "wav")
    for seconds in (EXCERPT_SECONDS, SHORT_EXCERPT_SECONDS):
        rest = recording.seconds - seconds
        if rest < seconds / 2:
            continue
        starts = {"first": 0.0, "middle": rest / 2, "last": rest}
        for name, start in starts.items():
            if f"{name}-{seconds:g}" in VARIANTS:
                out[f"{name}-{seconds:g}"] = encode(recording.part(start, seconds), "wav")
    return out


def answers_of(model: SpectrogramModel, file: Path) -> Answers:
    """What the model says of a file and of each of its variants.

    Raises:
        ClipError: the file cannot be read.
    """
    recording = read_whole(file)
    answers = {"original": _listed(model.read(decode(file)))}
    for name, data in variants_of(recording).items():
        answers[name] = _listed(model.read(decode(data)))
    return answers


def measure(
    model: SpectrogramModel, files: Sequence[Path], kept: Path, say: Say
) -> dict[str, dict[str, Any]]:
    """How often the likeliest mood stays, by variant; see `figures`.

    Finished files are kept in `kept`, so that an interrupted run goes on at the next one.
    """
    stored: dict[str, Answers] = json.loads(kept.read_text()) if kept.exists() else {}
    kept.parent.mkdir(parents=True, exist_ok=True)
    answers = []
    for number, file in enumerate(files):
        key = f"{model.card.sha256[:12]} {file.resolve()}"
        if key not in stored:
            try:
                stored[key] = answers_of(model, file)
            except ClipError as error:
                say(f"{file}: {error.message}")
                continue
            part = kept.with_suffix(".part")
            part.write_text(json.dumps(stored))
            part.replace(kept)
        answers.append(stored[key])
        if number % 20 == 19:
            say(f"{number + 1} of {len(files)}")
    return figures(answers)


def figures(answers: Sequence[Answers]) -> dict[str, dict[str, Any]]:
    """For each variant that occurs: of how many songs, how many keep their likeliest mood, the
    share with its interval, and how far the probability of that mood moves on average.

    `formats and gain` counts the songs that keep it in every one of those variants at once.
    """
    out = {}
    for name in VARIANTS:
        pairs = [(np.array(a["original"]), np.array(a[name])) for a in answers if name in a]
        if pairs:
            stayed = [before.argmax() == after.argmax() for before, after in pairs]
            moved = [abs(float((b - a)[a.argmax()])) for a, b in pairs]
            out[name] = {**_share(sum(stayed), len(pairs)), "moved": float(np.mean(moved))}
    both = [a for a in answers if set(FORMATS_AND_GAIN) <= set(a)]
    if both:
        tops = [{int(np.argmax(a[n])) for n in ("original", *FORMATS_AND_GAIN)} for a in both]
        out["all formats and gain"] = _share(sum(len(top) == 1 for top in tops), len(both))
    return out


def _share(stayed: int, songs: int) -> dict[str, Any]:
    return {
        "songs": songs,
        "stayed": int(stayed),
        "share": stayed / songs,
        "interval_95": share_interval(int(stayed), songs),
    }


def _listed(probabilities: Probabilities) -> list[float]:
    return [round(probabilities[mood], 5) for mood in MOODS]
