"""What both list services share: words for shows, and what is said when there is no list."""

from server.domain import MediaKind
from server.errors import SourceError
from server.sources.shapes import integer, mapping, text

# MyAnimeList's media_type and AniList's format. Commercials and trailers are of no sort.
_MEDIA = {kind.value: kind for kind in MediaKind} | {
    "tv_short": MediaKind.TV,
    "tv_special": MediaKind.SPECIAL,
}


def media_kind(word: object) -> MediaKind | None:
    """The sort of show that a service's word means; None for one that is not known."""
    return _MEDIA.get((text(word) or "").lower())


def year_of(value: object) -> int | None:
    """The year of a number, or of a date such as `2009`, `2009-04` or `2009-04-05`."""
    year = integer(value.strip()[:4] if isinstance(value, str) else value)
    return year if year is not None and 1000 <= year <= 9999 else None


def names_in(value: object) -> tuple[str, ...]:
    """The names in a list of names, or of things with a name, as `{"id": 1, "name": "Drama"}`."""
    some = value if isinstance(value, list) else []
    names = (text(mapping(each).get("name") if isinstance(each, dict) else each) for each in some)
    return tuple(dict.fromkeys(name for name in names if name))


def list_unknown(
    service: str, title: str, username: str, *, may_be_private: bool = False
) -> SourceError:
    """Nobody of that name; with `may_be_private`, or somebody whose list is hidden."""
    message = f"{title} knows nobody called “{_shown(username)}”."
    hint = f"Check the spelling: it is the name in the address of the {title} profile."
    if may_be_private:
        message = f"{title} knows nobody called “{_shown(username)}”, or their list is private."
        hint += " If it is right, make the list public in the profile's settings."
    return SourceError(service, "list_unknown", message, hint, http_status=404)


def list_private(service: str, title: str, username: str) -> SourceError:
    """The list is there, but not for us."""
    return SourceError(
        service,
        "list_private",
        f"The {title} list of “{_shown(username)}” is private.",
        f"Make the list public in {title}'s settings, then start again; it can be hidden again "
        "afterwards. If it is public, try again in a few minutes.",
        http_status=403,
    )


def _shown(username: str) -> str:
    return " ".join(username.split())[:60]
