"""The texts that scripts show, handed to them by the page: `static/js/texts.js` reads them.

Every key is one text, with places in braces; a text that counts has a key for `one` and one for
`other`.
"""

from flask_babel import gettext as _
from flask_babel import ngettext


def js_texts() -> dict[str, str]:
    """Every text of the scripts, in the language of the request."""
    return {
        "copied": _("Copied"),
        "job.unreachable": _("MoodDex cannot be reached just now; trying again."),
        "job.leave": _("You can leave this page and come back to it; the work goes on."),
        "job.stopping": _("Stopping"),
        "job.queued": _("Waiting for its turn"),
        "job.of": _("{done} of {total}"),
        "job.seconds_left": _(", {n} s left"),
        "job.minutes_left": _(", {n} min left"),
        "job.step": _("Step {n} of {total}: {stage}"),
        "job.comparison_ready": _("Ready. Opening the comparison."),
        "job.playlist_ready": _("Ready. Opening the playlist."),
        "mood.happy": _("happy"),
        "mood.energetic": _("energetic"),
        "mood.sad": _("sad"),
        "mood.calm": _("calm"),
        "moods.and": _("{one} and {other}"),
        "moods.none": _("No song is {moods}"),
        **_counted("moods.fit", "{n} song is {moods}", "{n} songs are {moods}"),
        "review.keys_off": _("Turn keys off"),
        "review.keys_on": _("Turn keys on"),
    }


def _counted(key: str, singular: str, plural: str) -> dict[str, str]:
    return {
        f"{key}.one": ngettext(singular, plural, 1),
        f"{key}.other": ngettext(singular, plural, 2),
    }
