"""Training the detector of music, speech and other on made sounds."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytestmark = pytest.mark.training
pytest.importorskip("torch", reason="torch is in the [train] extra")
pytest.importorskip("sklearn", reason="scikit-learn is in the [train] extra")

from films.detector import SOUNDS, SoundDetector  # noqa: E402
from tests.training.sound_sets import RATE, babble, chord, hiss, write_sets  # noqa: E402
from training import train_detector  # noqa: E402
from training.detector_section import detector_section  # noqa: E402
from training.sound_changes import (  # noqa: E402
    at_speed,
    changed,
    in_room,
    made_noises,
    through_channel,
    through_codec,
)
from training.sound_metrics import (  # noqa: E402
    chosen_elsewhere,
    confusion,
    f1_of_each,
    figures,
    inside,
    macro_f1,
)
from training.sound_parts import FILM, FOLDS, load_recorded, stock_of  # noqa: E402
from training.sound_pools import loudest  # noqa: E402

FEW = {"seconds": 60, "scenes": 2, "epochs": 2, "seed": 1}


def _ignore(_: str) -> None:
    return None


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    root = tmp_path_factory.mktemp("detector")
    record = train_detector.run(
        write_sets(root / "data"),
        root / "runs",
        root / "weights",
        say=_ignore,
        records=root / "records",
        **FEW,
    )
    return root, record


def test_a_run_leaves_weights_that_answer_and_a_record(
    trained: tuple[Path, dict[str, Any]],
) -> None:
    root, record = trained
    detector = SoundDetector.load(root / "weights")
    told = detector.probabilities(np.zeros((2, RATE), np.float32))
    np.testing.assert_allclose(told.sum(1), 1, atol=1e-5)
    card = detector.card.body
    assert tuple(card["outputs"]) == SOUNDS
    assert card["figures"]["clips"]["macro_f1"] == round(record["network"]["clips"]["macro_f1"], 3)
    kept = json.loads((root / "records" / "detector.json").read_text())
    assert len(kept["baselines"]["sweep"]) == 14
    assert sum(map(sum, kept["network"]["scenes"]["confusion"])) == kept["network"]["scenes"]["of"]
    page = detector_section(kept, None)
    assert "| **our network, smoothed** |" in page
    assert "made-film --data DIR" in page


def test_a_second_run_goes_on_from_the_folds_that_are_kept(
    trained: tuple[Path, dict[str, Any]],
) -> None:
    root, record = trained
    said: list[str] = []
    again = train_detector.run(
        root / "data", root / "runs", None, say=said.append, records=root / "records", **FEW
    )
    assert again["network"] == record["network"]
    assert not [line for line in said if line.startswith("round")]


def test_no_voice_song_or_noise_is_in_two_parts(tmp_path: Path) -> None:
    recorded = load_recorded(write_sets(tmp_path), tmp_path / "cache")
    assert {one.part for one in recorded} == {*FOLDS, FILM}
    parts: dict[str, set[str]] = {}
    for one in recorded:
        parts.setdefault(one.group, set()).add(one.part)
    assert all(len(of) == 1 for of in parts.values())
    for part in (*FOLDS, FILM):
        stock = stock_of(recorded, [part])
        assert all(len(stock[sound]) for sound in SOUNDS)


def test_changes_keep_sounds_finite_and_channels_keep_their_length() -> None:
    random = np.random.default_rng(5)
    for sound in (chord(3, random), babble(2, random), hiss(2, random), np.zeros(RATE, np.float32)):
        for _ in range(4):
            after = changed("music", sound, random)
            assert np.isfinite(after).all()
            assert 0.7 < len(after) / len(sound) < 1.4
            piece = through_channel(sound + np.float32(1e-3) * hiss(1, random)[0], random)
            assert piece.shape == sound.shape
            assert np.isfinite(piece).all()
    assert all(np.abs(noise).max() <= 0.11 for noise in made_noises(12, random))


def test_a_codec_a_room_and_another_speed_do_what_they_say() -> None:
    random = np.random.default_rng(6)
    music = chord(3, random)
    back = through_codec(music, "opus-32")
    middle = slice(RATE // 2, -RATE // 2)
    assert np.corrcoef(back[middle], music[middle])[0, 1] > 0.9
    time = np.arange(2 * RATE) / RATE
    tone = np.sin(2 * np.pi * 400 * time).astype(np.float32)
    faster = at_speed(tone, 1.25)
    peak = np.abs(np.fft.rfft(faster)).argmax() * RATE / len(faster)
    assert peak == pytest.approx(500, abs=3)
    click = np.zeros(RATE, np.float32)
    click[0] = 1
    echo = in_room(click, 0.3, random)
    assert np.abs(echo[100:]).max() > 0.001 > np.abs(echo[RATE // 2 :]).max()


def test_of_every_clip_the_loudest_stretch_is_heard_for_as_long() -> None:
    quiet = np.full(5 * RATE, 0.01, np.float32)
    quiet[3 * RATE : 4 * RATE] = 0.5
    heard = loudest(quiet)
    assert len(heard) == 2 * RATE
    assert (heard == 0.5).sum() == RATE
    assert len(loudest(quiet[:100])) == 2 * RATE


def test_figures_are_those_of_the_confusion_and_groups_are_drawn_whole() -> None:
    truth, heard = np.array([0, 0, 1, 1, 2, 2]), np.array([0, 1, 1, 1, 2, 0])
    matrix = confusion(truth, heard)
    assert matrix.tolist() == [[1, 1, 0], [0, 2, 0], [1, 0, 1]]
    np.testing.assert_allclose(f1_of_each(matrix), [0.5, 0.8, 2 / 3])
    told = figures(truth, heard, np.array(["a"] * 6), rounds=20)
    assert told["interval_95"] == [told["macro_f1"]] * 2
    assert told["macro_f1"] == pytest.approx(macro_f1(truth, heard))


def test_an_option_is_chosen_on_the_other_folds() -> None:
    folds = np.array(["a", "a", "b", "b"])
    gains = {1.0: np.array([9, 9, 0, 0]), 2.0: np.array([0, 0, 1, 1])}
    chosen = chosen_elsewhere(folds, (1.0, 2.0), lambda option, rows: gains[option][rows].mean())
    assert chosen == {"a": 2.0, "b": 1.0}


def test_a_second_beside_a_boundary_is_not_inside() -> None:
    kinds = np.array(["m", "m", "m", "s", "s", "s", "s"])
    scenes = np.array([0, 0, 0, 0, 0, 1, 1])
    assert inside(kinds, scenes).tolist() == [False, True, False, False, False, False, False]
