"""What both list services say when there is no list to read."""

from server.errors import SourceError


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
