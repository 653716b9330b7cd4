"""The card of the detector of music, speech and other, from the record of its run."""

from collections.abc import Mapping
from typing import Any

from films.detector import MARGIN, PIECE, SWITCH_COST
from training.datasets import SourceOfData, describe, emodb, esc10, mood4q, ravdess
from training.sound_parts import SPLIT
from training.tagger import LICENCE

VERSION = "2.0"
DATASETS: tuple[SourceOfData, ...] = (mood4q, ravdess, emodb, esc10)

CITATION = (
    "J. Pons and X. Serra, 'musicnn: pre-trained convolutional neural networks for music audio "
    "tagging', ISMIR late-breaking demo, 2019; the checkpoint MSD_musicnn, trained by its authors "
    "on the Million Song Dataset."
)

_FAULTS = [
    "It knows the voices of 25 actors who speak twelve sentences in two languages, and ten kinds "
    "of noises: other languages, children, crowds and whispers were not there to learn from.",
    "A voice that sings with little under it, or raps, may be taken for speech.",
    "Words that are no louder than the music under them are often taken for music.",
    "It tells whole seconds; what lasts less than that is lost.",
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
    card = {
        "version": VERSION,
        "title": "Music, speech or other, second by second, from log-mel spectrograms",
        "licence": "Non-commercial use only, because of the terms of the data it learnt from.",
        "input": {
            "seconds": f"in a row; {PIECE} at a time with {MARGIN} around them",
            "definition": "films.detector.rows_of",
        },
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
    if record["tagger"]:
        card["derived_from"] = {
            "model": f"{record['tagger']} (package musicnn 0.1.0)",
            "citation": CITATION,
            "licence": LICENCE,
            "left_alone": "As published, but for dead filters left out: all of it that is used, "
            "the convolutions over timbre, tempo and time.",
        }
    return card
