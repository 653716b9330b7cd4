"""The heads that are shipped beside the mood network."""

import numpy as np
import pytest

from moods.heads import Head
from moods.models import WEIGHTS_DIR, Card, golden_input
from moods.spectrogram_model import SpectrogramModel

_SHIPPED = ("energy", "genres", "valence")


@pytest.mark.parametrize("name", _SHIPPED)
def test_a_head_answers_as_it_did_when_it_was_trained(name: str) -> None:
    head = Head.find(name)

    assert head is not None
    golden = head.card.body["golden"]
    assert head.logits(golden_input(*golden["shape"])) == pytest.approx(
        np.array(golden["logits"]), abs=1e-4
    )


@pytest.mark.parametrize("name", _SHIPPED)
def test_a_head_reads_what_the_mood_network_hears(name: str) -> None:
    model = SpectrogramModel(Card.read(WEIGHTS_DIR / "spectrogram.json"))
    head = Head.find(name)
    assert head is not None

    rows = model.numbers(golden_input(2, model.frames, 96) * 4)
    shares = head.probabilities(rows)

    assert shares.shape == (2, len(head.labels))
    assert ((shares >= 0) & (shares <= 1)).all()
    if head.exclusive:
        assert shares.sum(1) == pytest.approx(1)
        assert head.told(shares[0])[0] in head.labels


@pytest.mark.parametrize("name", _SHIPPED)
def test_a_card_names_data_split_and_figures(name: str) -> None:
    head = Head.find(name)

    assert head is not None
    assert head.card.body["datasets"][0]["name"] == "mood4q"
    assert "folds grouped by artist" in head.card.body["split"]
    assert head.card.body["figures"]


def test_labels_of_any_number_are_told_by_their_thresholds_the_surest_first() -> None:
    genres = Head.find("genres")
    assert genres is not None
    shares = np.zeros(len(genres.labels))
    shares[1], shares[0] = 1.0, 0.99

    assert genres.told(shares) == [genres.labels[1], genres.labels[0]]
    assert genres.told(np.zeros(len(genres.labels))) == []
