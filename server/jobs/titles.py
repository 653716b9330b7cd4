"""Names as people write them: of services, of playlists."""

from collections.abc import Sequence

from server.domain import ListRequest, MediaKind, ThemeKind, Years
from server.jobs.comparison_request import ComparisonRequest
from server.jobs.journey_request import JourneyRequest
from server.jobs.requests import MoodRequest
from server.jobs.watch_request import WatchRequest

_SERVICES = {
    "myanimelist": "MyAnimeList",
    "anilist": "AniList",
    "animethemes": "AnimeThemes",
    "deezer": "Deezer",
    "itunes": "iTunes",
    "reccobeats": "ReccoBeats",
    "spotify": "Spotify",
}
_SONGS = {ThemeKind.OP: "openings", ThemeKind.ED: "endings", ThemeKind.IN: "insert songs"}

LONGEST_NAME = 100
"""Characters that Spotify takes as a playlist's name."""

_SHOWS = {
    MediaKind.TV: "TV series",
    MediaKind.MOVIE: "movies",
    MediaKind.OVA: "OVAs",
    MediaKind.ONA: "web series",
    MediaKind.SPECIAL: "specials",
    MediaKind.MUSIC: "music videos",
}


def service_title(service: str) -> str:
    """A service's name, or that of its audio host (`deezer audio`), as people write it."""
    name, _, rest = service.partition(" ")
    return f"{_SERVICES.get(name, name)}{' ' if rest else ''}{rest}"


def list_name(request: ListRequest) -> str:
    """What a list's playlist is called: `mika: anime openings and endings (2000 to 2010)`.

    At most `LONGEST_NAME` characters: what would not fit is told in the description alone.
    """
    name = f"{request.username}: anime {_listed([_SONGS[kind] for kind in request.kinds])}"
    score = f"score {request.min_score:g} and up" if request.min_score else ""
    parts = [part for part in (score, _stretch(request.years), _shows(request)) if part]
    while parts and len(name) + len(f" ({', '.join(parts)})") > LONGEST_NAME:
        parts.pop()
    return f"{name} ({', '.join(parts)})" if parts else name


def list_description(request: ListRequest) -> str:
    """What is written below it."""
    service = service_title(request.source.value)
    statuses = ", ".join(status.value.replace("_", " ") for status in request.statuses)
    more = (
        _stretch(request.years),
        _shows(request),
        "shows not safe for work too" if request.nsfw else "",
    )
    told = "; ".join([statuses, *(part for part in more if part)])
    return f"From {request.username}'s {service} list ({told})."


def shared_name(request: ComparisonRequest) -> str:
    """What a playlist of what two lists share is called: `mika and aoi: shared openings`."""
    songs = _listed([_SONGS[kind] for kind in request.kinds])
    return f"{' and '.join(names_of(request.people))}: shared {songs}"


def watch_name(request: WatchRequest) -> str:
    """What the shows are called that somebody plans to watch: `What mika plans to watch`."""
    return f"What {request.username} plans to watch ({service_title(request.source.value)})"


def names_of(people: Sequence[ListRequest]) -> tuple[str, str]:
    """What to call two people; told apart by the service where the names are the same."""
    one, other = people
    if one.username.lower() != other.username.lower():
        return one.username, other.username
    first, second = (f"{each.username} ({service_title(each.source.value)})" for each in people)
    return first, second


def shared_description(request: ComparisonRequest) -> str:
    """What is written below it."""
    one, other = (
        f"{each.username}'s {service_title(each.source.value)} list" for each in request.people
    )
    statuses = ", ".join(status.value.replace("_", " ") for status in request.statuses)
    return f"What {one} and {other} share ({statuses})."


def _shows(request: ListRequest) -> str:
    return _listed([_SHOWS[kind] for kind in request.media])


def _listed(words: Sequence[str]) -> str:
    *first, last = words or ("",)
    return f"{', '.join(first)} and {last}" if first else last


def _stretch(years: Years) -> str:
    first, last = years.first, years.last
    if first is not None and last is not None:
        return str(first) if first == last else f"{first} to {last}"
    if first is not None:
        return f"from {first} on"
    return f"up to {last}" if last is not None else ""


def mood_name(request: MoodRequest | JourneyRequest, parent: str) -> str:
    """What a mood playlist is called: `Happy and calm · mika: anime openings`.

    A journey: `Calm to energetic, 30 min · mika: anime openings`.
    """
    if isinstance(request, JourneyRequest):
        words = f"{_way(request).capitalize()}, {request.minutes:g} min"
    elif request.point is None:
        words = " and ".join(mood.value for mood in request.moods).capitalize()
    else:
        words = f"Near valence {request.point.valence:.2f}, arousal {request.point.arousal:.2f}"
    return f"{words} · {parent}"


def mood_description(request: MoodRequest | JourneyRequest, parent: str) -> str:
    """What is written below it."""
    if isinstance(request, JourneyRequest):
        drawn = "" if request.ends else "along a line drawn "
        way = _way(request)
        way = way if way.startswith("through") else f"from {way}"
        return f"About {request.minutes:g} minutes of “{parent}”, {drawn}{way}."
    if request.point is None:
        moods = " and ".join(mood.value for mood in request.moods)
        return f"The songs of “{parent}” that feel {moods}."
    return (
        f"The songs of “{parent}” within {request.radius:g} of valence "
        f"{request.point.valence:.2f}, arousal {request.point.arousal:.2f}."
    )


def _way(request: JourneyRequest) -> str:
    """The moods that a journey passes, as it begins and as it ends: `calm to energetic`."""
    first, last = request.ends or (request.path[0].mood, request.path[-1].mood)
    return f"{first.value} to {last.value}" if first is not last else f"through {first.value}"
