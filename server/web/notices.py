"""What the landing page tells somebody who was led to it."""

from flask_babel import gettext

from server.web.marking import mark

_NOTICES = {
    "login_needed": mark("Log in with Spotify to go on."),
    "spotify_login_expired": mark(
        "Spotify has ended your login, as it does after six months or when you disconnect an app."
        " Log in again to go on; nothing that was made here is lost."
    ),
    "spotify_login_failed": mark(
        "Spotify did not accept this login; it was used before or took too long. Log in again."
    ),
    "login_refused": mark(
        "You did not agree at Spotify, so you are not logged in and nothing was kept."
        " MoodDex needs the agreement only to write playlists for you."
    ),
    "logged_out": mark("You are logged out."),
    "deleted": mark(
        "Everything that MoodDex kept about you is deleted. Your playlists stay at Spotify."
        " To take back the agreement too, remove MoodDex at spotify.com/account/apps."
    ),
}


def notice_of(why: str | None) -> str | None:
    """The sentence for a reason; a reason that is not ours has none."""
    known = None if why is None else _NOTICES.get(why)
    return None if known is None else gettext(known)
