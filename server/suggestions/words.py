"""What somebody says of a suggestion: it counts at once, for them alone."""

import re

from server.errors import BadRequest, MoodDexError, NotFound
from server.services import Services
from server.store import playlists, suggestion_words
from server.store.suggestion_words import FILM, KINDS, MOST_WORDS, Word

LOWEST_RANK = 1_000

_MOVIE_ID = re.compile("[0-9]{1,18}")


def say(
    services: Services, user_id: int, kind: str, item: str, *, liked: object, rank: object = None
) -> Word:
    """Keep that somebody likes a film or a show that was suggested, or that it is not for them.

    Args:
        kind: `film` or `show`.
        item: MovieLens' id of a film, the key of a show.
        liked: True or False.
        rank: where it stood among the suggestions, from 1, if that is known.

    Raises:
        NotFound: no such film is known, or the show is on none of their lists.
        BadRequest: `liked` or `rank` is none.
        MoodDexError: they have said as much as is kept.
    """
    if not isinstance(liked, bool):
        raise BadRequest(
            "no_word",
            "Say whether you like it or it is not for you.",
            "Send liked as true or false.",
        )
    word = _named(services, user_id, kind, item, liked=liked, rank=_rank(rank))
    if not suggestion_words.save(services.store, user_id, word):
        raise MoodDexError(
            "too_many_words",
            f"You have said what you think of {MOST_WORDS} suggestions already.",
            "Forget some of them first.",
            status=409,
        )
    return word


def take_back(services: Services, user_id: int, kind: str, item: str) -> None:
    """Forget what somebody said of a suggestion. Raises NotFound where there is no such kind."""
    if kind not in KINDS:
        raise _unknown()
    suggestion_words.forget(services.store, user_id, kind, item)


def _named(
    services: Services, user_id: int, kind: str, item: str, *, liked: bool, rank: int | None
) -> Word:
    earlier = suggestion_words.word(services.store, user_id, kind, item)
    if kind == FILM:
        found = services.films.film(int(item)) if _MOVIE_ID.fullmatch(item) else None
        if found is not None:
            title, year, known = found
            made_by = services.films.version()
            return Word(kind, str(int(item)), liked, title, year, rank, known, made_by)
    else:
        show = playlists.show_title(services.store, user_id, item) if kind in KINDS else None
        if show is not None:
            return Word(kind, item, liked, show, rank=rank)
    if earlier is None:
        raise _unknown()
    return Word(kind, item, liked, earlier.title, earlier.year)


def _rank(given: object) -> int | None:
    if given is None:
        return None
    if isinstance(given, int) and not isinstance(given, bool) and 1 <= given <= LOWEST_RANK:
        return given
    raise BadRequest(
        "bad_rank",
        "That is no place among the suggestions.",
        f"Send rank as a whole number from 1 to {LOWEST_RANK}, or leave it out.",
    )


def _unknown() -> NotFound:
    return NotFound(
        "no_such_suggestion",
        "There is no such film or show here.",
        "Films are named by MovieLens' ids, shows by the keys of those on your lists.",
    )
