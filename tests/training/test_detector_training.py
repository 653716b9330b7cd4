"""Training the detector of music, speech and other on made sounds."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytestmark = pytest.mark.training
pytest.importorskip("torch", reason="torch is in the [train] extra")
pytest.importorskip("sklearn", reason="scikit-learn is in the [train] extra")

import torch  # noqa: E402

from films.detector import COLUMNS, FRAMES, SOUNDS, SoundDetector, rows_of  # noqa: E402
from moods.features import MELS  # noqa: E402
from moods.models import Card, Network  # noqa: E402
from tests.training.sound_sets import RATE, babble, chord, hiss, write_sets  # noqa: E402
from training import train_detector  # noqa: E402
from training.detector_section import detector_section  # noqa: E402
from training.musicnn_bodies import MusicnnBody  # noqa: E402
from training.scenes import sections_to_follow  # noqa: E402
from training.sound_changes import (  # noqa: E402
    at_speed,
    changed,
    in_room,
    made_noises,
    through_channel,
    through_codec,
)
from training.sound_fit import logits_of  # noqa: E402
from training.sound_metrics import (  # noqa: E402
    chosen_elsewhere,
    confusion,
    f1_of_each,
    figures,
    inside,
    macro_f1,
)
from training.sound_network import SoundNetwork, front_of  # noqa: E402
from training.sound_parts import FILM, FOLDS, load_recorded, stock_of  # noqa: E402
from training.sound_pools import loudest, to_follow  # noqa: E402

FEW = {"seconds": 60, "followed": 4, "scenes": 2, "epochs": 2, "seed": 1}


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


def test_what_is_served_answers_as_what_was_trained_however_many_seconds_there_are(
    trained: tuple[Path, dict[str, Any]],
) -> None:
    root, _ = trained
    card = Card.read(root / "weights" / "detector.json")
    network = SoundNetwork()
    kept = root / "runs" / "detector-2-random-seed1" / "all.pt"
    network.load_state_dict(torch.load(kept, weights_only=True))
    random = np.random.default_rng(2)
    for count in (1, 2, 3, 7, 30):
        rows = rows_of(np.concatenate([chord(count, random)]).reshape(-1, RATE))
        np.testing.assert_allclose(Network(card).logits(rows), logits_of(network, rows), atol=1e-3)


def test_the_tagger_hears_the_same_in_less_memory() -> None:
    torch.manual_seed(3)
    body = MusicnnBody((5, 4, 3, 2, 2)).eval()
    with torch.no_grad():
        for layer in (*body.timbral, *body.temporal):
            layer[2].weight.copy_(torch.randn(len(layer[2].weight)))
            layer[2].running_mean.normal_()
    for seconds in (1, 2, 5):
        flow = torch.rand(2, seconds * FRAMES, MELS) * 3
        with torch.inference_mode():
            np.testing.assert_allclose(front_of(body, flow, seconds), body.front(flow), atol=1e-5)


def test_a_second_is_heard_in_its_course(trained: tuple[Path, dict[str, Any]]) -> None:
    root, _ = trained
    detector = SoundDetector.load(root / "weights")
    random = np.random.default_rng(4)
    here = hiss(4, random).reshape(-1, RATE)
    among = np.concatenate([chord(4, random).reshape(-1, RATE), here])
    assert np.abs(detector.probabilities(among)[5] - detector.probabilities(here)[1]).max() > 1e-4


def test_scenes_to_follow_are_as_long_as_asked_and_shares_are_whole(tmp_path: Path) -> None:
    recorded = load_recorded(write_sets(tmp_path), tmp_path / "cache")
    asked: list[tuple[int, ...]] = []

    def tag(rows: np.ndarray) -> np.ndarray:
        asked.append(rows.shape)
        return np.zeros((*rows.shape[:2], 512), np.float16)

    for _ in range(2):
        scenes = to_follow(recorded, "a", 3, ("none", tag), tmp_path / "kept")
    assert asked == [(3, 40, FRAMES, COLUMNS)]
    assert scenes.rows.shape == asked[0]
    np.testing.assert_allclose(scenes.shares.sum(2), 1, atol=1e-5)
    lengths = [one.seconds for one in sections_to_follow(4000.0, np.random.default_rng(1))]
    assert sum(lengths) == pytest.approx(4000, abs=0.1)
    assert min(lengths[:-1]) > 0 and max(lengths) <= 12


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
