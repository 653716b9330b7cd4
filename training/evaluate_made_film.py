"""`mooddex evaluate made-film`: composes the film, plays it to the detector, keeps the record."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from films.detector import SOUNDS, WEIGHTS_DIR, SoundDetector
from training.made_film import SCRIPT, compose_film, hear, judge, write_film
from training.records import RECORDS_DIR, circumstances, write_record
from training.sound_parts import FILM, load_recorded, stock_of

SHIPPED = WEIGHTS_DIR.parent / "evaluation"
"""Where the dashboard looks for the record."""


def run(
    data: Path,
    runs: Path,
    *,
    say: Callable[[str], None],
    weights: Path | None = None,
    seed: int = 1,
    draws: int = 10,
    records: Path = RECORDS_DIR,
) -> dict[str, Any]:
    """Judge the detector on the film of a seed, and on `draws` films from that seed on.

    The last film is left in `runs/made-film/`.

    Raises:
        DatasetMissing: a set is not there.
    """
    began = time.monotonic()
    detector = SoundDetector.load(weights)
    stock = stock_of(load_recorded(data, runs / "cache" / "sounds-v1"), [FILM])
    told = []
    for number in range(seed + draws - 1, seed - 1, -1):
        scene = compose_film(stock, number)
        truth = [SOUNDS[place] for place in scene.truth()]
        raw, smoothed = hear(detector, write_film(scene, runs / "made-film"))
        told.append({"film": judge(truth, smoothed), "raw": judge(truth, raw)["macro_f1"]})
        say(f"film {number}: macro-F1 {told[-1]['film']['macro_f1']:.3f}")
    scores = [one["film"]["macro_f1"] for one in told]
    record = {
        "model": "made-film",
        "weights": f"{detector.card.name} {detector.card.version} ({detector.card.sha256[:12]})",
        "seed": seed,
        "sections": [
            {"name": section.name, "seconds": section.seconds, "under": list(section.under)}
            for section in SCRIPT
        ],
        "film": told[-1]["film"],
        "macro_f1_unsmoothed": told[-1]["raw"],
        "draws": {
            "films": draws,
            "mean": float(np.mean(scores)),
            "smallest": min(scores),
            "largest": max(scores),
            "accuracy": float(np.mean([one["film"]["accuracy"] for one in told])),
            "verdicts": {
                verdict: sum(one["film"]["verdicts"][verdict] for one in told)
                for verdict in told[0]["film"]["verdicts"]
            },
        },
        "command": f"mooddex evaluate made-film --data DIR --seed {seed} --draws {draws}",
        "run": circumstances(time.monotonic() - began, 1),
    }
    write_record("made-film", record, records)
    if records.resolve() == RECORDS_DIR.resolve():
        write_record("made_film", record, SHIPPED)
    return record
