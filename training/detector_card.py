"""The card of the detector of music, speech and other, from the record of its run."""

from collections.abc import Mapping
from typing import Any

from films.detector import SWITCH_COST
from training.datasets import SourceOfData, describe, emodb, esc10, mood4q, ravdess
from training.sound_parts import SPLIT

VERSION = "1.0"
DATASETS: tuple[SourceOfData, ...] = (mood4q, ravdess, emodb, esc10)

_FAULTS = [
    "It knows the voices of 25 actors who speak twelve sentences in two languages, and ten kinds "
    "of noises: other languages, children, crowds and whispers were not there to learn from.",
    "A voice that sings with little under it, or raps, may be taken for speech.",
    "Words that are not louder than the music under them are often taken for music.",
    "It hears one second at a time; what lasts less than that is lost.",
]


def make_card(record: Mapping[str, Any]) -> dict[str, Any]:
    """What the weights are, for people and for serving."""
    network = record["network"]
    told = {
        name: {
            "macro_f1": round(network[name]["macro_f1"], 3),
            "interval_95": [round(edge, 3) for edge in network[name]["interval_95"]],
            "f1": {sound: round(one, 3) for sound, one in network[name]["f1"].items()},
        }
        for name in ("clips", "scenes", "scenes_smoothed")
    }
    return {
        "version": VERSION,
        "title": "Music, speech or other, from one second of a log-mel spectrogram",
        "licence": "Non-commercial use only, because of the terms of the data it learnt from.",
        "input": {"seconds": 1, "definition": "moods.features.heard"},
        "temperature": round(record["temperature"], 4),
        "switch_cost": SWITCH_COST,
        "datasets": [describe(module) for module in DATASETS],
        "split": SPLIT + "; the figures are of the folds, the weights learnt from all four of them",
        "figures": told,
        "labels": "A second is speech where somebody speaks and is no more than 3 dB below all "
        "else; else music, where it is no more than that below the noises; else other, which "
        "silence is too.",
        "intended_use": "Finding where a film, an episode or another long recording has music.",
        "known_faults": _FAULTS,
    }
