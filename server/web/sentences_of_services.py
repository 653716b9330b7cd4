"""What is said when a service outside does not give what was asked, by code."""

from collections.abc import Mapping, Sequence

from server.web.marking import mark

_SAMPLE = mark("Try again in a moment; Spotify plays the song itself.")
_LATER = mark("Try again in a few minutes; what was found so far is kept.")
_CHANGED = mark("Try again later; if it stays so, the service may have changed.")
_INSTEAD = mark("MyAnimeList's own song lists are used instead.")
_AUDIO_ALONE = mark("Songs are read from their audio alone.")
_NO_MORE = mark("It was not asked for the remaining shows; try again later.")

SERVICE_SENTENCES: Mapping[str, Sequence[str]] = {
    "_unreachable": (
        mark("{service} took too long to answer."),
        mark("{service} did not answer."),
        mark("{service} is out of order just now."),
        mark(
            "{service} did not answer and was not asked for every song; songs without a clip are "
            "tried again when you ask another time."
        ),
        _LATER,
        _SAMPLE,
        _INSTEAD,
        _AUDIO_ALONE,
        _NO_MORE,
    ),
    "_rate_limited": (
        mark("{service} asks for a pause."),
        mark("{service} is busy just now."),
        _SAMPLE,
        mark("Wait a few minutes, then start again; what was found so far is kept."),
        _INSTEAD,
        _AUDIO_ALONE,
        _NO_MORE,
    ),
    "_refused": (
        mark("{service} refused the request."),
        _SAMPLE,
        mark("Try again later; if it stays so, the service may be blocking this address."),
        _INSTEAD,
        _AUDIO_ALONE,
        _NO_MORE,
    ),
    "_bad_answer": (
        mark("{service} gave an answer that cannot be used."),
        mark("{service} gave an answer that cannot be understood."),
        _CHANGED,
        _SAMPLE,
        _INSTEAD,
        _AUDIO_ALONE,
        _NO_MORE,
    ),
}
"""What all services can be told of with, by the ending of the code."""

OF_SERVICES: Mapping[str, Sequence[str]] = {
    "list_private": (
        mark("The {service} list of “{name}” is private."),
        mark(
            "Make the list public in {service}'s settings, then start again; it can be hidden "
            "again afterwards. If it is public, try again in a few minutes."
        ),
    ),
    "list_unknown": (
        mark("{service} knows nobody called “{name}”."),
        mark("{service} knows nobody called “{name}”, or their list is private."),
        mark("Check the spelling: it is the name in the address of the {service} profile."),
        mark(
            "Check the spelling: it is the name in the address of the {service} profile. "
            "If it is right, make the list public in the profile's settings."
        ),
    ),
    "myanimelist_client_id_refused": (
        mark("{service} does not accept this application's client id."),
        mark(
            "Whoever runs MoodDex can get one at myanimelist.net/apiconfig and set MAL_CLIENT_ID; "
            "AniList needs none."
        ),
    ),
    "playlist_deleted": (
        mark("“{name}” was deleted at Spotify, so it was left alone."),
        mark("Ask for it again to have it made anew."),
    ),
    "spotify_bad_answer": (mark("Try again later; if it stays so, Spotify may have changed."),),
    "spotify_client_refused": (
        mark("Spotify did not accept this application's client id or redirect address."),
        mark(
            "Compare SPOTIFY_CLIENT_ID and the redirect address with the app's settings at "
            "developer.spotify.com/dashboard."
        ),
    ),
    "spotify_not_allowed": (
        mark("This Spotify account is not on the application's list of users."),
        mark(
            "The owner of the client id can add up to five people under User Management at "
            "developer.spotify.com/dashboard."
        ),
    ),
    "spotify_not_found": (
        mark("Spotify does not have this any more."),
        mark("Check the link; a playlist may have been deleted."),
    ),
    "spotify_owner_not_premium": (
        mark("Spotify only serves this application while its owner has Premium."),
        mark(
            "Whoever registered the client id needs Spotify Premium; after subscribing it can take "
            "a few hours."
        ),
    ),
    "spotify_playlist_hidden": (
        mark("Spotify shows the songs of a playlist only to its owner and collaborators."),
        mark("Copy the songs to a playlist of your own, then use that one."),
    ),
    "spotify_quota": (
        mark("Spotify's quota for today is used up until {time}."),
        mark("What was found is kept. Ask again after that and MoodDex goes on from there."),
        mark("What was found is kept; MoodDex waits, and then goes on from there by itself."),
        mark(
            "Spotify's quota for today is used up, so it cannot say who is logging in before "
            "{time}."
        ),
        mark(
            "Log in after that. Nothing is lost: what was made here is kept, and work that waits "
            "goes on by itself."
        ),
    ),
    "spotify_quota_used_up": (
        mark("Spotify's daily allowance for this application is used up."),
        mark("What was found so far is kept; go on when the allowance is back."),
    ),
    "spotify_rate_limited": (
        mark("Spotify asks for a short pause."),
        mark("Wait a minute, then start again; what was found so far is kept."),
    ),
    "spotify_refused": (
        mark(
            "Log in with Spotify again; if it stays so, Spotify's rules for this application may "
            "have changed."
        ),
    ),
    "spotify_scope_missing": (
        mark("The Spotify login does not include the permission needed."),
        mark("Log out, log in with Spotify again and agree to all that is asked."),
    ),
    "spotify_write_unknown": (
        mark("Spotify did not say whether it made the change."),
        mark("Start again: the playlist is looked at first, and nothing is added twice."),
    ),
}
