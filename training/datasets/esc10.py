"""320 clips of ten kinds of everyday noises, 5 s each, in their authors' folds: other."""

import re
from dataclasses import replace
from pathlib import Path

from training.datasets.template import Sound, read_sounds

NAME = "esc10"
CITATION = (
    "ESC-10: K. J. Piczak, 'ESC: dataset for environmental sound classification', ACM Multimedia "
    "2015; folds 1 to 4."
)
TERMS = (
    "CC BY 3.0 for the set; its clips come from Freesound, credited one by one in the authors' "
    "README. Weights trained on it beside non-commercial sets are for non-commercial use."
)


def load(root: Path) -> list[Sound]:
    """Every clip; grouped by fold. Files are named fold-source-take."""
    return [
        replace(sound, source=match[1])
        if (match := re.search(r"-(\d+)-[A-Z]$", sound.id))
        else sound
        for sound in read_sounds(root / NAME, group="fold")
    ]
