"""What films' readings are told in, by the words that stand in them."""

from flask_babel import gettext as _

from films.collection import KIND
from server.web.mood_words import mood_words

_SHARE, _SPREAD, _SOUNDS, _ENERGY = " share", " spread", "sounds ", "energy "


def column_word(name: str) -> str:
    """The visitor's word for a column of a collection."""
    words = film_words()
    if name.endswith(_SHARE):
        what = name.removesuffix(_SHARE)
        return str(_("share of %(what)s", what=words.get(what, what)))
    if name.endswith(_SPREAD):
        what = name.removesuffix(_SPREAD)
        return str(_("spread of %(what)s", what=words.get(what, what)))
    if name.startswith(_SOUNDS):
        what = name.removeprefix(_SOUNDS)
        return str(_("sounds like %(what)s", what=words.get(what, what)))
    if name.startswith(_ENERGY):
        what = name.removeprefix(_ENERGY)
        return str(_("energy %(what)s", what=words.get(what, what)))
    if name.startswith(KIND):
        return str(_("is %(what)s", what=name.removeprefix(KIND)))
    return words.get(name, name)


def film_words() -> dict[str, str]:
    """The visitor's word for each label of a reading; other labels are told as they are."""
    return {
        "music": _("music"),
        "speech": _("speech"),
        "other": _("other sounds"),
        "untold": _("none for sure"),
        "low": _("low"),
        "middle": _("middle"),
        "high": _("high"),
        **mood_words(),
        "blues": _("blues"),
        "rock": _("rock"),
        "pop": _("pop"),
        "metal": _("metal"),
        "jazz": _("jazz"),
        "classical": _("classical"),
        "electronic": _("electronic"),
        "hiphop": _("hip-hop"),
        "hip-hop": _("hip-hop"),
        "country": _("country"),
        "dance": _("dance"),
        "valence": _("valence"),
        "arousal": _("arousal"),
        "dominance": _("dominance"),
        "danceability": _("danceability"),
        "pieces an hour": _("pieces an hour"),
        "seconds a piece": _("seconds a piece"),
        "songs": _("songs"),
        "openings": _("openings"),
        "year": _("year"),
        "rating": _("rating"),
        "score": _("score"),
        "votes (log)": _("votes (log)"),
        "minutes": _("minutes"),
    }
