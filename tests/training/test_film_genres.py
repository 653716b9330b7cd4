"""A film's genres from soundtracks of one's own: whole films held out, shipped only if it helps."""

import csv
import wave
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs the [train] extra")

import torch

from moods.heads import Head
from training.datasets import DatasetBroken, DatasetMissing, film_music
from training.tiles import balanced_draw, deep_cnn, fit, one_vs_all_cnn, tiles_of, two_layer_net
from training.train_film_genres import run
from training.two_conv_cnn import TwoConvCnn, pieces_of

pytestmark = pytest.mark.training

_RATE = 16_000


def _write(path: Path, samples: np.ndarray) -> None:
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(_RATE)
        out.writeframes((samples * 20_000).astype("<i2").tobytes())


def _soundtracks(folder: Path, films: int) -> Path:
    """Thrillers hiss, romances hum; two tracks a film."""
    random = np.random.default_rng(1)
    seconds = np.arange(4 * _RATE) / _RATE
    with (folder / "soundtracks.csv").open("w", newline="", encoding="utf-8") as table:
        writer = csv.writer(table)
        writer.writerow(["file", "film", "genres"])
        for film in range(films):
            for track in range(2):
                hiss = random.normal(size=len(seconds)) * 0.2
                hum = np.sin(2 * np.pi * random.uniform(150, 400) * seconds) * 0.5
                name = f"{film}-{track}.wav"
                _write(folder / name, (hiss if film % 2 else hum).clip(-1, 1))
                writer.writerow([name, f"Film {film}", "Thriller;War" if film % 2 else "Romance"])
    return folder


def test_soundtracks_of_ones_own_teach_a_head_that_tells_films_apart(tmp_path: Path) -> None:
    data = _soundtracks(tmp_path, 24)

    record = run(data, tmp_path, tmp_path / "w", say=lambda _: None, records=tmp_path / "r")

    assert record["clears_chance"]
    assert record["figures"]["head"]["lrap"] > record["figures"]["commonest_first"]["lrap"]
    head = Head.find("film_genres", tmp_path / "w")
    assert head is not None
    assert head.labels == film_music.GENRES


def test_tracks_of_one_film_are_in_one_fold(tmp_path: Path) -> None:
    music = film_music.load(_soundtracks(tmp_path, 8))

    assert all(a.fold == b.fold for a, b in zip(music[::2], music[1::2], strict=True))
    assert {genre for each in music for genre in each.genres} == {"Thriller", "Romance"}


def test_too_little_music_is_told(tmp_path: Path) -> None:
    data = _soundtracks(tmp_path, 3)

    with pytest.raises(DatasetMissing, match="too few"):
        run(data, tmp_path, None, say=lambda _: None, records=tmp_path)


def test_a_table_without_the_columns_is_told(tmp_path: Path) -> None:
    (tmp_path / "soundtracks.csv").write_text("path,genre\na.wav,Drama\n", encoding="utf-8")

    with pytest.raises(DatasetBroken):
        film_music.load(tmp_path)


def test_tiles_are_40_by_100_and_the_networks_read_them() -> None:
    sound = np.random.default_rng(1).normal(size=22_050 * 20).astype(np.float32)

    tiles = tiles_of(sound)

    assert tiles.shape == (2, 40, 100)
    assert tiles_of(sound[:1000]).shape == (1, 40, 100)
    for network, labels in ((two_layer_net(3), 3), (deep_cnn(3), 3), (one_vs_all_cnn(), 1)):
        fit(network, tiles, np.ones((2, labels), np.float32), epochs=1, seed=1)


def test_a_balanced_draw_has_every_positive_and_as_many_others() -> None:
    positive = np.arange(20) < 5

    drawn = balanced_draw(positive, 1)

    assert sorted(drawn[positive[drawn]]) == list(range(5))
    assert len(set(drawn)) == 10


def test_pieces_are_128_by_100_and_the_two_conv_network_reads_them() -> None:
    pieces = pieces_of(np.random.default_rng(1).normal(size=8000 * 25).astype(np.float32))

    assert pieces.shape == (2, 128, 100)
    assert TwoConvCnn(3)(torch.from_numpy(pieces)).shape == (2, 3)
