"""Why films and shows are suggested, in words for the person."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from films.recommend.suggestion import Known
from server.web.mood_words import mood_words

Values = Mapping[str, Any]

_BOTH = 2


def reason_words(reason: Mapping[str, Any]) -> str:
    """A reason of a film's, as `films_like` tells it; in English where its kind is not known."""
    told = _REASONS.get(reason["kind"])
    return str(reason["text"]) if told is None else told(reason["values"])


def known_words() -> dict[str, str]:
    """How the music of films is known."""
    return {
        Known.HEARD: _("its own music was heard"),
        Known.TIED: _("some of its songs are known by their sound"),
        Known.CREDITS: _("only its credits are known"),
        Known.NOTHING: _("none of its songs is known"),
    }


def show_words(show: Mapping[str, Any]) -> str:
    """Why a show is named, as `shows_like` tells it."""
    fitting, read = show["fitting"], show["read"]
    if not fitting:
        return str(_("None of its songs is quite like that. The nearest:"))
    if fitting == read == _BOTH:
        return str(_("Both of its songs that were heard are like that:"))
    if fitting == read:
        return str(
            ngettext(
                "Its one song that was heard is like that:",
                "All %(num)s of its songs that were heard are like that:",
                read,
            )
        )
    return str(
        ngettext(
            "%(num)s of its %(all)s songs that were heard is like that:",
            "%(num)s of its %(all)s songs that were heard are like that:",
            fitting,
            all=read,
        )
    )


def _traits() -> dict[str, str]:
    return {
        "danceable": _("danceable"),
        "hard to dance to": _("hard to dance to"),
        "intense": _("intense"),
        "gentle": _("gentle"),
        "loud": _("loud"),
        "soft": _("soft"),
        "full of spoken words": _("full of spoken words"),
        "acoustic": _("acoustic"),
        "electric": _("electric"),
        "instrumental": _("instrumental"),
        "recorded live": _("recorded live"),
        "cheerful": _("cheerful"),
        "gloomy": _("gloomy"),
        "fast": _("fast"),
        "slow": _("slow"),
    }


def _mood(values: Values) -> str:
    return mood_words().get(values["mood"], str(values["mood"]))


def _trait(values: Values) -> str:
    return _traits().get(values["trait"], str(values["trait"]))


def _own(values: Values) -> dict[str, Any]:
    """The values with the film's own titles quoted as the visitor's language does it."""
    return {**values, "own": str(values["own"]).replace("”, “", _("”, “"))}


_REASONS: Mapping[str, Callable[[Values], str]] = {
    "song": lambda v: _("It too has “%(song)s” by %(name)s.", **v),
    "title": lambda v: _("It too has a song called “%(song)s”.", **v),
    "performer": lambda v: _("%(name)s, who is credited for “%(song)s”, performs in it.", **v),
    "performer_only": lambda v: _("%(name)s performs in it.", **v),
    "writer": lambda v: _("It has music by %(name)s, who is credited for “%(song)s”.", **v),
    "writer_only": lambda v: _("It has music by %(name)s.", **v),
    "own_songs": lambda v: _(
        "It has “%(own)s” by %(name)s, who is credited for “%(song)s”.", **_own(v)
    ),
    "own_songs_only": lambda v: _("It has “%(own)s” by %(name)s.", **_own(v)),
    "word": lambda v: _("A title in it has the word “%(word)s”, as “%(song)s” has.", **v),
    "company": lambda v: _(
        "Films with music by %(name)s are its like, in genre or in who likes them.", **v
    ),
    "company_song": lambda v: _(
        "Films with “%(song)s” are its like, in genre or in who likes them.", **v
    ),
    "company_word": lambda v: _(
        "Films with songs called “… %(word)s …” are its like, in genre or in who likes them.", **v
    ),
    "mood": lambda v: _(
        "Most of its known songs (%(songs)s) are %(mood)s, like what you asked with.",
        songs=v["songs"],
        mood=_mood(v),
    ),
    "mood_little": lambda v: _(
        "What little is known of its songs is %(mood)s, like what you asked with.", mood=_mood(v)
    ),
    "mood_heard": lambda v: _(
        "Most of its music is %(mood)s, like what you asked with.", mood=_mood(v)
    ),
    "place": lambda v: _("Its known songs (%(songs)s) lie near there on the plane.", **v),
    "place_little": lambda v: _("What little is known of its songs lies near there on the plane."),
    "place_heard": lambda v: _("Its music lies near there on the plane."),
    "trait": lambda v: _(
        "Its known songs (%(songs)s) are %(trait)s, like what you asked with.",
        songs=v["songs"],
        trait=_trait(v),
    ),
    "popular": lambda v: _(
        "Nothing it has in common with these songs is known here; many people have seen it."
    ),
    "guess": lambda v: _("Nothing it has in common with these songs is known here; it is a guess."),
    "unknown": lambda v: _(
        "Nothing is known of these songs here; this is a film that many people have seen."
    ),
}
