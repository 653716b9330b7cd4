"""What MoodDex writes below the playlists that it makes."""

from collections.abc import Sequence

from server.web.marking import mark

DESCRIPTIONS: Sequence[str] = (
    mark("From {name}'s {service} list ({choices})."),
    mark("What {one}'s {service} list and {other}'s {another} list share ({choices})."),
    mark("Made on {day}."),
)

CHOICES: Sequence[str] = (
    mark("{first} to {last}"),
    mark("from {year} on"),
    mark("up to {year}"),
    mark("shows not safe for work too"),
)
"""What a list was narrowed to, where it is no row of words."""

WORDS = frozenset(
    {
        mark(" and "),
        mark("completed"),
        mark("watching"),
        mark("on hold"),
        mark("dropped"),
        mark("plan to watch"),
        mark("TV series"),
        mark("movies"),
        mark("OVAs"),
        mark("web series"),
        mark("specials"),
        mark("music videos"),
    }
)
"""The words in such a row."""
