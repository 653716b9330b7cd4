"""Loose text search, as the sandbox's catalogues use it: either script, typing slips allowed."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from rapidfuzz.fuzz import ratio

_WORD = re.compile(r"[^\W_]+")
_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff々ー]+")


@lru_cache(maxsize=20_000)
def tokens(text: str) -> tuple[str, ...]:
    """Words in lower case without accents; Japanese runs as overlapping pairs of characters."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    spaced = _JAPANESE.sub(lambda run: f" {run[0]} ", folded)
    found: list[str] = []
    for word in _WORD.findall(spaced):
        if _JAPANESE.fullmatch(word):
            found += [word[at : at + 2] for at in range(max(len(word) - 1, 1))]
        else:
            plain = unicodedata.normalize("NFKD", word)
            found.append("".join(c for c in plain if not unicodedata.combining(c)))
    return tuple(found)


@lru_cache(maxsize=200_000)
def _closeness(wanted: str, word: str) -> float:
    if wanted == word:
        return 1.0
    if min(len(wanted), len(word)) < 4 or wanted[0] != word[0]:
        return 0.0
    if word.startswith(wanted):
        return 0.85
    alike = ratio(wanted, word) / 100
    return alike * 0.9 if alike >= 0.8 else 0.0


def coverage(query: Iterable[str], words: Sequence[str]) -> float:
    """The share of the query's words that are among the words, 0 to 1; near misses count less."""
    wanted = list(query)
    if not wanted:
        return 0.0
    best = (max((_closeness(one, word) for word in words), default=0.0) for one in wanted)
    return sum(best) / len(wanted)


class WordIndex:
    """Tells which of many texts hold a query's words without looking at each."""

    def __init__(self, texts: Iterable[Sequence[str]]) -> None:
        self._places: dict[str, list[int]] = {}
        for place, words in enumerate(texts):
            for word in set(words):
                self._places.setdefault(word, []).append(place)
        self._by_initial: dict[str, list[str]] = {}
        for word in self._places:
            self._by_initial.setdefault(word[0], []).append(word)

    def coverage(self, query: Iterable[str]) -> dict[int, float]:
        """`coverage` of the query by each text that holds any of its words, by place."""
        wanted = list(query)
        total: dict[int, float] = {}
        for one in wanted:
            best: dict[int, float] = {}
            for word in self._by_initial.get(one[0], []):
                alike = _closeness(one, word)
                if alike > 0:
                    for place in self._places[word]:
                        best[place] = max(best.get(place, 0.0), alike)
            for place, alike in best.items():
                total[place] = total.get(place, 0.0) + alike / len(wanted)
        return total


def holds(query: str, texts: Iterable[str]) -> bool:
    """Whether one of the texts has all words of the query."""
    return any(coverage(tokens(query), tokens(text)) > 0.84 for text in texts)
