"""What reading a clip costs, in units of decoding it, and how much memory it takes."""

import tempfile
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from benchmarks.memory import peak_mib
from moods.reader import MoodReader
from sandbox.composer import compose
from sandbox.encoding import encode
from training.cost import measure

_RATE = 44_100
_CLIPS = ((0.8, 0.8, "mp3"), (0.2, 0.8, "ogg"), (0.2, 0.2, "m4a"), (0.8, 0.2, "mp3"))


def measure_reading() -> dict[str, Any]:
    """Read composed 30-second clips, one of each mood, on one core.

    `loaded_mib` is the memory of a process with the models loaded; `peak_growth_mib` is how much
    its peak grew while the clips were read one after another.
    """
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for seed, (valence, arousal, extension) in enumerate(_CLIPS):
            file = Path(folder) / f"{seed}.{extension}"
            file.write_bytes(encode(compose(valence, arousal, seed), _RATE, extension))
            files.append(file)
        figures = measure(files)
        with get_context("spawn").Pool(1) as fresh_process:
            loaded, grown = fresh_process.apply(_memory, (files,))
    del figures["by_windows"]
    return {name: round(value, 2) for name, value in figures.items()} | {
        "loaded_mib": round(loaded, 1),
        "peak_growth_mib": round(grown, 1),
    }


def _memory(files: list[Path]) -> tuple[float, float]:
    reader = MoodReader.load()
    loaded = peak_mib()
    for file in files:
        reader.read(file, None, clip_source="file")
    return loaded, peak_mib() - loaded
