"""What is said when a word on a suggested film or show cannot be taken, by code."""

from collections.abc import Mapping, Sequence

from server.web.marking import mark

OF_SUGGESTIONS: Mapping[str, Sequence[str]] = {
    "bad_choice": (
        mark("It is not clear which songs of the playlist are meant."),
        mark("Choose moods, a valence and an arousal from 0 to 1 with a radius, or from and to."),
    ),
    "bad_rank": (
        mark("That is no place among the suggestions."),
        mark("Send rank as a whole number from 1 to {most}, or leave it out."),
    ),
    "no_such_suggestion": (
        mark("There is no such film or show here."),
        mark("Films are named by MovieLens' ids, shows by the keys of those on your lists."),
    ),
    "no_word": (
        mark("Say whether you like it or it is not for you."),
        mark("Send liked as true or false."),
    ),
    "too_many_words": (
        mark("You have said what you think of {number} suggestions already."),
        mark("Forget some of them first."),
    ),
}
