"""Which shows of a list count, and which songs of theirs."""

from collections.abc import Collection, Mapping, Sequence

from server.domain import Anime, ListEntry, ListRequest, Theme, ThemeKind, WatchStatus
from server.jobs.life import JobFailed
from server.jobs.titles import service_title
from server.services import Services
from server.store import show_titles

_KIND_ORDER = {kind: place for place, kind in enumerate(ThemeKind)}


def shows_of(services: Services, request: ListRequest) -> list[Anime]:
    """The shows of a list that count, in its order.

    Raises:
        JobFailed: there is none.
        SourceError: the list's service stands in the way.
    """
    service = services.lists[request.source]
    entries = service.anime_list(
        request.username, request.statuses, nsfw=request.nsfw, facts=request.needs_facts
    )
    if not entries:
        anything = service.anime_list(request.username, tuple(WatchStatus), nsfw=True)
        if not anything:
            raise JobFailed(
                request.username,
                "list_empty",
                f"{request.username}'s {service_title(request.source.value)} list is empty. Add "
                "shows there, or try another name.",
            )
        if not request.nsfw and any(entry.status in request.statuses for entry in anything):
            raise JobFailed(
                request.username,
                "nothing_selected",
                "The shows of the list that have one of the chosen statuses are all marked as not "
                "safe for work. Let them count too, or choose more statuses.",
            )
    show_titles.keep(services.store, [entry.anime for entry in entries])
    chosen = [entry.anime for entry in entries if _is_chosen(entry, request)]
    if not chosen:
        raise JobFailed(request.username, "nothing_selected", _nothing_selected(request))
    return chosen


def _is_chosen(entry: ListEntry, request: ListRequest) -> bool:
    return (
        entry.status in request.statuses
        and entry.score >= request.min_score
        and entry.year in request.years
        and (not request.media or entry.media in request.media)
    )


def _nothing_selected(request: ListRequest) -> str:
    narrowed = [
        (bool(request.min_score), "a lower score"),
        (bool(request.years), "other years"),
        (bool(request.media), "more sorts of shows"),
    ]
    easier = [words for applies, words in narrowed if applies]
    return (
        f"No show of {request.username}'s list has one of the chosen statuses"
        f"{' and fits the rest of what was asked' if easier else ''}. "
        f"Choose more statuses{''.join(f', or {words}' for words in easier)}."
    )


def songs_in_order(
    show: Anime, themes: Mapping[str, Sequence[Theme]], kinds: Collection[ThemeKind]
) -> list[Theme]:
    """A show's themes of these kinds: openings first, each kind by number."""
    own = sorted(themes.get(show.key, ()), key=_place)
    return [theme for theme in own if theme.kind in kinds]


def themes_of(
    request: ListRequest, shows: Sequence[Anime], themes: Mapping[str, Sequence[Theme]]
) -> list[Theme]:
    """The themes of the chosen kinds in the list's order, each once. Raises JobFailed for none."""
    wanted = [theme for show in shows for theme in songs_in_order(show, themes, request.kinds)]
    if not wanted:
        raise JobFailed(
            request.username,
            "no_song_found",
            "No song of these shows is known, so no playlist was made. Try other kinds of songs, "
            "other statuses or a lower score.",
        )
    return list({theme.key: theme for theme in wanted}.values())


def _place(theme: Theme) -> tuple[int, int, str]:
    return _KIND_ORDER[theme.kind], theme.sequence or 0, theme.key
