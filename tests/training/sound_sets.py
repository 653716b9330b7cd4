"""Four small sets of made sounds in the folders where the real ones lie."""

from pathlib import Path

import numpy as np

from moods.circumplex import QUADRANTS
from training.mixtures import Samples
from training.recordings import Recording, encode

RATE = 16_000


def write_sets(root: Path) -> Path:
    """A song for each fold, two actors and a speaker for each part, a noise for each fold and
    one for the film."""
    random = np.random.default_rng(1)
    _write_songs(root / "mood4q", random)
    actors = [1, 3, 5, 7, 19]
    _write_sounds(
        root / "ravdess", "speaker", [(f"{n:02d}", "calm", f"{n:02d}/a") for n in actors], random
    )
    speakers = ["03", "08", "09", "14", "12"]
    _write_sounds(root / "emodb", "speaker", [(n, "anger", f"{n}/b") for n in speakers], random)
    noises = [("1", "rain", "rain/1-5-A"), ("2", "rain", "rain/2-6-A"), ("3", "rain", "rain/3-7-A")]
    noises += [("4", "rain", "rain/4-8-A"), ("4", "rain", "rain/4-9-A")]
    _write_sounds(root / "esc10", "fold", noises, random)
    return root


def chord(seconds: float, random: np.random.Generator) -> Samples:
    """Held tones: music enough for a network of two rounds."""
    time = np.arange(round(seconds * RATE)) / RATE
    root = random.uniform(150, 400)
    tones = [np.sin(2 * np.pi * root * 2 ** (step / 12) * time) for step in (0, 4, 7, 12)]
    return np.asarray(0.1 * np.sum(tones, axis=0), np.float32)


def babble(seconds: float, random: np.random.Generator) -> Samples:
    """A buzz that opens and closes four times a second, with silence around it."""
    time = np.arange(round(seconds * RATE)) / RATE
    buzz = np.sign(np.sin(2 * np.pi * random.uniform(100, 250) * time))
    syllables = np.maximum(np.sin(2 * np.pi * 4 * time), 0)
    silence = np.zeros(RATE // 2)
    return np.asarray(np.concatenate([silence, 0.2 * buzz * syllables, silence]), np.float32)


def hiss(seconds: float, random: np.random.Generator) -> Samples:
    """White noise."""
    return np.asarray(random.normal(0, 0.05, round(seconds * RATE)), np.float32)


def _write_songs(folder: Path, random: np.random.Generator) -> None:
    rows = ["id,quadrant,artist,title,fold"]
    for fold in range(10):
        quadrant = list(QUADRANTS)[fold % 4]
        rows.append(f"S{fold},{quadrant},Artist {fold},Song,{fold}")
        _write(folder / quadrant / f"S{fold}.opus", chord(12, random))
    (folder / "tracks.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")


def _write_sounds(
    folder: Path, group: str, rows: list[tuple[str, str, str]], random: np.random.Generator
) -> None:
    lines = [f"file,class,{group}"]
    for of, kind, name in rows:
        lines.append(f"{name}.opus,{kind},{of}")
        _write(folder / f"{name}.opus", (hiss if group == "fold" else babble)(2, random))
    (folder / "index.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _write(path: Path, samples: Samples) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(encode(Recording(samples[None], RATE), "opus-32"))
