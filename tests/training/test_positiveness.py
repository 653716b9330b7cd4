"""Films by how positive words are: on made songs, lyrics and scripts."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

pytest.importorskip("torch", reason="needs the [train] extra")
pytest.importorskip("vaderSentiment", reason="needs the [train] extra")

import torch

from cli.train import command as train
from training.datasets.fma_echonest import SEVEN
from training.positiveness import Sentiment, nearest_films, train_layer
from training.texts import read_texts
from training.train_positiveness import load, run

pytestmark = pytest.mark.training
torch.set_num_threads(1)

_GLAD = "I love this wonderful happy day"
_SAD = "I hate this terrible lonely grave"


def test_words_of_joy_are_positive_and_words_of_grief_are_not() -> None:
    sentiment = Sentiment()
    assert sentiment.positiveness(_GLAD) == 1
    assert sentiment.positiveness(_SAD) == 0
    both = sentiment.positiveness(f"{_GLAD}\n{_SAD}")
    assert both is not None
    assert 0.3 < both < 0.7


def test_a_text_without_a_feeling_is_unknown_not_negative() -> None:
    assert Sentiment().positiveness("the table stands beside the door") is None
    assert Sentiment().positiveness("") is None


def test_a_long_script_on_one_line_takes_no_square_of_its_length() -> None:
    assert Sentiment().positiveness(f"{_GLAD} but {_SAD} " * 600) == pytest.approx(0.5, abs=0.2)


def test_the_layer_finds_the_feature_that_tells() -> None:
    random = np.random.default_rng(1)
    features = random.random((300, 7)).astype(np.float32)
    layer = train_layer(features, 0.2 + 0.6 * features[:, 6].astype(float), epochs=120, seed=1)
    assert layer.weight.argmax() == 6
    assert layer.positiveness(features[:1])[0] == pytest.approx(0.2 + 0.6 * features[0, 6], abs=0.1)


def test_the_nearest_films_come_first_and_equal_ones_by_name() -> None:
    films = {"B": 0.5, "A": 0.5, "C": 0.9, "D": 0.1}
    assert nearest_films(films, 0.55, 3) == ["A", "B", "C"]


def test_texts_come_from_a_folder_or_a_table(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("words", encoding="utf-8")
    (tmp_path / "notes.md").write_text("no text of a song", encoding="utf-8")
    table = tmp_path / "texts.csv"
    table.write_text(f'id,text\none,"{"long " * 40_000}"\n', encoding="utf-8")
    assert read_texts(tmp_path) == {"one": "words"}
    assert len(read_texts(table)["one"]) == 200_000


def test_a_run_keeps_its_record_its_layer_and_no_text(tmp_path: Path) -> None:
    songs, lyrics, scripts = _made(tmp_path)
    record = run(songs, lyrics, scripts, tmp_path / "out", say=print, records=tmp_path / "records")
    assert record["songs"] == 60
    assert record["films"] == 2
    assert record["figures"]["gain_interval_95"][0] > 0
    layer, films = load(tmp_path / "out" / "positiveness.json")
    assert films == {"1": 1.0, "2": 0.0}
    glad, sad = layer.positiveness([[0.5] * 6 + [0.95], [0.5] * 6 + [0.05]])
    assert nearest_films(films, float(glad), 1) == ["1"]
    assert nearest_films(films, float(sad), 1) == ["2"]
    kept = (tmp_path / "records" / "positiveness.json").read_text("utf-8")
    assert "wonderful" not in kept
    assert json.loads(kept)["model"] == "positiveness"


def test_too_few_songs_and_missing_columns_are_told_plainly(tmp_path: Path) -> None:
    songs, lyrics, scripts = _made(tmp_path, songs=6)
    told = _train(tmp_path, songs, lyrics, scripts)
    assert told.exit_code == 1
    assert "too few" in told.output
    songs.write_text("id,valence\n1,0.5\n", encoding="utf-8")
    told = _train(tmp_path, songs, lyrics, scripts)
    assert told.exit_code == 1
    assert "needs the columns id, acousticness" in told.output


def _train(tmp_path: Path, songs: Path, lyrics: Path, scripts: Path):  # type: ignore[no-untyped-def]
    given = {"songs": songs, "lyrics": lyrics, "scripts": scripts, "records": tmp_path}
    options = [text for name, path in given.items() for text in (f"--{name}", str(path))]
    return CliRunner().invoke(train, ["positiveness", "--folds-only", *options])


def _made(folder: Path, songs: int = 60) -> tuple[Path, Path, Path]:
    """Songs whose words are the gladder the higher their valence; a glad and a sad film."""
    random = np.random.default_rng(2)
    lyrics, scripts = folder / "lyrics", folder / "scripts"
    lyrics.mkdir()
    scripts.mkdir()
    table = folder / "songs.csv"
    with table.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(["id", "artist", *SEVEN])
        for song in range(songs):
            features = random.random(7).round(3)
            writer.writerow([song, f"Artist {song // 2}", *features])
            glad = round(features[6] * 10)
            words = [_GLAD] * glad + [_SAD] * (10 - glad)
            (lyrics / f"{song}.txt").write_text("\n".join(words), encoding="utf-8")
    (scripts / "1.txt").write_text(_GLAD, encoding="utf-8")
    (scripts / "2.txt").write_text(_SAD, encoding="utf-8")
    return table, lyrics, scripts
