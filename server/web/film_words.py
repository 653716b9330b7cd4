"""What films' readings are told in, by the words that stand in them."""

from flask_babel import gettext as _


def film_words() -> dict[str, str]:
    """The visitor's word for each label of a reading; other labels are told as they are."""
    return {
        "music": _("music"),
        "speech": _("speech"),
        "other": _("other sounds"),
        "low": _("low"),
        "middle": _("middle"),
        "high": _("high"),
        "happy": _("happy"),
        "energetic": _("energetic"),
        "sad": _("sad"),
        "calm": _("calm"),
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
    }
