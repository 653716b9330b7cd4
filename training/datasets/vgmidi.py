"""204 phrases of game music, as MIDI, each with the signs of valence and arousal; a test set."""

from pathlib import Path

from training.datasets.midi import Phrase, read_phrases

NAME = "vgmidi"
CITATION = (
    "VGMIDI: L. N. Ferreira and J. Whitehead, 'Learning to generate music with sentiment', ISMIR "
    "2019; 204 labelled phrases."
)
TERMS = (
    "No licence stated; the phrases are piano arrangements of commercial game music. Research and "
    "non-commercial use only; used to test and not to train."
)


def load(root: Path) -> list[Phrase]:
    """Every phrase; grouped by game."""
    folder = root / NAME
    return read_phrases(folder / "vgmidi.tar.gz", folder / "labels.csv", group="game")
