"""The texts of the plane's page, for the page itself and for its scripts: places in braces."""

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import ngettext


def plane_texts() -> dict[str, str]:
    """Every text that the page and its scripts share, in the language of the request."""
    return {
        "plane.songs.one": ngettext("{n} song", "{n} songs", 1),
        "plane.songs.other": ngettext("{n} song", "{n} songs", 2),
        "plane.hours": _("{h} h {m} min"),
        "plane.minutes": _("{m} min"),
        "plane.about": _("about {time}"),
        "plane.more": _("{names} and {n} more"),
        "plane.none": _("No song fits that."),
        "plane.nothing": _("No song fits, so there is no playlist to make. Choose otherwise."),
        "plane.unchosen": _("Choose first: tap one mood or two, or draw a circle or a path."),
        "plane.why.own": _("you said so"),
        "plane.why.both": _("both models hear {mood}"),
        "plane.why.one": _("heard as {mood}"),
        "plane.why.split": _("{one} by sound, {other} by features"),
        "plane.why.near": _("{distance} from your point"),
        "plane.why.path": _("{share} % along your path"),
        "plane.said.spectrogram": _("sound"),
        "plane.said.features": _("features"),
        "plane.said.hybrid": _("together"),
        "plane.own": _("you say"),
        "plane.unsure": _("not sure"),
        "plane.unheard": _("not heard"),
        "plane.leaving": _("goes with the next update"),
        "plane.place": _("{bright} % bright, {lively} % lively"),
        "plane.hear": _("Hear “{title}”"),
        "plane.mood.happy": _("Happy"),
        "plane.mood.energetic": _("Energetic"),
        "plane.mood.sad": _("Sad"),
        "plane.mood.calm": _("Calm"),
        "plane.kept": _("“{title}” counts as {mood} for you now."),
        "plane.forgotten": _("“{title}” counts as MoodDex heard it again."),
        "plane.not_kept": _("That could not be kept. Look at your connection and try again."),
        "plane.ring": _("Circle at {bright} % bright and {lively} % lively, size {size}."),
        "plane.path.points.one": ngettext("Path of {n} point", "Path of {n} points", 1),
        "plane.path.points.other": ngettext("Path of {n} point", "Path of {n} points", 2),
        "plane.path.empty": _("Draw a line across the plane, or tap where it is to pass."),
        "plane.path.looking": _("Looking for songs along your path"),
        "plane.path.failed": _("The songs along your path could not be looked up. Try again."),
        "plane.path.short": _("All that lies along your path; it does not last longer."),
        "plane.hand": _("In hand: {title}"),
        "plane.hand.spread": _("Its place is as likely inside the ring as outside it."),
        "plane.hand.own": _("It is where you put it."),
        "plane.stale": _("The songs could not be loaded. The form below still works."),
    }


def fill(texts: Mapping[str, str], key: str, **values: object) -> str:
    """A text with its values, as `text` of `static/js/texts.js` does it."""
    told = texts[key]
    for name, value in values.items():
        told = told.replace(f"{{{name}}}", str(value))
    return told


def fill_counted(texts: Mapping[str, str], key: str, n: int, **values: object) -> str:
    """A text for as many as n, as `plural` of `static/js/texts.js` does it."""
    return fill(texts, f"{key}.{'one' if n == 1 else 'other'}", n=n, **values)
