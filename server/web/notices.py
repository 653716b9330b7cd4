"""What the landing page tells somebody who was led to it."""

_NOTICES = {
    "login_needed": "Log in with Spotify to go on.",
    "spotify_login_expired": (
        "Spotify has ended your login, as it does after six months or when you disconnect an app."
        " Log in again to go on; nothing that was made here is lost."
    ),
    "spotify_login_failed": (
        "Spotify did not accept this login; it was used before or took too long. Log in again."
    ),
    "login_refused": (
        "You did not agree at Spotify, so you are not logged in and nothing was kept."
        " MoodDex needs the agreement only to write playlists for you."
    ),
    "logged_out": "You are logged out.",
    "deleted": (
        "Everything that MoodDex kept about you is deleted. Your playlists stay at Spotify."
        " To take back the agreement too, remove MoodDex at spotify.com/account/apps."
    ),
}


def notice_of(why: str | None) -> str | None:
    """The sentence for a reason; a reason that is not ours has none."""
    return None if why is None else _NOTICES.get(why)
