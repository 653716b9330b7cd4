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
        "job.film_ready": _("Ready. Opening the film."),
        "job.watch_ready": _("Ready. Opening what to watch next."),
        "job.playlist_ready": _("Ready. Opening the playlist."),
        "mood.happy": _("happy"),
        "mood.energetic": _("energetic"),
        "mood.sad": _("sad"),
        "mood.calm": _("calm"),
        "moods.and": _("{one} and {other}"),
        "moods.none": _("No song is {moods}"),
        **_counted("moods.fit", "{n} song is {moods}", "{n} songs are {moods}"),
        "sample.player": _("Sample player"),
        "sample.finding": _("Looking for a sample of “{title}”"),
        "sample.loading": _("Loading “{title}” from {source}"),
        "sample.playing": _("Playing “{title}”"),
        "sample.paused": _("Paused: “{title}”"),
        "sample.ready": _("Ready: press play to hear “{title}”"),
        "sample.stopped": _("The sample has stopped"),
        "sample.none": _("No sample of “{title}” was found. Spotify plays the song itself."),
        "sample.unplayable": _("No sample of “{title}” can be played in this browser."),
        "sample.unreachable": _("A sample of “{title}” cannot be had just now. Try again soon."),
        "sample.many": _("That were many samples in a short time. Wait a moment, then try again."),
        "sample.gone": _("“{title}” is no longer on your playlists."),
        "sample.login": _("You are not logged in any more. Load the page anew."),
        "sample.from": _("Sample from {source}"),
        "sample.play": _("Play or pause the sample"),
        "sample.stop": _("Stop the sample"),
        "sample.progress": _("How much of the sample has played"),
        "sample.keys": _("M mutes, the arrow keys wind and change the loudness, Escape stops."),
        "sample.muted": _("Sound off"),
        "sample.unmuted": _("Sound on"),
        "watch.unreachable": _("The shows could not be put in order just now. Try again."),
        "review.keys_off": _("Turn keys off"),
        "review.keys_on": _("Turn keys on"),
    }


def _counted(key: str, singular: str, plural: str) -> dict[str, str]:
    return {
        f"{key}.one": ngettext(singular, plural, 1),
        f"{key}.other": ngettext(singular, plural, 2),
    }
