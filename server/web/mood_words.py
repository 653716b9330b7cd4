"""The four moods as a sentence names them, in the visitor's language."""

from flask_babel import gettext as _

from moods.circumplex import Mood


def mood_words() -> dict[str, str]:
    """The visitor's word for each mood, by its name."""
    return {
        Mood.HAPPY: _("happy"),
        Mood.ENERGETIC: _("energetic"),
        Mood.SAD: _("sad"),
        Mood.CALM: _("calm"),
    }
