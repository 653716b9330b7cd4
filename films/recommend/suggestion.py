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
    "performer": "{name}, who is credited for “{song}”, performs in it.",
    "performer_only": "{name} performs in it.",
    "writer": "It has music by {name}, who is credited for “{song}”.",
    "writer_only": "It has music by {name}.",
    "own_songs": "It has “{own}” by {name}, who is credited for “{song}”.",
    "own_songs_only": "It has “{own}” by {name}.",
    "word": "A title in it has the word “{word}”, as “{song}” has.",
    "company": "Films with music by {name} are its like, in genre or in who likes them.",
    "company_song": "Films with “{song}” are its like, in genre or in who likes them.",
    "company_word": "Films with songs called “… {word} …” are its like, "
    "in genre or in who likes them.",
    "mood": "Most of its known songs ({songs}) are {mood}, like what you asked with.",
    "mood_little": "What little is known of its songs is {mood}, like what you asked with.",
    "mood_heard": "Most of its music is {mood}, like what you asked with.",
    "place": "Its known songs ({songs}) lie near there on the plane.",
    "place_little": "What little is known of its songs lies near there on the plane.",
    "place_heard": "Its music lies near there on the plane.",
    "trait": "Its known songs ({songs}) are {trait}, like what you asked with.",
    "popular": "Nothing it has in common with these songs is known here; many people have seen it.",
    "guess": "Nothing it has in common with these songs is known here; it is a guess.",
    "unknown": "Nothing is known of these songs here; this is a film that many people have seen.",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a film is named.

    `str()` of it is a plain English sentence; translations go by `kind` and `values`.

    Attributes:
        kind: one of `REASON_KINDS`.
        values: what the sentence names. `song` is a title that was asked with; `name` a name, or
            several separated by commas, as asked with; `own` titles of the film's own, separated by
            `”, “` (only from an index that keeps titles); `word` a word of a title; `mood` one of
            the four moods; `songs` how many songs of the film are known by their sound; `trait` one
            of `TRAITS`.
    """

    kind: str
    values: Mapping[str, str | int | float] = field(default_factory=dict)

    def __str__(self) -> str:
        return _SENTENCES[self.kind].format(**self.values)


REASON_KINDS: tuple[str, ...] = tuple(_SENTENCES)

NO_REASONS = frozenset({"popular", "guess", "unknown"})
"""Kinds that say that there is no reason in the songs; a film with one of them has no other."""

TRAITS: Mapping[str, tuple[str, str]] = {
    "danceability": ("danceable", "hard to dance to"),
    "energy": ("intense", "gentle"),
    "loudness": ("loud", "soft"),
    "speechiness": ("full of spoken words", ""),
    "acousticness": ("acoustic", "electric"),
    "instrumentalness": ("instrumental", ""),
    "liveness": ("recorded live", ""),
    "valence": ("cheerful", "gloomy"),
    "tempo": ("fast", "slow"),
}
"""What songs may be called by each feature, where it is high and where it is low."""


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
