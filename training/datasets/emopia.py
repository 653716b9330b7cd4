"""1,078 clips of piano covers of pop songs, as MIDI, each with a quadrant; a test set."""

from pathlib import Path

from training.datasets.midi import Phrase, read_phrases

NAME = "emopia"
CITATION = (
    "EMOPIA: H.-T. Hung, J. Ching, S. Doh, N. Kim, J. Nam and Y.-H. Yang, 'EMOPIA: a multi-modal "
    "pop piano dataset for emotion recognition and emotion-based music generation', ISMIR 2021; "
    "1,078 of its MIDI clips."
)
TERMS = (
    "No licence stated for the MIDI files, which are transcriptions of piano covers of pop songs. "
    "Research and non-commercial use only; used to test and not to train."
)


def load(root: Path) -> list[Phrase]:
    """Every clip; grouped by song."""
    folder = root / NAME
    return read_phrases(folder / "emopia.tar.gz", folder / "tracks.csv", group="song_id")
