"""408 acted utterances of ten German sentences by eight speakers: speech.

Every file of this copy is cut or padded to 2.0 s.
"""

from pathlib import Path

from training.datasets.template import Sound, read_sounds

NAME = "emodb"
CITATION = (
    "EmoDB: F. Burkhardt, A. Paeschke, M. Rolfes, W. Sendlmeier and B. Weiss, 'A database of "
    "German emotional speech', Interspeech 2005; 408 utterances of eight speakers."
)
TERMS = (
    "No licence stated in the copy. Research use only: the audio is never shipped, and weights "
    "trained on it are for non-commercial use."
)


def load(root: Path) -> list[Sound]:
    """Every utterance; grouped by speaker."""
    return read_sounds(root / NAME, group="speaker")
