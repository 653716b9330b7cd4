"""What is answered: films, each with a score and with reasons that can be checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Known(StrEnum):
    """How the profile of a film is known, the best first."""

    HEARD = "heard"  # its own sound was read
    TIED = "tied"  # some of its songs are tied to readings or to rows of features
    CREDITS = "credits"  # only who made its songs and what they are called
    NOTHING = "nothing"  # no song of it is known


_SENTENCES: Mapping[str, str] = {
    "song": "It too has “{song}” by {name}.",
    "title": "It too has a song called “{song}”.",
    "performer": "{name}, who performs “{song}”, performs in it too.",
    "writer": "It has music by {name}, as “{song}” is.",
    "credited": "{name}, credited for “{song}”, is credited in it too.",
    "own_song": "It has “{own}”, by {name}, as “{song}” is.",
    "words": "A title in it has “{words}”, as “{song}” has.",
    "mood": "Most of its known songs are {mood}, as these are.",
    "mood_some": "Of its known songs {percent} % are {mood}, about as many as of these.",
    "place": "Its music lies near this place on the plane.",
    "heard": "Its own music was heard, and feels like these songs.",
    "features": "Its known songs are {trait}, as these are.",
    "company": "Its credits are like those of films with such songs.",
    "popular": "Nothing is known of these songs here: it is a film that many people have seen.",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a film is named.

    `str()` of it is a plain English sentence; translations go by `kind` and `values`.

    Attributes:
        kind: one of `REASON_KINDS`.
        values: what the sentence names. `song` is a title that was asked with, `name` a name as it
            was asked with, `own` a title of the film's own (only from an index that keeps titles),
            `words` words of a title, `mood` one of the four moods, `percent` 0 to 100, `trait`
            one of `TRAITS`.
    """

    kind: str
    values: Mapping[str, str | int | float] = field(default_factory=dict)

    def __str__(self) -> str:
        return _SENTENCES[self.kind].format(**self.values)


REASON_KINDS: tuple[str, ...] = tuple(_SENTENCES)

TRAITS: tuple[str, ...] = (
    "danceable",
    "hardly danceable",
    "energetic",
    "gentle",
    "loud",
    "soft",
    "full of spoken words",
    "acoustic",
    "not acoustic",
    "instrumental",
    "sung",
    "recorded live",
    "fast",
    "slow",
    "cheerful",
    "gloomy",
)
"""What songs may be by their features."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A film whose music is like what was asked with.

    Attributes:
        movie_id: as in MovieLens.
        title: without its year.
        year: or None where it is not known.
        score: 0 to 1; higher is more alike. Scores of one answer may be compared, not those of two.
        reasons: the strongest first; at least one.
        known: how the film's profile is known.
    """

    movie_id: int
    title: str
    year: int | None
    score: float
    reasons: tuple[Reason, ...]
    known: Known
