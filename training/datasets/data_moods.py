"""686 songs with Spotify audio features and one of four moods."""

from pathlib import Path

from training.datasets.features_csv import read_table
from training.datasets.template import FeatureTable

NAME = "data_moods"
CITATION = (
    "data_moods.csv of cristobalvch, Spotify-Machine-Learning, 2020; 686 songs, how their moods "
    "were assigned is not documented."
)
TERMS = (
    "No licence stated. The numbers come from the Spotify Web API, whose developer terms do not "
    "allow training machine-learning models on Spotify content: weights trained on them are for "
    "non-commercial research use, and an operator can train on data of their own instead."
)


def load(root: Path) -> FeatureTable:
    """Every row of the table."""
    return read_table(root / "spotify_features" / "data_moods.csv.gz")
