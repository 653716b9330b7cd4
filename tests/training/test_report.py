from pathlib import Path
from typing import Any

import numpy as np
import pytest

from training.metrics import summary
from training.records import read_records, write_record

pytestmark = pytest.mark.training
pytest.importorskip("matplotlib", reason="matplotlib is in the [train] extra")

from training.report import write_report  # noqa: E402


def _made_scores() -> dict[str, Any]:
    truth = np.arange(40) % 4
    logits = np.random.default_rng(1).normal(0, 1, (40, 4))
    return summary(truth, logits, np.arange(40) // 4)


def _made_records() -> dict[str, dict[str, Any]]:
    scores = _made_scores()
    run = {"date": "2026-01-02", "minutes": 3.5, "machine": "a made machine"}
    recipe = {
        "network": "a made net", "weights": 1234, "rate": 0.001,
        "finder": [[1e-4, 1.0], [1e-3, 0.5]], "losses": [1.2, 0.9],
    }  # fmt: skip
    spectrogram = {
        "model": "spectrogram", "name": "tagger", "data": "mood4q", "split": "ten folds",
        "seeds": [1], "served_windows": 3, "by_windows": {"3": [scores], "1": [scores]},
        "recipe": recipe, "run": run,
    }  # fmt: skip
    net = {"whole": [scores], "three_hidden": [scores], "from_marvin": [scores]}
    features = {
        "model": "features", "data": "data_moods", "split": "ten folds", "seeds": [1],
        "nets": {"ours": net, "reference": net}, "run": run,
    }  # fmt: skip
    return {"spectrogram-tagger": spectrogram, "features": features}


def test_a_record_is_read_as_it_was_written(tmp_path: Path) -> None:
    write_record("one", {"model": "features", "figure": 0.123456789, "rows": (1, 2)}, tmp_path)
    assert read_records(tmp_path) == {
        "one": {"model": "features", "figure": 0.12346, "rows": [1, 2]}
    }


def test_the_report_stands_beside_the_references_and_its_pictures_exist(tmp_path: Path) -> None:
    page = write_report(tmp_path, _made_records()).read_text()
    assert ".786" in page
    assert ".728" in page
    pictures = [part.split(")")[0] for part in page.split("](")[1:]]
    assert len(pictures) == 5
    for picture in pictures:
        assert (tmp_path / picture).stat().st_size > 1000


def test_the_songs_of_a_mood_read_as_it_stand_beside_the_references_playlists(
    tmp_path: Path,
) -> None:
    records = _made_records()
    page = write_report(tmp_path, records).read_text()
    right = records["spectrogram-tagger"]["by_windows"]["3"][0]["confusion"][2][2]
    assert f"| sad | {right} of 10 ({right / 10:.1%}) | 14 of 24 (58.3%) | 47 of 187" in page


def test_the_same_records_make_the_same_report(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_report(tmp_path / name, _made_records())
    files = sorted(p.relative_to(tmp_path / "one") for p in (tmp_path / "one").rglob("*.*"))
    for file in files:
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


def test_a_report_of_nothing_is_only_its_head(tmp_path: Path) -> None:
    assert "##" not in write_report(tmp_path, {}).read_text()
