"""What a job tells of what did not work, by code, and why a recording was or was not taken."""

from collections.abc import Mapping, Sequence

from server.web.marking import mark

_STAYS = mark("The song stays on the playlist without a mood.")
_STAYS_FOR_NOW = mark("The song stays on the playlist; start again later to have it read.")

OF_JOBS: Mapping[str, Sequence[str]] = {
    "clip_corrupt": (
        mark("The header of this clip makes no sense."),
        mark("The samples of this clip are not numbers."),
        mark("This file cannot be opened."),
        mark("This clip is damaged or cut short."),
        mark("This clip takes too long to read."),
        mark("The sound of this clip changes its nature."),
        _STAYS,
    ),
    "clip_empty": (
        mark("This clip is empty."),
        mark("There is less than a second of sound in this clip."),
        mark("There is neither a clip nor features to read."),
        mark("The clip at {service} is empty."),
        _STAYS,
        _STAYS_FOR_NOW,
    ),
    "clip_gone": (mark("The clip at {service} is no longer there."), _STAYS, _STAYS_FOR_NOW),
    "clip_not_allowed": (
        mark("The clip at {service} points to a place that is not its own."),
        mark("The clip at {service} leads to a place that is not its own."),
        _STAYS,
        _STAYS_FOR_NOW,
    ),
    "clip_not_audio": (
        mark("This is not an audio file that can be read."),
        mark("There is no such file, or it is not a plain file."),
        mark("There is no sound in this file."),
        mark("Sound in the format {format} cannot be read."),
        _STAYS,
    ),
    "clip_refused": (
        mark("The clip at {service} was refused; its link may have run out."),
        _STAYS,
        _STAYS_FOR_NOW,
    ),
    "clip_silent": (mark("There is only silence in this clip."), _STAYS),
    "clip_too_large": (
        mark("This clip is larger than 16 MB."),
        mark("The clip at {service} is larger than 5 MB."),
        _STAYS,
        _STAYS_FOR_NOW,
    ),
    "clip_unreachable": (
        mark("The clip at {service} arrived too slowly."),
        mark("The clip at {service} could not be fetched."),
        _STAYS,
        _STAYS_FOR_NOW,
    ),
    "job_keeps_stopping": (
        mark(
            "This job stopped the program several times and was given up. Tell whoever runs this "
            "MoodDex."
        ),
    ),
    "journey_short": (
        mark(
            "Only one song lies along this way: {minutes} minutes instead of {wanted}. The "
            "playlist holds all of them."
        ),
        mark(
            "Only {number} songs lie along this way: {minutes} minutes instead of {wanted}. The "
            "playlist holds all of them."
        ),
    ),
    "list_empty": (
        mark("{name}'s {service} list is empty. Add shows there, or try another name."),
    ),
    "no_clip": (
        mark(
            "No audio of this song was found, so its mood is not known. It stays on the playlist."
        ),
        mark("No audio of this song was found, so its mood is not known."),
    ),
    "no_clip_now": (
        mark("No audio could be had now, for a service did not answer; ask again later."),
    ),
    "no_song_fits": (
        mark(
            "None of the playlist's songs has been read yet, so no playlist was made. Wait until "
            "its songs are read, then ask again."
        ),
        mark(
            "None of the {number} songs that have been read lies near this way, so no playlist was "
            "made. Let it pass where songs lie."
        ),
        mark(
            "None of the {number} songs that have been read so far fits, so no playlist was made. "
            "Choose one mood instead of two, or a wider radius."
        ),
        mark(
            "No song of the playlist fits, so no playlist was made. Choose one mood instead of "
            "two, or a wider radius."
        ),
    ),
    "no_song_found": (
        mark(
            "None of these shows' songs was found on Spotify for sure, so no playlist was made. "
            "Look at what was found in the review, or try other statuses or a lower score."
        ),
        mark(
            "None of these shows' songs is on Spotify for sure. Look at what was found in the "
            "review, or try other statuses or a lower score."
        ),
        mark(
            "No song of these shows is known, so no playlist was made. Try other kinds of songs, "
            "other statuses or a lower score."
        ),
    ),
    "no_themes_known": (
        mark("No song of this show is known to AnimeThemes, MyAnimeList or the local table."),
    ),
    "nothing_selected": (
        mark(
            "The shows of the list that have one of the chosen statuses are all marked as not safe "
            "for work. Let them count too, or choose more statuses."
        ),
        mark("No show of {name}'s list has one of the chosen statuses."),
        mark(
            "No show of {name}'s list has one of the chosen statuses and fits the rest of what was "
            "asked."
        ),
        mark("Choose more statuses."),
        mark("Choose more statuses, or {easier}."),
    ),
    "nothing_planned": (
        mark(
            "No show is planned on {name}'s {service} list. Add some there as “Plan to watch” or "
            "“Planning”, then look again."
        ),
        mark(
            "The shows that are planned on {name}'s {service} list are all marked as not safe for "
            "work. Let them count too."
        ),
    ),
    "nothing_shared": (
        mark(
            "The two lists share no song that is known, so no playlist was made. Try more statuses "
            "or more kinds of songs."
        ),
    ),
    "playlist_empty": (
        mark("This playlist holds no song that Spotify knows. Choose another one."),
    ),
    "reading_failed": (mark("This song could not be read; the others go on."),),
    "search_budget_used": (
        mark(
            "1 song waits to be looked for: the searches that MoodDex allows itself are used up. "
            "It goes on at once: start it again, and it goes on from there. What was found is kept."
        ),
        mark(
            "{number} songs wait to be looked for: the searches that MoodDex allows itself are "
            "used up. It goes on at once: start it again, and it goes on from there. What was "
            "found is kept."
        ),
        mark(
            "1 song waits to be looked for: the searches that MoodDex allows itself are used up. "
            "It goes on after {time}: start it again then. What was found is kept."
        ),
        mark(
            "{number} songs wait to be looked for: the searches that MoodDex allows itself are "
            "used up. It goes on after {time}: start it again then. What was found is kept."
        ),
    ),
    "spotify_login_needed": (
        mark(
            "Your Spotify login has ended, as every login does after six months or when an app is "
            "disconnected. What was found is kept: log in with Spotify again, and MoodDex goes on "
            "from there by itself."
        ),
    ),
    "unforeseen": (
        mark(
            "Something went wrong that should not have; what was found is kept. Try again, and if "
            "it happens again tell the operator."
        ),
    ),
}

ITEMS: Sequence[str] = (mark("The playlist"), mark("Spotify search"))
"""What a problem is about, where it is no name."""

REASONS: Sequence[str] = (
    mark("same title, but the theme's artist is not known"),
    mark("same title; the artists are in different scripts"),
    mark("same artist, but the title says more than the song's"),
    mark("same artist; the titles are in different scripts"),
    mark("same artist, but a part of the title is missing"),
    mark("same song, but perhaps not the same version"),
    mark("same title and artist, but the album may be {version}"),
    mark("same title and artist, but as short as the cut in the show"),
    mark("only another version was found: {versions}"),
    mark("only a sequel of the song was found"),
    mark("only a later recording was found"),
    mark("only a performance of this kind was found: {versions}"),
    mark("its album is of another kind: {versions}"),
    mark("Spotify's search gave nothing"),
    mark("same title and artist"),
    mark("same artist, and a similar title"),
    mark("the title was found by other artists only"),
    mark("no track with this title and artist"),
    mark("you said that none of these is the song"),
    mark("you chose it"),
    mark("linked by AnimeThemes"),
    mark("linked in the local table"),
    mark("the recording that was found is one you never want"),
    mark("you never want the first choice; {reason}"),
    mark("on the playlist"),
    mark("not looked for yet"),
    mark("almost surely it"),
    mark("probably it"),
    mark("perhaps it"),
    mark("unlikely"),
)
"""Why a recording was or was not taken, and how likely it is the one."""

VALUES = frozenset(
    {
        mark("playlist"),
        mark("album"),
        mark("artist"),
        mark("episode"),
        mark("show"),
        mark("user"),
        mark("a lower score"),
        mark("other years"),
        mark("more sorts of shows"),
        mark("another version"),
        mark("recorded again"),
        mark("translated"),
    }
)
"""Words that can stand in a place of a sentence and are not names."""
