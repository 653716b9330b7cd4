"""How long it takes to name films for songs, among as many as there are and among 10,000."""

import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import numpy as np

from films.recommend.building import Film, build_index
from films.recommend.credits import tokens_of
from films.recommend.finder import FilmFinder
from films.recommend.index import Credits, Learned
from films.recommend.index_file import save_index
from films.recommend.question import Heard

FILMS = (2_951, 10_000)
SONGS = 12  # of a film
ASKED = 15
QUESTIONS = 60
WIDTH = 32  # of learned vectors


def measure_recommend() -> dict[str, float]:
    """Questions of 15 songs to indexes of made films with 12 songs each.

    `load_ms` is opening the index from disk, `ms` the median of 60 questions by the clock and
    `processor_ms` of the processor, `slowest_ms` the slowest of them; no song is asked twice, so
    that nothing is remembered.
    """
    figures: dict[str, float] = {}
    for number in FILMS:
        draw = np.random.default_rng(number)
        with tempfile.TemporaryDirectory() as folder:
            index = build_index(made_films(number, draw), learn=_made_vectors)
            save_index(index, Path(folder), {"version": "0"})
            megabytes = (Path(folder) / "films.npz").stat().st_size / 1e6
            began = time.perf_counter()
            finder = FilmFinder.load(Path(folder))
            figures[f"load_ms_{number}"] = round(1000 * (time.perf_counter() - began), 1)
        times = [_milliseconds(finder, question) for question in _questions(number, draw)]
        took, worked = zip(*times, strict=True)
        figures[f"megabytes_{number}"] = round(megabytes, 2)
        figures[f"ms_{number}"] = round(median(took), 2)
        figures[f"processor_ms_{number}"] = round(median(worked), 2)
        figures[f"slowest_ms_{number}"] = round(max(took), 2)
    return figures


def made_films(number: int, draw: np.random.Generator) -> list[Film]:
    """Films whose composers, bands and words are shared as widely as in real credits."""
    return [
        Film(
            at + 1,
            f"Film {at}",
            1950 + at % 70,
            float(draw.random()),
            made_songs(number, SONGS, draw),
        )
        for at in range(number)
    ]


def made_songs(films: int, count: int, draw: np.random.Generator) -> list[Heard]:
    """Songs with a title, a performer, two writers and, every other one, a place."""
    songs = []
    for _ in range(count):
        words = (16_000 * draw.random(3) ** 2).astype(int)
        names = (10 * films * draw.random(3) ** 1.5).astype(int)
        placed = draw.random() < 0.5
        songs.append(
            Heard(
                f"{' '.join(f'word{word}' for word in words)} {draw.integers(4 * films)}",
                f"Band {names[0]}",
                f"Ann Writer{names[1]} and Bo Writer{names[2]}",
                valence=float(draw.uniform(0.3, 0.75)) if placed else None,
                arousal=float(draw.uniform(0.35, 0.6)) if placed else None,
            )
        )
    return songs


def _questions(films: int, draw: np.random.Generator) -> list[list[Heard]]:
    return [made_songs(films, ASKED, draw) for _ in range(QUESTIONS)]


def _milliseconds(finder: FilmFinder, question: Sequence[Heard]) -> tuple[float, float]:
    """By the clock, and of the processor."""
    tokens_of.cache_clear()
    began, worked = time.perf_counter(), time.process_time()
    finder.find(question)
    return 1000 * (time.perf_counter() - began), 1000 * (time.process_time() - worked)


def _made_vectors(held: Credits, films: int) -> Learned:
    draw = np.random.default_rng(0)
    shared = np.flatnonzero(np.diff(held.starts) > 4).astype(np.int32)
    return Learned(
        films=draw.normal(size=(films, WIDTH)).astype(np.float16),
        at=shared,
        tokens=draw.normal(size=(len(shared), WIDTH)).astype(np.float16),
        bias=np.zeros(WIDTH, np.float32),
    )
