"""MyAnimeList API v2: people's lists, and the theme texts of a show."""

import re
import time
from collections.abc import Collection, Iterator, Mapping
from urllib.parse import parse_qs, quote, urljoin, urlsplit

from server.domain import Anime, ListEntry, ThemeKind, WatchStatus
from server.errors import SourceError
from server.sources.http import Answer, Service
from server.sources.lists import list_private, list_unknown, media_kind, names_in, year_of
from server.sources.session import is_loopback, origin
from server.sources.shapes import integer, items, mapping, number, text

_PAGE = 1000
_MOST_PAGES = 100
_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
_FIELDS = ("list_status", "alternative_titles")
_FACTS = ("media_type", "start_date", "start_season", "genres", "studios")
_CLIENT_ID_STATUSES = frozenset({400, 401})
_SAYS_CLIENT_ID = re.compile(r"client[ _-]?id|invalid[ _](?:client|token)", re.IGNORECASE)


class MyAnimeList(Service):
    """MyAnimeList with a client id only: public lists and facts.

    Raises SourceErrors: `list_unknown`, `list_private`, `myanimelist_client_id_refused`, and the
    codes shared by all services.
    """

    name = "myanimelist"
    title = "MyAnimeList"
    pace = (1, 1.0)

    def __init__(self, base_url: str, client_id: str) -> None:
        super().__init__(base_url, headers={"X-MAL-CLIENT-ID": client_id} if client_id else None)
        self._has_client_id = bool(client_id)

    def anime_list(
        self,
        username: str,
        statuses: Collection[WatchStatus],
        *,
        nsfw: bool = False,
        facts: bool = False,
    ) -> list[ListEntry]:
        """The rows of a public list that have one of the statuses; empty for an empty list.

        One status is asked for by name; several are had by reading the whole list once. A list
        that could not be read to its end is an error, never a shorter list. Rows come by title,
        each show once. `nsfw` takes shows too that MyAnimeList marks as not safe for work;
        `facts` asks for the years, sorts, genres and studios of the shows.
        """
        wanted = set(statuses)
        name = username.strip()
        if not _NAME.fullmatch(name):
            raise list_unknown(self.name, self.title, username)
        entries: dict[str, ListEntry] = {}
        only = next(iter(wanted)) if len(wanted) == 1 else None
        for row in self._rows(name, only, nsfw=nsfw, facts=facts):
            entry = _entry(row, only)
            if entry and entry.status in wanted:
                entries.setdefault(entry.anime.key, entry)
        return list(entries.values())

    def theme_texts(self, mal_id: int) -> list[tuple[ThemeKind, str]]:
        """The raw texts of a show's openings and endings, in MyAnimeList's grammar.

        Empty for a show without any, and for one that MyAnimeList does not have.
        """
        answer = self._read(
            "GET",
            f"/anime/{int(mal_id)}",
            params={"fields": "opening_themes,ending_themes"},
            expected=frozenset({400, 401, 403, 404}),
        )
        if answer.status == 404:
            return []
        self._check_client_id(answer)
        if answer.status == 403:
            self._refuse(answer)
        body = self._object(answer)
        lists = ((ThemeKind.OP, "opening_themes"), (ThemeKind.ED, "ending_themes"))
        return [
            (kind, words)
            for kind, key in lists
            for theme in items(body.get(key))
            if (words := text(theme.get("text")))
        ]

    def _rows(
        self, name: str, status: WatchStatus | None, *, nsfw: bool, facts: bool
    ) -> Iterator[Mapping[str, object]]:
        path = f"/users/{quote(name, safe='')}/animelist"
        params: dict[str, str | int] = {
            "fields": ",".join(_FIELDS + _FACTS if facts else _FIELDS),
            "limit": _PAGE,
            # An order that no rating or episode watched meanwhile changes: pages must fit.
            "sort": "anime_title",
            "nsfw": "true" if nsfw else "false",
        }
        if status:
            params["status"] = status.value
        page = self._page(name, path, params)
        visited: set[str] = set()
        while len(visited) < _MOST_PAGES:
            rows = page.get("data")
            if not isinstance(rows, list):
                raise self._bad_answer()
            yield from items(rows)
            following = text(mapping(page.get("paging")).get("next"))
            if not following:
                return
            if following in visited:
                break
            visited.add(following)
            page = self._page(name, *self._step(following, path, params))
        raise self._bad_answer()

    def _step(
        self, following: str, path: str, params: Mapping[str, str | int]
    ) -> tuple[str, Mapping[str, str | int] | None]:
        """Where the next page is: the given address if it is this service's own, or else ours."""
        address = urljoin(self.base_url + path, following)
        if origin(address) == origin(self.base_url):
            return address, None
        offset = parse_qs(urlsplit(address).query).get("offset", [""])[0]
        if not offset.isdecimal():
            raise self._bad_answer()
        return path, {**params, "offset": int(offset)}

    def _page(
        self, name: str, path: str, params: Mapping[str, str | int] | None
    ) -> Mapping[str, object]:
        expected = frozenset({400, 401, 403, 404})
        answer = self._read("GET", path, params=params, expected=expected)
        if answer.status == 403:
            # A private list and a caller taken for an attacker get the same status.
            time.sleep(0.2 if is_loopback(self.base_url) else 3.0)
            answer = self._read("GET", path, params=params, expected=expected)
        if answer.status == 404:
            raise list_unknown(self.name, self.title, name)
        self._check_client_id(answer)
        if answer.status == 403:
            raise self._forbidden(name, answer)
        return self._object(answer)

    def _forbidden(self, name: str, answer: Answer) -> SourceError:
        """Why a list was refused, twice: it is private, or we are not wanted at all."""
        if _asks_for_pause(answer):
            return self._error("rate_limited", f"{self.title} asks for a pause.", answer)
        if text(mapping(answer.body).get("error")) != "not_permitted":
            # The body tells nothing. A show's page is open to everybody with a good client id.
            other = self._read(
                "GET", "/anime/1", params={"fields": "id"}, expected=frozenset({400, 401, 403, 404})
            )
            if _asks_for_pause(other):
                return self._error("rate_limited", f"{self.title} asks for a pause.", other)
            if other.status == 403 and other.text.lstrip().startswith("<"):
                # A page of the guard before the service, which has not seen the client id.
                return self._error("refused", f"{self.title} refused the request.", other)
            if other.status in {400, 401, 403}:
                return self._client_id_refused(other)
        return list_private(self.name, self.title, name)

    def _check_client_id(self, answer: Answer) -> None:
        named = not self._has_client_id or _SAYS_CLIENT_ID.search(answer.text)
        if answer.status in _CLIENT_ID_STATUSES or (answer.status == 403 and named):
            raise self._client_id_refused(answer)

    def _client_id_refused(self, answer: Answer) -> SourceError:
        return self._error(
            "client_id_refused",
            f"{self.title} does not accept this application's client id.",
            answer,
            "Whoever runs MoodDex can get one at myanimelist.net/apiconfig and set "
            "MAL_CLIENT_ID; AniList needs none.",
        )

    def _object(self, answer: Answer) -> Mapping[str, object]:
        if not isinstance(answer.body, dict):
            raise self._bad_answer(answer)
        return answer.body


def _entry(row: Mapping[str, object], only: WatchStatus | None) -> ListEntry | None:
    node = mapping(row.get("node"))
    standing = mapping(row.get("list_status"))
    mal_id = integer(node.get("id"))
    word = text(standing.get("status"))
    status = WatchStatus(word) if word in set(WatchStatus) else None if word else only
    if not mal_id or status is None:
        return None
    other = mapping(node.get("alternative_titles"))
    english, native = text(other.get("en")), text(other.get("ja"))
    anime = Anime(
        title=text(node.get("title")) or english or native or f"MyAnimeList {mal_id}",
        mal_id=mal_id,
        native_title=native,
        english_title=english,
    )
    return ListEntry(
        anime,
        status,
        min(10.0, max(0.0, number(standing.get("score")) or 0.0)),
        year=year_of(node.get("start_date"))
        or year_of(mapping(node.get("start_season")).get("year")),
        media=media_kind(node.get("media_type")),
        genres=names_in(node.get("genres")),
        studios=names_in(node.get("studios")),
    )


def _asks_for_pause(answer: Answer) -> bool:
    return answer.status == 403 and "dos" in answer.text.casefold()
