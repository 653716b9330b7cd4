"""1,184 acted utterances of two English sentences by twenty actors: speech."""

from pathlib import Path

from training.datasets.template import Sound, read_sounds

NAME = "ravdess"
CITATION = (
    "RAVDESS: S. R. Livingstone and F. A. Russo, 'The Ryerson Audio-Visual Database of Emotional "
    "Speech and Song', PLoS ONE 13(5), 2018; speech of actors 01 to 20."
)
TERMS = (
    "No licence stated in the copy; its makers give it under CC BY-NC-SA 4.0. The audio is never "
    "shipped, and weights trained on it are for non-commercial use."
)


def load(root: Path) -> list[Sound]:
    """Every utterance; grouped by actor."""
    return read_sounds(root / NAME, group="speaker")
