"""The reference's recipe on a handful of made songs."""

import json
from pathlib import Path

import numpy as np
import pytest

from moods.circumplex import QUADRANTS
from tests.moods.sounds import chirps, encode, tone

pytestmark = pytest.mark.training
pytest.importorskip("torch", reason="torch is in the [train] extra")
pytest.importorskip("fastai", reason="fastai is in the [train] extra")
pytest.importorskip("pydub", reason="pydub is in the [train] extra")

from training import train_picture  # noqa: E402
from training.picture_cnn import SIDE, middle_of, picture_of  # noqa: E402
from training.recordings import Recording  # noqa: E402


def test_the_middle_is_what_is_cut(tmp_path: Path) -> None:
    cut = middle_of(Recording(chirps(60)[None], 44_100))
    assert cut.duration_seconds == pytest.approx(30, abs=0.1)
    samples = np.array(cut.get_array_of_samples())[: 4 * cut.frame_rate]
    assert np.abs(np.fft.rfft(samples)).argmax() / 4 == pytest.approx(400, abs=1)
    assert middle_of(Recording(tone(3)[None], 44_100)).duration_seconds == pytest.approx(3, abs=0.1)


def test_a_low_tone_is_bright_at_the_bottom_of_its_picture(tmp_path: Path) -> None:
    def brightest_row(hertz: float) -> int:
        (tmp_path / "song.wav").write_bytes(encode(tone(3, hertz=hertz), "wav"))
        picture = picture_of(tmp_path / "song.wav")
        assert picture.shape == (3, SIDE, SIDE)
        return int(picture[1].mean(1).argmax())

    assert brightest_row(500) > SIDE * 0.9
    assert brightest_row(15_000) < SIDE * 0.5


def test_the_recipe_leaves_a_record_and_goes_on_where_it_stopped(tmp_path: Path) -> None:
    lines = ["id,quadrant,fold"]
    for number, quadrant in enumerate(list(QUADRANTS) * 2):
        folder = tmp_path / "mood4q" / quadrant
        folder.mkdir(parents=True, exist_ok=True)
        song = tone(2, hertz=500 * (1 + 5 * (number % 4)))
        (folder / f"s{number}.opus").write_bytes(encode(song, "opus"))
        lines.append(f"s{number},{quadrant},{number // 4}")
    (tmp_path / "mood4q" / "tracks.csv").write_text("\n".join(lines) + "\n")

    def run() -> dict[str, object]:
        return train_picture.run(
            tmp_path, tmp_path / "runs", seeds=(1,), say=lambda _: None, epochs=(1, 1),
            records=tmp_path,
        )  # fmt: skip

    first = run()
    (tmp_path / "runs" / "picture-seed1" / "fold1.npz").unlink()
    again = run()
    assert first["scores"] == again["scores"]
    kept = json.loads((tmp_path / "baseline-picture.json").read_text())
    assert kept["scores"][0]["songs"] == 8
    assert "none is to be had here" in kept["about"]
    assert len(kept["rates"]) == 1
