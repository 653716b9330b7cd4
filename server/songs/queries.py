"""What Spotify's search is asked for a song."""

from server.domain import Artist, Theme
from server.songs.normalise import is_latin

_LONGEST = 100


def queries_for(theme: Theme) -> list[str]:
    """Search texts, the best first: title and first artist; then what stands in another script.

    That is the native title by itself, or, where the title has but one form, the title with the
    artist's native name.
    """
    title = _bare(theme.title)
    first = theme.artists[0] if theme.artists else Artist("")
    queries = [f"{title} {_bare(first.name)}"]
    if theme.native_title and is_latin(theme.native_title) != is_latin(theme.title):
        queries.append(theme.native_title)
    elif native := next((name for name in first.aliases if not is_latin(name)), None):
        queries.append(f"{title} {_bare(native)}")
    plain = (" ".join(query.replace('"', " ").replace(":", " ").split()) for query in queries)
    return list(dict.fromkeys(query[:_LONGEST] for query in plain if query)) or [
        theme.title[:_LONGEST]
    ]


def _bare(text: str) -> str:
    """A title or a name without its guests and brackets, which few stores spell alike."""
    without_brackets = text.split(" (", maxsplit=1)[0].strip() or text
    return without_brackets.split(" feat. ", maxsplit=1)[0]
