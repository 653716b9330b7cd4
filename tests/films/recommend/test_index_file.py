"""An index on disk: what comes back, and what is refused."""

import json
from dataclasses import fields
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from films.recommend.building import Film, build_index
from films.recommend.index import FilmIndex, FilmIndexError
from films.recommend.index_file import load_index, save_index
from films.recommend.weights import Weights
from tests.films.recommend.made_films import FILMS, made_index


def test_an_index_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    index = made_index(weights=Weights(song=3.5), keep_songs=True, learned=True)

    save_index(index, tmp_path, {"version": "7", "title": "Made"})
    back = load_index(tmp_path)

    assert (back.titles, back.weights, back.grid) == (index.titles, index.weights, index.grid)
    assert (back.card["version"], back.card["title"], back.card["films"]) == ("7", "Made", 7)
    assert back.own_songs is not None
    assert index.own_songs is not None
    assert back.own_songs.writers == index.own_songs.writers
    for name in ("ids", "years", "popularity", "known"):
        assert np.array_equal(getattr(back, name), getattr(index, name))
    for part in ("credits", "sound", "learned"):
        one, other = getattr(back, part), getattr(index, part)
        assert all(
            np.array_equal(getattr(one, each.name), getattr(other, each.name))
            for each in fields(one)
        )


def test_an_index_without_films_comes_back(tmp_path: Path) -> None:
    save_index(build_index([]), tmp_path, {"version": "1"})

    assert len(load_index(tmp_path)) == 0


def test_the_same_index_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        save_index(made_index(learned=True), tmp_path / name, {"version": "1"})

    assert (tmp_path / "one/films.npz").read_bytes() == (tmp_path / "two/films.npz").read_bytes()


def test_no_title_or_name_of_a_song_is_in_an_index_that_keeps_none(tmp_path: Path) -> None:
    save_index(made_index(), tmp_path, {"version": "1"})

    with np.load(tmp_path / "films.npz") as arrays:
        held = b"".join(arrays[name].tobytes() for name in arrays.files)
        assert not any(arrays[name].dtype.kind in "OUS" for name in arrays.files)
    assert b"Blue Road" in held
    assert not any(word in held for word in (b"Moon", b"moon", b"Brook", b"brook"))


def test_two_films_of_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="same id"):
        build_index([FILMS[0], Film(FILMS[0].movie_id, "Again")])


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    save_index(made_index(learned=True), tmp_path, {"version": "1"})
    return tmp_path


def test_a_folder_without_an_index_is_told(tmp_path: Path) -> None:
    with pytest.raises(FilmIndexError, match="no index of films in"):
        load_index(tmp_path)


def test_a_card_without_its_arrays_is_told(saved: Path) -> None:
    (saved / "films.npz").unlink()

    with pytest.raises(FilmIndexError, match="no index of films beside"):
        load_index(saved)


def test_another_file_than_that_on_the_card_is_refused(saved: Path) -> None:
    with (saved / "films.npz").open("ab") as file:
        file.write(b"x")

    with pytest.raises(FilmIndexError, match="not the index that its card describes"):
        load_index(saved)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"format": 0}, "make it again"),
        ({"kinds": ["song"]}, "other kinds"),
        ({"features": []}, "other features"),
        ({"weights": {"charm": 1}}, "no weight charm"),
        ({"weights": {"song": "much"}}, "cannot be read"),
        ({"weights": {"scale": 0}}, "scales are above 0"),
        ({"grid": {"valence": [0, 1], "arousal": [0, 1], "shape": [2, 2]}}, "not of the same"),
        ({"grid": {"valence": [1, 0], "arousal": [0, 1], "shape": [2, 2]}}, "no extent"),
        ({"grid": None}, "cannot be read"),
    ],
)
def test_a_card_that_does_not_fit_is_told(
    saved: Path, change: dict[str, object], words: str
) -> None:
    path = saved / "films.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | change))

    with pytest.raises(FilmIndexError, match=words):
        load_index(saved)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"format": 1}', "\udcff"])
def test_what_is_no_card_is_told(saved: Path, text: str) -> None:
    (saved / "films.json").write_bytes(text.encode(errors="surrogateescape"))

    with pytest.raises(FilmIndexError, match="card"):
        load_index(saved)


@pytest.mark.parametrize(
    "change",
    [
        {"ids": np.arange(3, dtype=np.int32)},
        {"credits.films": np.full(40, 99, np.int32)},
        {"learned.bias": np.zeros(2, np.float32)},
        {"learned.bias": np.full(7, np.nan, np.float32)},
        {"popularity": np.full(7, np.inf, np.float32)},
        {"titles": np.array(["a", None], object)},
    ],
)
def test_arrays_that_do_not_go_together_are_refused(
    saved: Path, change: dict[str, np.ndarray]
) -> None:
    _rewrite(saved, change)

    with pytest.raises(FilmIndexError, match="cannot be read"):
        load_index(saved)


def test_the_hash_is_of_the_bytes(saved: Path) -> None:
    _rewrite(saved, {})

    index: FilmIndex = load_index(saved)
    assert len(index) == len(FILMS)


def _rewrite(folder: Path, change: dict[str, np.ndarray]) -> None:
    """Other arrays under a card that describes them."""

    with np.load(folder / "films.npz") as arrays:
        held = {name: arrays[name] for name in arrays.files}
    np.savez_compressed(folder / "films.npz", **(held | change))  # type: ignore[arg-type]
    card = json.loads((folder / "films.json").read_text())
    card["sha256"] = sha256((folder / "films.npz").read_bytes()).hexdigest()
    (folder / "films.json").write_text(json.dumps(card))
