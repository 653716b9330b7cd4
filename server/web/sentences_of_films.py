"""What is said when a film, or a list of what was read of films, cannot be taken, by code."""

from collections.abc import Mapping, Sequence

from server.web.marking import mark

OF_FILMS: Mapping[str, Sequence[str]] = {
    "bad_film_json": (
        mark("This file does not hold what was read of a film."),
        mark("This file's {what} cannot be understood."),
    ),
    "bad_truth": (
        mark("This file is not text."),
        mark("Hand in a CSV file: start, end, label."),
        mark("These lines are not CSV."),
        mark("There are more than {most} lines."),
        mark("There is no line with a label."),
        mark("These labels hold no whole second."),
        mark("Two labels overlap at {at}."),
        mark("Label {number} is not a start, a later end and a word."),
        mark("Label {number} is neither music, speech nor other."),
        mark("Label {number} lies after the end of the film."),
        mark("Write a line for each: start, end, label. For example: 0:00,1:30,music"),
    ),
    "bad_year": (
        mark("That is not a year."),
        mark("Give four digits, from {first} to {last}, or leave it out."),
    ),
    "film_absurd": (
        mark(
            "The sound says that it has {rate} samples a second on {number} channels: that makes "
            "no sense."
        ),
    ),
    "film_clock": (mark("The file's clock jumps at {at}; put right."),),
    "film_cut_short": (
        mark("The file should last {whole}, but its sound ends at {at}."),
        mark("The file is broken at {at}: what comes before was read."),
        mark("The file is cut short: its sound ends at {at}."),
    ),
    "film_damaged": (
        mark("This file is damaged or cut short: it cannot be opened."),
        mark(
            "{number} pieces of the sound are damaged, the first at {at}; there is silence in "
            "their places."
        ),
    ),
    "film_empty": (
        mark("There is less than half a second of sound in this file."),
        mark("This file is empty."),
        mark("Choose a file with sound in it."),
    ),
    "film_gone": (
        mark("The recording is no longer here. Hand it in again."),
        mark("This film was deleted here."),
    ),
    "film_hole": (
        mark(
            "There is no sound from {first} to {last}, as where a piece is missing; silence stands "
            "there."
        ),
        mark(
            "There is no sound in {number} places, {length} in all, as where pieces are missing, "
            "the first from {first} to {last}; silence stands there."
        ),
    ),
    "film_no_audio": (mark("There is no sound in this file."),),
    "film_no_track": (mark("There is no audio track {track}; this file has {number}."),),
    "film_not_read": (
        mark("This film has not been read yet."),
        mark("Wait until its job has ended."),
    ),
    "film_not_found": (
        mark("There is no such file, or it is not a plain file."),
        mark("This file cannot be opened."),
    ),
    "film_not_media": (mark("This is no audio or video that can be read."),),
    "film_protected": (mark("This file is encrypted, so it cannot be read."),),
    "film_too_long": (
        mark("This recording is longer than {length}, the most that is read here."),
        mark("Only the first {length} were read."),
    ),
    "film_tracks": (mark("This file has {number} audio tracks; number {track} was read."),),
    "film_under_way": (
        mark("A film of yours is still being read."),
        mark("Wait for it to end, or stop it; then hand in the next."),
    ),
    "film_unknown_codec": (mark("The sound of this file is in an unknown format."),),
    "metadata_ambiguous": (
        mark("No film called {film} is in the tables; of that title there is: {films}."),
        mark("{film} may be any of {number}: {films}."),
        mark("Put the year into the file's name, as in Title (1999).mkv."),
    ),
    "metadata_unknown": (mark("No film called {film} is in the tables."),),
    "no_recording": (
        mark("No recording was chosen."),
        mark("Choose a file with sound in it."),
    ),
    "no_room": (
        mark("There is no room for this recording here just now."),
        mark("Try again later, or read it on your own machine with mooddex film."),
    ),
    "no_such_film": (
        mark("There is no such film here."),
        mark("Your films are listed under Films."),
    ),
    "not_a_form": (
        mark("The form came in broken."),
        mark("There is no file in this request."),
        mark("Send it again."),
        mark("Send it as multipart/form-data."),
    ),
    "recording_too_large": (
        mark("This file is larger than {size} MB, the most that can be handed in here."),
        mark("Hand in its sound alone, or read it on your own machine with mooddex film."),
    ),
    "too_many_films": (
        mark("You already have {number} films here."),
        mark("Delete one that you no longer need."),
    ),
    "upload_under_way": (
        mark("A file of yours is still coming in."),
        mark("Wait until it is here."),
    ),
    "uploads_busy": (
        mark("Too many files are coming in just now."),
        mark("Try again in a few minutes."),
    ),
    "too_many_readings": (
        mark("There are {number} readings in this file."),
        mark("Hand in at most {most} at once."),
    ),
    "patterns": (
        mark("Patterns need at least {least} items; there are {count} here."),
        mark(
            "This collection has only {count} items: patterns in so few come and go by chance. Of "
            "{pairs} pairs compared, about {some} look significant by chance alone before the "
            "correction."
        ),
        mark(
            "The strongest link between music and facts here is {link}; in collections whose facts "
            "were dealt out at random it is at least as strong in {share} % of cases, so none of "
            "them can be told from chance."
        ),
        mark("No pair of columns goes together more than chance allows."),
    ),
}
