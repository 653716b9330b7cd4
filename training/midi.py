"""The served model on music that it has nothing in common with: MIDI played by FluidSynth."""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from moods.audio import decode
from moods.circumplex import MOODS, Mood
from moods.reading import ClipError
from moods.spectrogram_model import SpectrogramModel
from training.datasets.midi import Phrase
from training.metrics import Labels, Scores, accuracy, confusion, macro_f1, recalls
from training.recordings import Recording, encode, read_whole

SOUNDFONTS = (
    Path("/usr/share/sounds/sf2/FluidR3_GM.sf2"),
    Path("/usr/share/sounds/sf2/default-GM.sf2"),
    Path("/usr/share/soundfonts/default.sf2"),
)
LEVELS: Mapping[str, str] = {
    "peak": "each at the level of a published recording (peak at full scale)",
    "fixed": "all at one gain of the synthesiser (0.5)",
}
_GAIN = 0.5
_RATE = 44_100
_TIME_LIMIT = 120
_ROUNDS = 2000
_UPPER = {
    "arousal": [MOODS.index(mood) for mood in (Mood.HAPPY, Mood.ENERGETIC)],
    "valence": [MOODS.index(mood) for mood in (Mood.HAPPY, Mood.CALM)],
}
_SECONDS = 30.0  # of the middle, as a reading takes

Say = Callable[[str], None]
Render = Callable[[bytes], Recording]


class RenderError(Exception):
    """No synthesiser, no sounds for it, or no sound came out."""


def renderer(soundfont: Path | None = None, program: str = "fluidsynth") -> Render:
    """What plays MIDI files with FluidSynth.

    Args:
        soundfont: the instruments; the first of `SOUNDFONTS` that is there, where none is given.

    Raises:
        RenderError: the program or the instruments are not installed.
    """
    found = shutil.which(program)
    sounds = soundfont or next(filter(Path.exists, SOUNDFONTS), None)
    if found is None or sounds is None:
        raise RenderError(
            "FluidSynth or its instruments are not installed. On Debian: "
            "apt install fluidsynth fluid-soundfont-gm"
        )

    def render(midi: bytes) -> Recording:
        with tempfile.TemporaryDirectory() as folder:
            score, sound = Path(folder) / "in.mid", Path(folder) / "out.wav"
            score.write_bytes(midi)
            options = ["-ni", "-q", "-g", str(_GAIN), "-r", str(_RATE), "-F", str(sound)]
            try:
                subprocess.run(  # noqa: S603
                    [found, *options, str(sounds), str(score)],
                    check=True,
                    capture_output=True,
                    timeout=_TIME_LIMIT,
                )
                return read_whole(sound)
            except (subprocess.SubprocessError, OSError, ClipError) as error:
                raise RenderError(f"FluidSynth made no sound: {error}") from error

    return render


def draw(phrases: Sequence[Phrase], count: int, seed: int) -> list[Phrase]:
    """All where there are no more than `count`; else as many of each mood, drawn by the seed."""
    if count >= len(phrases):
        return list(phrases)
    random = np.random.default_rng(seed)
    drawn: list[Phrase] = []
    for mood in MOODS:
        of_mood = [phrase for phrase in phrases if phrase.mood is mood]
        some = random.permutation(len(of_mood))[: count // len(MOODS)]
        drawn += [of_mood[place] for place in sorted(some)]
    return drawn


def measure(
    model: SpectrogramModel, phrases: Sequence[Phrase], render: Render, kept: Path, say: Say
) -> dict[str, dict[str, Any]]:
    """The model's figures at each of `LEVELS`; see `figures`.

    Finished phrases are kept in `kept`, so that an interrupted run goes on at the next one.

    Raises:
        RenderError: a phrase cannot be played.
    """
    stored: dict[str, dict[str, list[float]]] = (
        json.loads(kept.read_text()) if kept.exists() else {}
    )
    kept.parent.mkdir(parents=True, exist_ok=True)
    for number, phrase in enumerate(phrases):
        key = f"{model.card.sha256[:12]} {phrase.id}"
        if key not in stored:
            stored[key] = _answers(model, render(phrase.midi))
            part = kept.with_suffix(".part")
            part.write_text(json.dumps(stored))
            part.replace(kept)
        if number % 40 == 39:
            say(f"{number + 1} of {len(phrases)}")
    keys = [f"{model.card.sha256[:12]} {phrase.id}" for phrase in phrases]
    truth = np.array([MOODS.index(phrase.mood) for phrase in phrases])
    groups = np.unique([phrase.group for phrase in phrases], return_inverse=True)[1]
    return {
        level: figures(truth, np.array([stored[key][level] for key in keys]), groups)
        for level in LEVELS
    }


def _answers(model: SpectrogramModel, sound: Recording) -> dict[str, list[float]]:
    full = Recording(sound.samples / max(float(np.abs(sound.samples).max()), 1e-6), sound.rate)
    answers = {}
    for level, recording in (("peak", full), ("fixed", sound)):
        middle = recording.part(max(recording.seconds - _SECONDS, 0) / 2, _SECONDS)
        told = model.read(decode(encode(middle, "wav")))
        answers[level] = [round(told[mood], 5) for mood in MOODS]
    return answers


def figures(truth: Labels, probabilities: Scores, groups: Labels) -> dict[str, Any]:
    """Accuracy and macro-F1 over the quadrants, and the two halves of the plane each alone.

    A half goes by the probabilities' mass on either side; `_order` (see `in_order`) asks no more
    than that phrases of the upper half have more of it than others. Intervals are 95 %
    bootstraps over groups (songs, games), since phrases of one are alike.
    """
    predicted = probabilities.argmax(1)
    matrix = confusion(truth, predicted)
    mass = {half: probabilities[:, upper].sum(1) for half, upper in _UPPER.items()}
    above = {half: np.isin(truth, upper) for half, upper in _UPPER.items()}

    def halves(places: Labels) -> dict[str, float]:
        told = {}
        for half in _UPPER:
            side, true = mass[half][places], above[half][places]
            told[half] = float(((side >= 0.5) == true).mean())
            told[f"{half}_order"] = in_order(side, true)
        return told

    return {
        "phrases": len(truth),
        "groups": int(groups.max()) + 1,
        "accuracy": accuracy(matrix),
        "macro_f1": macro_f1(matrix),
        "commonest": float(np.bincount(truth, minlength=len(MOODS)).max() / len(truth)),
        "recall": {m.value: float(r) for m, r in zip(MOODS, recalls(matrix), strict=True)},
        "confusion": matrix.tolist(),
        "halves": halves(np.arange(len(truth))),
        "halves_commonest": {
            half: float(max(true.mean(), 1 - true.mean())) for half, true in above.items()
        },
        "interval_95": _intervals(truth, predicted, halves, groups),
    }


def in_order(scores: Scores, upper: npt.NDArray[np.bool_]) -> float:
    """Of all pairs of an upper and a lower one, the share in which the upper has the higher score,
    a tie counting half (ROC-AUC, .5 by chance); .5 where there is no pair."""
    if upper.all() or not upper.any():
        return 0.5
    gaps = scores[upper][:, None] - scores[~upper][None]
    return float((gaps > 0).mean() + (gaps == 0).mean() / 2)


def _intervals(
    truth: Labels,
    predicted: Labels,
    halves: Callable[[Labels], Mapping[str, float]],
    groups: Labels,
) -> dict[str, list[float]]:
    random = np.random.default_rng(1)
    members = [np.flatnonzero(groups == group) for group in range(int(groups.max()) + 1)]
    rounds = []
    for _ in range(_ROUNDS):
        drawn = random.integers(0, len(members), len(members))
        places = np.concatenate([members[group] for group in drawn])
        matrix = confusion(truth[places], predicted[places])
        figures = {"accuracy": accuracy(matrix), "macro_f1": macro_f1(matrix)}
        rounds.append(figures | dict(halves(places)))
    return {
        name: [float(edge) for edge in np.percentile([one[name] for one in rounds], (2.5, 97.5))]
        for name in rounds[0]
    }
