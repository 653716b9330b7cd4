"""Genres and studios of the made-up shows: the same ones on every service that tells them."""

from sandbox import draws
from sandbox.world import WorldAnime

_GENRES = ("Action", "Adventure", "Comedy", "Drama", "Fantasy", "Mystery", "Romance", "Sci-Fi")
_STUDIOS = ("Aozora Works", "Bluebell", "Kitsune Pictures", "Nekoma", "Studio Tsuki", "Yorozu")


def genres_of(seed: int, anime: WorldAnime) -> list[str]:
    """One to three genres."""
    count = 1 + draws.number(seed, "genres", anime.mal_id) % 3
    return draws.shuffled(seed, f"genres {anime.mal_id}", _GENRES, str)[:count]


def studio_of(seed: int, anime: WorldAnime) -> str:
    """Who made it."""
    return _STUDIOS[draws.number(seed, "studio", anime.mal_id) % len(_STUDIOS)]
