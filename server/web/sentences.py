"""The sentences that failures and reasons are told in, by code: what `told.py` translates.

They are written here once more as they are made, with places in braces for what changes. A place
named `time` holds a moment, `said` another sentence of the code without its ending, `reason`
another reason; what stands in any other place is a name, or one of `VALUES`.
"""

from collections.abc import Mapping, Sequence

from server.web.marking import mark
from server.web.sentences_of_films import OF_FILMS
from server.web.sentences_of_jobs import OF_JOBS
from server.web.sentences_of_services import OF_SERVICES
from server.web.sentences_of_suggestions import OF_SUGGESTIONS

_LOGIN_ENDED = mark("Your Spotify login has ended.")
_LOG_IN_AGAIN = mark("Log in with Spotify again; your playlists and songs are kept.")
_ON_START = mark("Your playlists are listed on the start page.")
_SHARED = {
    "list_place": (
        mark("It is not clear where the first list is kept."),
        mark("It is not clear where the second list is kept."),
        mark("Choose myanimelist or anilist."),
    ),
    "pages": (mark("The first list: {said}"), mark("The second list: {said}")),
}

_OF_REQUESTS: Mapping[str, Sequence[str]] = {
    "bad_change": (
        mark("It is not clear what to change."),
        mark("Send a version to restore, order as true, or the tracks to bring back."),
        mark("It is not clear what to show."),
        mark("A version is told by its number."),
    ),
    "bad_look": (
        mark("A Spotify playlist is only read."),
        mark("Ask for it: nothing of it is changed."),
    ),
    "bad_kinds": (
        mark("Choose at least one kind of song that MoodDex knows."),
        mark("Known are: {all}."),
    ),
    "bad_media": (
        mark("Choose at least one sort of show that MoodDex knows."),
        mark("Known are: {all}."),
    ),
    "bad_min_score": (
        mark("The lowest score is a number from 0 to 10."),
        mark("0 takes every show."),
    ),
    "bad_minutes": (
        mark("A journey lasts from {least} to {most} minutes."),
        mark("Give the minutes as a number, 30 for example."),
    ),
    "bad_mood": (
        mark("Choose either moods, a place on the plane, or a journey."),
        mark("Pick at least one mood, give a point with a radius, or two moods to go between."),
    ),
    "bad_moods": (mark("Choose at least one mood that MoodDex knows."), mark("Known are: {all}.")),
    "bad_nsfw": (
        mark("Whether shows not safe for work count is true or false."),
        mark("Leave it out to go without them."),
    ),
    "bad_path": (
        mark("Each point of a path is a valence and an arousal, from 0 to 1."),
        mark("A journey goes from one of the four moods to another."),
        mark("A path has from {least} to {most} points."),
        mark("Choose two of {all}, or draw a line of two points or more."),
    ),
    "bad_people": (
        mark("A comparison needs two people."),
        mark('For each send a source and a username: {"source": "anilist", "username": "aoi"}.'),
    ),
    "bad_playlist": (
        mark("That is not the address of a Spotify playlist."),
        mark("In Spotify: Share, then Copy link to playlist, and paste it here."),
    ),
    "bad_point": (
        mark("A place on the plane is a valence and an arousal, each from 0 to 1."),
        mark('For example {"valence": 0.7, "arousal": 0.3}.'),
    ),
    "bad_public": (
        mark("Whether the playlist stands on your profile is true or false."),
        mark("Leave it out to keep it to yourself."),
    ),
    "bad_radius": (
        mark("The radius is a number above 0 and at most {most}."),
        mark("0.25 takes what is near, 1.5 takes everything."),
    ),
    "bad_request": (mark("The request could not be understood."),),
    "bad_settings": (
        mark("This cannot be set so."),
        mark("A name has 1 to {most} characters."),
        mark("The text below it has at most {most} characters."),
        mark("Public and follows are true or false."),
    ),
    "bad_source": (
        mark("It is not clear where your list is kept."),
        mark("Choose myanimelist, anilist or spotify."),
    ),
    "bad_list_source": (
        mark("It is not clear where the list is kept."),
        mark("Choose myanimelist or anilist."),
    ),
    "bad_source_first": _SHARED["list_place"],
    "bad_source_second": _SHARED["list_place"],
    "bad_statuses": (
        mark("Choose at least one status that MoodDex knows."),
        mark("Known are: {all}."),
    ),
    "bad_track": (
        mark("That is not a link to a song on Spotify."),
        mark("There is no link to a song."),
        mark("That leads to a {kind}, not to one song."),
        mark("That leads to an {kind}, not to one song."),
        mark("In Spotify, on the song itself: Share, then Copy song link, and paste it here."),
    ),
    "bad_username": (
        mark("That is not a user name that MyAnimeList or AniList would give."),
        mark("2 to 32 letters, digits, hyphens or underscores, as in your profile's address."),
    ),
    "bad_verdict": (mark("That is no word on a song."), mark("Say this, none or never.")),
    "bad_years": (
        mark("Years are a first and a last one."),
        mark("The first year is later than the last."),
        mark("A year is a whole number from {first} to {last}."),
        mark('For example {"from": 2000, "to": 2010}; an end that is left out is open.'),
    ),
    "cross_site": (
        mark("This request came from another site and was not carried out."),
        mark("Open MoodDex itself and try again there."),
    ),
    "database_unavailable": (
        mark("The database does not answer."),
        mark("Nothing is lost. Try again in a moment."),
    ),
    "internal": (
        mark("Something went wrong on our side."),
        mark("Try again; if it stays, look into the log."),
    ),
    "login_failed": (
        mark("Spotify could not log you in."),
        mark("Spotify could not log you in{detail}."),
        mark("Start the login again."),
    ),
    "login_needed": (mark("You are not logged in."), mark("Log in with Spotify first.")),
    "login_state": (
        mark("This answer from Spotify does not belong to a login that was started here."),
        mark("Start the login again, in one browser and with cookies allowed."),
    ),
    "malformed_json": (
        mark("The request must be a JSON object."),
        mark("The request is not well-formed JSON."),
    ),
    "method_not_allowed": (mark("This address does not take that kind of request."),),
    "myanimelist_not_set_up": (
        mark("This MoodDex cannot read MyAnimeList yet."),
        mark("Use AniList, or set MAL_CLIENT_ID to an id from myanimelist.net/apiconfig."),
    ),
    "no_cover": (
        mark("There are no moods to draw a cover from yet."),
        mark("Wait until the playlist's songs are read."),
    ),
    "no_such_comparison": (
        mark("There is no such comparison here."),
        mark("Yours are listed where two lists are compared."),
    ),
    "no_such_watch_list": (
        mark("There is no such list of planned shows here."),
        mark("Yours are listed where you ask what to watch next."),
    ),
    "no_such_planned_song": (
        mark("There is no such song in the shows that you plan to watch."),
        mark("The list may have changed; look again."),
    ),
    "no_such_job": (mark("There is no such job."), mark("Start a new one from the start page.")),
    "no_such_playlist": (
        mark("There is no such playlist here."),
        mark("There is no such playlist here, or none that MoodDex writes to."),
        mark("The playlist to choose from is no longer here."),
        _ON_START,
    ),
    "no_sample": (
        mark("No sample of this song was found at AnimeThemes, Deezer or iTunes."),
        mark("Spotify plays the song itself."),
    ),
    "no_such_song": (
        mark("There is no such song on your lists."),
        mark("It may have gone from the list; the review shows what is there now."),
        mark("There is no such song on your playlists."),
        mark("A mood can be given to the songs of playlists made or read here."),
        mark("Samples are there for the songs of playlists made or read here."),
        mark("Songs can be looked at that are on playlists made or read here."),
    ),
    "no_portrait": (
        mark("There is no picture of this song yet."),
        mark("It is made when a clip of the song is next read."),
    ),
    "no_such_track": (
        mark("Spotify has no song at that link."),
        mark("Open the song in Spotify once more and copy its link from there."),
    ),
    "no_such_version": (
        mark("This version of the playlist is not kept here."),
        mark("The newest versions are listed on the playlist's page of changes."),
    ),
    "no_username": (
        mark("Enter the user name of the list."),
        mark("It is the name in the address of your profile page."),
    ),
    "bad_username_first": _SHARED["pages"],
    "bad_username_second": _SHARED["pages"],
    "no_username_first": _SHARED["pages"],
    "no_username_second": _SHARED["pages"],
    "not_a_list": (
        mark("This playlist was not made from an anime list."),
        mark("Open the patterns of a playlist that was."),
    ),
    "not_found": (
        mark("There is nothing at this address."),
        mark("Check the address, or start over."),
    ),
    "not_json": (mark("The request is not JSON."), mark("Send Content-Type: application/json.")),
    "not_sure": (
        mark("Nothing was disconnected."),
        mark("Nothing was deleted."),
        mark("Tick the box that says you are sure."),
    ),
    "nothing_to_undo": (
        mark("There is nothing to undo."),
        mark("The earlier versions that are kept are listed on the playlist's page of changes."),
    ),
    "same_person_second": (
        mark("{name}'s list is named twice."),
        mark("Enter somebody else's name, or the same person's list at the other service."),
    ),
    "setup_needed": (
        mark("This MoodDex has no Spotify client id yet."),
        mark("Open /setup to see how to get one."),
    ),
    "spotify_login_expired": (
        _LOGIN_ENDED,
        mark("Your Spotify login has ended; Spotify ends every login after six months."),
        mark("Spotify no longer accepts this login."),
        _LOG_IN_AGAIN,
        mark("Log in with Spotify again; what was made here is kept."),
    ),
    "spotify_login_failed": (
        mark("Spotify did not accept this login; it was used before or took too long."),
        mark("Log in with Spotify again."),
    ),
    "too_large": (mark("The request is too large."), mark("Send less at once.")),
    "too_many_samples": (
        mark("That were many samples in a short time."),
        mark("The next one can be looked up in {number} seconds."),
    ),
    "too_many_jobs": (
        mark("You already have {number} jobs under way."),
        mark("Wait for one to end, or cancel one."),
    ),
    "unknown_mood": (mark("That is not one of the four moods."), mark("Choose one of {all}.")),
}

SENTENCES: Mapping[str, Sequence[str]] = {
    **OF_SERVICES,
    **OF_JOBS,
    **OF_FILMS,
    **OF_SUGGESTIONS,
    **_OF_REQUESTS,
}
"""By code, every sentence that its message, or message and hint in a row, can be made of."""
