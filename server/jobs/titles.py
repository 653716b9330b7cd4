"""Names as people write them: of services, of playlists."""

from server.domain import ListRequest, ThemeKind
from server.jobs.requests import MoodRequest

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


def service_title(service: str) -> str:
    """A service's name, or that of its audio host (`deezer audio`), as people write it."""
    name, _, rest = service.partition(" ")
    return f"{_SERVICES.get(name, name)}{' ' if rest else ''}{rest}"


def list_name(request: ListRequest) -> str:
    """What a list's playlist is called: `mika: anime openings and endings`."""
    kinds = [_SONGS[kind] for kind in request.kinds]
    *first, last = kinds
    songs = f"{', '.join(first)} and {last}" if first else last
    score = f" (score {request.min_score:g} and up)" if request.min_score else ""
    return f"{request.username}: anime {songs}{score}"


def list_description(request: ListRequest) -> str:
    """What is written below it."""
    service = service_title(request.source.value)
    statuses = ", ".join(status.value.replace("_", " ") for status in request.statuses)
    return f"From {request.username}'s {service} list ({statuses})."


def mood_name(request: MoodRequest, parent: str) -> str:
    """What a mood playlist is called: `Happy and calm · mika: anime openings`."""
    if request.point is None:
        words = " and ".join(mood.value for mood in request.moods).capitalize()
    else:
        words = f"Near valence {request.point.valence:.2f}, arousal {request.point.arousal:.2f}"
    return f"{words} · {parent}"


def mood_description(request: MoodRequest, parent: str) -> str:
    """What is written below it."""
    if request.point is None:
        moods = " and ".join(mood.value for mood in request.moods)
        return f"The songs of “{parent}” that feel {moods}."
    return (
        f"The songs of “{parent}” within {request.radius:g} of valence "
        f"{request.point.valence:.2f}, arousal {request.point.arousal:.2f}."
    )
