"""The card of the spectrogram model, from the record of its run."""

from typing import Any

import numpy as np

from moods.circumplex import MOODS
from training.cross_validation import Labels, Material, Scores
from training.datasets import describe, mood4q
from training.from_three_taggers import CITATION as THREE_CITATION
from training.from_three_taggers import LEFT_ALONE, MODELS, FromThreeTaggers, feelings_of
from training.spectrogram_cnn import FRAMES
from training.spread import within_of
from training.tagger import CITATION, LICENCE, MODEL
from training.transfer import Transfer

VERSION = "3.1"
_CHANGES = {
    "3.1": "The weights and answers of 3.0; the graph also gives the numbers that its head reads, "
    "and the card says how far off a place may be."
}

_FAULTS = [
    "Sad and calm songs are often taken for each other.",
    "The moods were derived from tags by an editorial service and a word list, and so were "
    "valence, arousal and dominance; listeners of a clip were not asked.",
    "The clips are Western popular music, mostly; anime songs were not among them.",
    "Synthesised piano and game music (EMOPIA, VGMIDI) is nearly always called calm: the four "
    "moods are told no better there than by one answer always, and seldom marked as unsure.",
    "Speech and noise also get a mood, and a sure one: the network does not know what music is.",
    "Valence, arousal and dominance follow from the four probabilities: no song lies outside the "
    "places of the four moods.",
    "Of a recording of more than 45 s ten windows are read; no labelled songs of that length were "
    "there to measure it with.",
]


def make_card(record: dict[str, Any], material: Material) -> dict[str, Any]:
    """What the weights are, and what serving needs: windows, temperature, unsure band, places."""
    served = record["by_windows"][str(record["served_windows"])]
    card: dict[str, Any] = {
        "version": VERSION,
        "changes": _CHANGES,
        "title": "Four moods from windows of 3 s of a log-mel spectrogram",
        "licence": "Non-commercial use only, because of the terms of the data it learnt from.",
        "input": {
            "frames": FRAMES,
            "windows": record["served_windows"],
            "step": record["served_step"],
            "definition": "moods.features.heard",
        },
        "temperature": round(_mean(served, "temperature"), 4),
        "unsure_below": record["confidence"]["unsure_below"],
        "places": {
            mood.value: [round(float(number), 4) for number in place]
            for mood, place in zip(
                MOODS, places_of(feelings_of(material), material.labels), strict=True
            )
        },
        "within": {
            mood.value: [round(number, 6) for number in about]
            for mood, about in zip(
                MOODS, within_of(feelings_of(material), material.labels), strict=True
            )
        },
        "spread_factor": record["spread"]["factor"],
        "datasets": [describe(mood4q)],
        "split": mood4q.SPLIT + "; the shipped weights learnt from all ten folds",
        "figures": {
            "macro_f1": round(_mean(served, "macro_f1"), 3),
            "accuracy": round(_mean(served, "accuracy"), 3),
            "accuracy_interval_95": [
                round(edge, 3) for edge in served[0]["interval_95"]["accuracy"]
            ],
            "recall": {
                mood: round(float(np.mean([one["recall"][mood] for one in served])), 3)
                for mood in served[0]["recall"]
            },
            "calibration_error": round(_mean(served, "calibration_error"), 3),
            "r2": {name: round(one["r2"], 3) for name, one in record["dimensions"].items()},
            "seeds": record["seeds"],
        },
        "intended_use": "Sorting songs of a person's own playlists by mood.",
        "known_faults": _FAULTS,
    }
    if record["name"] == FromThreeTaggers.name:
        card["derived_from"] = {
            "model": f"{', '.join(MODELS)} (package musicnn 0.1.0)",
            "citation": THREE_CITATION,
            "licence": LICENCE,
            "left_alone": LEFT_ALONE,
        }
    elif record["name"] == Transfer.name:
        card["derived_from"] = {"model": MODEL, "citation": CITATION, "licence": LICENCE}
    return card


def _mean(scores: list[dict[str, Any]], figure: str) -> float:
    return float(np.mean([one[figure] for one in scores]))


def places_of(felt: Scores, labels: Labels) -> Scores:
    """Mean valence, arousal and dominance of the songs of each mood, in the order of `MOODS`."""
    return np.stack([felt[labels == number].mean(0) for number in range(len(MOODS))])
