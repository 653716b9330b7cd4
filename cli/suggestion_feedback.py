"""What `mooddex evaluate feedback` tells of suggested films and shows that people like."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from films.recommend.suggestion import Known
from server.store.suggestion_words import FILM, SHOW, Word
from training.metrics import share_interval

FEW = 30
"""With fewer words than this it is said that they are few."""

_RANKS = {"1 to 3": (1, 3), "4 to 10": (4, 10), "11 and on": (11, 10**9)}
_UNKNOWN = "not known"
_KNOWN = {
    Known.HEARD.value: "whose own music was heard",
    Known.TIED.value: "some of whose songs are known by their sound",
    Known.CREDITS.value: "known by their credits only",
    Known.NOTHING.value: "of which no song is known",
    _UNKNOWN: "of which that is not kept",
}


@dataclass(frozen=True)
class Liking:
    """How many suggestions people liked, of those they said something of.

    Attributes:
        share: `liked` of `words`; None where there is no word.
        interval_95: of the share, lower and upper end.
    """

    liked: int
    words: int
    share: float | None
    interval_95: list[float] | None


@dataclass(frozen=True)
class SuggestionFeedback:
    """What people say of suggestions.

    Attributes:
        films, shows: all of them.
        by_rank: films, by where they stood among the suggestions.
        by_known: films, by how their music is known.
        versions: what suggested them.
        few: whether the films are too few for their shares to tell much.
    """

    films: Liking
    shows: Liking
    by_rank: dict[str, Liking]
    by_known: dict[str, Liking]
    versions: list[str]
    few: bool


def measure_suggestions(words: Sequence[Word]) -> SuggestionFeedback:
    """Count what people said of suggestions."""
    films = [word for word in words if word.kind == FILM]
    return SuggestionFeedback(
        films=_liking(films),
        shows=_liking([word for word in words if word.kind == SHOW]),
        by_rank=_parts(films, [*_RANKS, _UNKNOWN], _rank_of),
        by_known=_parts(films, list(_KNOWN), lambda word: word.known or _UNKNOWN),
        versions=sorted({word.made_by for word in films if word.made_by}),
        few=len(films) < FEW,
    )


def told_suggestions(feedback: SuggestionFeedback) -> list[str]:
    """The same in lines for a person."""
    films, shows = feedback.films, feedback.shows
    if not films.words and not shows.words:
        return ["Nobody has said anything of a suggested film or show yet."]
    lines = []
    if films.words:
        lines.append(f"Suggested films: liked {short_of(films)}.")
        ranks = (f"{name} {short_of(one)}" for name, one in feedback.by_rank.items() if one.words)
        lines.append(f"  by where they stood: {'; '.join(ranks)}")
        lines += [
            f"  films {_KNOWN[name]}: {short_of(one)}"
            for name, one in feedback.by_known.items()
            if one.words
        ]
    if shows.words:
        lines.append(f"Suggested shows: liked {short_of(shows)}.")
    if films.words and feedback.few:
        lines.append(f"These are few words: with fewer than {FEW}, such shares tell little.")
    if feedback.versions:
        lines.append(f"Suggested by the index of films {', '.join(feedback.versions)}.")
    lines.append("People say something of few of the films that they are shown, and not at random.")
    return lines


def short_of(one: Liking) -> str:
    """`3 of 5 (60%, 23% to 88%)`."""
    if one.share is None or one.interval_95 is None:
        return "none"
    low, high = one.interval_95
    return f"{one.liked} of {one.words} ({one.share:.0%}, {low:.0%} to {high:.0%})"


def _parts(
    words: Sequence[Word], names: Sequence[str], part_of: Callable[[Word], str]
) -> dict[str, Liking]:
    return {name: _liking([word for word in words if part_of(word) == name]) for name in names}


def _rank_of(word: Word) -> str:
    if word.rank is None:
        return _UNKNOWN
    return next(name for name, (low, high) in _RANKS.items() if low <= word.rank <= high)


def _liking(words: Sequence[Word]) -> Liking:
    liked = sum(word.liked for word in words)
    if not words:
        return Liking(0, 0, None, None)
    ends = [round(end, 4) for end in share_interval(liked, len(words))]
    return Liking(liked, len(words), round(liked / len(words), 4), ends)
