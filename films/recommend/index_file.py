"""An index on disk: `films.npz` with its arrays, and `films.json`, its card."""

import hashlib
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np

from films.recommend.credits import KINDS
from films.recommend.index import (
    FEATURES,
    KNOWN,
    Array,
    Credits,
    FilmIndex,
    FilmIndexError,
    Learned,
    OwnSongs,
    Sound,
)
from films.recommend.plane import Grid
from films.recommend.weights import Weights

WEIGHTS_DIR = Path(__file__).parent.parent / "weights"
"""Where the index is that MoodDex comes with."""

NAME = "films"
FORMAT = 1
"""Of the file; another one cannot be read."""

_PARTS = {"credits": Credits, "sound": Sound, "learned": Learned}
_OWN_TEXTS = ("titles", "performers", "writers")


def save_index(index: FilmIndex, folder: Path, card: Mapping[str, Any]) -> Path:
    """Write an index and its card; the same index gives the same bytes.

    Args:
        folder: is made where it is missing.
        card: what is to be said of it; `version` is needed. What can be told from the index
            (`file`, `sha256`, `weights` and so on) is added.

    Returns:
        The card's path.
    """
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **_arrays(index))  # type: ignore[arg-type]
    body = {
        "name": NAME,
        "version": str(card["version"]),
        **card,
        "format": FORMAT,
        "file": f"{NAME}.npz",
        "sha256": hashlib.sha256(buffer.getvalue()).hexdigest(),
        "bytes": buffer.getbuffer().nbytes,
        "films": len(index),
        "kinds": [kind.value for kind in KINDS],
        "features": list(FEATURES),
        "known": [one.value for one in KNOWN],
        "grid": {
            "valence": list(index.grid.valence),
            "arousal": list(index.grid.arousal),
            "shape": list(index.grid.shape),
        },
        "weights": index.weights.to_json(),
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{NAME}.npz").write_bytes(buffer.getvalue())
    path = folder / f"{NAME}.json"
    path.write_text(json.dumps(body, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def load_index(folder: Path | None = None) -> FilmIndex:
    """The index of a folder, or the one that MoodDex comes with.

    Raises:
        FilmIndexError: it is missing, is not the one on its card, or cannot be read.
    """
    path = (folder or WEIGHTS_DIR) / f"{NAME}.json"
    card = _card(path)
    try:
        raw = (path.parent / f"{NAME}.npz").read_bytes()
    except OSError as error:
        raise FilmIndexError(f"There is no index of films beside {path}.") from error
    if hashlib.sha256(raw).hexdigest() != card.get("sha256"):
        raise FilmIndexError(f"{path.parent / NAME}.npz is not the index that its card describes.")
    try:
        with np.load(io.BytesIO(raw), allow_pickle=False) as arrays:
            index = _index({name: arrays[name] for name in arrays.files}, card)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FilmIndexError(f"The index of films at {path} cannot be read: {error}") from error
    return index


def _card(path: Path) -> dict[str, Any]:
    try:
        card = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise FilmIndexError(
            f"There is no index of films in {path.parent}; `mooddex train recommend` makes one."
        ) from error
    except (OSError, ValueError) as error:
        raise FilmIndexError(f"{path} is not a card: {error}") from error
    if not isinstance(card, dict) or "version" not in card:
        raise FilmIndexError(f"{path} is not the card of an index of films.")
    if card.get("format") != FORMAT:
        raise FilmIndexError(
            f"The index of films at {path} has the format {card.get('format')}, and this version "
            f"of MoodDex reads {FORMAT}: make it again."
        )
    meant = {
        "kinds": [kind.value for kind in KINDS],
        "features": list(FEATURES),
        "known": [one.value for one in KNOWN],
    }
    for name, value in meant.items():
        if card.get(name) != value:
            raise FilmIndexError(f"{path} has other {name} than this version of MoodDex.")
    return card


def _arrays(index: FilmIndex) -> dict[str, Array]:
    arrays: dict[str, Array] = {
        "ids": index.ids,
        "titles": _text(index.titles),
        "years": index.years,
        "popularity": index.popularity,
        "known": index.known,
    }
    for part, kind in _PARTS.items():
        held = getattr(index, part)
        if held is not None:
            arrays |= {f"{part}.{one.name}": getattr(held, one.name) for one in fields(kind)}
    if index.own_songs:
        arrays["own.films"] = index.own_songs.films
        arrays |= {f"own.{name}": _text(getattr(index.own_songs, name)) for name in _OWN_TEXTS}
    return arrays


def _index(arrays: Mapping[str, Array], card: dict[str, Any]) -> FilmIndex:
    grid = Grid(
        valence=_pair(card["grid"]["valence"]),
        arousal=_pair(card["grid"]["arousal"]),
        shape=(int(card["grid"]["shape"][0]), int(card["grid"]["shape"][1])),
    )
    own = None
    if "own.films" in arrays:
        own = OwnSongs(arrays["own.films"], *(_lines(arrays[f"own.{n}"]) for n in _OWN_TEXTS))
    index = FilmIndex(
        ids=arrays["ids"],
        titles=_lines(arrays["titles"]),
        years=arrays["years"],
        popularity=arrays["popularity"],
        known=arrays["known"],
        credits=Credits(**_part(arrays, "credits")),
        sound=Sound(**_part(arrays, "sound")),
        learned=Learned(**_part(arrays, "learned")) if "learned.films" in arrays else None,
        own_songs=own,
        grid=grid,
        weights=Weights.from_json(card["weights"]),
        card=card,
    )
    _check(index)
    return index


def _part(arrays: Mapping[str, Array], part: str) -> dict[str, Array]:
    return {one.name: arrays[f"{part}.{one.name}"] for one in fields(_PARTS[part])}


def _check(index: FilmIndex) -> None:
    """Raises ValueError: arrays do not go together."""
    films, held, sound = len(index), index.credits, index.sound
    same = [len(one) for one in (index.titles, index.years, index.popularity, index.known)]
    same += [len(one) for one in (sound.plane, sound.songs, sound.means, sound.spreads)]
    sizes = [len(held.kinds) == len(held.idf) == len(held.starts) - 1 == len(held.tokens)]
    sizes += [one == films for one in same]
    sizes += [sound.plane.shape[1:] == (index.grid.cells,) == sound.plane_prior.shape]
    sizes += [sound.means.shape == sound.spreads.shape == sound.feature_songs.shape]
    sizes += [sound.feature_prior.shape == (2, sound.means.shape[1])]
    sizes += [len(held.films) == len(held.counts) == int(held.starts[-1])]
    if not all(sizes):
        raise ValueError("its parts are not of the same films")
    numbers = [index.popularity, held.idf, *(getattr(sound, one.name) for one in fields(Sound))]
    numbers += [index.learned.films, index.learned.bias] if index.learned else []
    if not all(np.isfinite(one).all() for one in numbers):
        raise ValueError("it has what is no number")
    if len(held.films) and not 0 <= int(held.films.min()) <= int(held.films.max()) < films:
        raise ValueError("its credits name films that it does not have")
    if index.learned:
        _check_learned(index.learned, films, len(held.tokens))


def _check_learned(learned: Learned, films: int, tokens: int) -> None:
    width = learned.films.shape[1:]
    if learned.tokens.shape[1:] != width or learned.bias.shape != width:
        raise ValueError("its learned vectors are not of one length")
    if len(learned.films) != films or len(learned.at) != len(learned.tokens):
        raise ValueError("its learned vectors are not of its films and tokens")
    if len(learned.at) and not 0 <= int(learned.at.min()) <= int(learned.at.max()) < tokens:
        raise ValueError("its learned vectors are of tokens that it does not have")


def _pair(values: Iterable[Any]) -> tuple[float, float]:
    low, high = map(float, values)
    if not low < high:
        raise ValueError("the grid has no extent")
    return low, high


def _text(lines: Iterable[str]) -> Array:
    """Texts as bytes, each with the end of its line."""
    joined = "".join(" ".join(line.split("\n")) + "\n" for line in lines)
    return np.frombuffer(joined.encode(), np.uint8)


def _lines(raw: Array) -> tuple[str, ...]:
    return tuple(raw.tobytes().decode().split("\n")[:-1])
