"""Reasons are told on pages as they are told elsewhere."""

import pytest

from films.recommend.suggestion import REASON_KINDS, TRAITS, Reason
from moods.circumplex import MOODS
from server.web.like_words import reason_words, show_words

VALUES = {
    "song": "Low Moon",
    "name": "Ada Brook, Tom Reed",
    "own": "Ash”, “Ember",
    "word": "moon",
    "songs": 7,
    "mood": "sad",
    "trait": "fast",
}


@pytest.mark.parametrize("kind", REASON_KINDS)
def test_every_reason_has_its_sentence(kind: str) -> None:
    assert told(Reason(kind, VALUES), text="none") == str(Reason(kind, VALUES))


@pytest.mark.parametrize("mood", MOODS)
def test_every_mood_has_its_word(mood: str) -> None:
    reason = Reason("mood", VALUES | {"mood": mood})

    assert told(reason, text="none") == str(reason)


@pytest.mark.parametrize("trait", sorted({one for pair in TRAITS.values() for one in pair if one}))
def test_every_trait_has_its_word(trait: str) -> None:
    reason = Reason("trait", VALUES | {"trait": trait})

    assert told(reason, text="none") == str(reason)


def test_a_reason_of_another_kind_is_told_in_english() -> None:
    assert reason_words({"kind": "new", "values": {}, "text": "Because."}) == "Because."


def told(reason: Reason, text: str) -> str:
    return reason_words({"kind": reason.kind, "values": reason.values, "text": text})


@pytest.mark.parametrize(
    ("fitting", "read", "words"),
    [
        (1, 1, "Its one song that was heard is like that:"),
        (2, 2, "Both of its songs that were heard are like that:"),
        (3, 3, "All 3 of its songs that were heard are like that:"),
        (1, 2, "1 of its 2 songs that were heard is like that:"),
        (0, 2, "None of its songs is quite like that. The nearest:"),
    ],
)
def test_how_many_songs_of_a_show_are_like_it_is_told_as_one_says_it(
    fitting: int, read: int, words: str
) -> None:
    assert show_words({"fitting": fitting, "read": read}) == words
