"""Deezer: 30-second previews, by the recording's own code or by search. No key is needed."""

import re
import time
from collections.abc import Iterator, Mapping
from urllib.parse import quote

from server.domain import ClipLink
from server.sources.choosing import is_same_song, search_texts
from server.sources.clips import Song
from server.sources.http import Service
from server.sources.session import is_loopback
from server.sources.shapes import integer, items, mapping, text

_SECONDS = 30
_QUOTA = 4
_NO_DATA = 800
_ISRC = re.compile(r"[A-Z]{2}[A-Z0-9]{3}\d{7}")


class Deezer(Service):
    """Deezer's public API. Raises the SourceErrors shared by all services.

    The link of a preview dies after some 15 minutes: fetch it at once and do not keep it.
    """

    name = "deezer"
    title = "Deezer"
    # 50 in 5 seconds are allowed from one address.
    pace = (45, 5.0)

    def find_clip(self, song: Song) -> ClipLink | None:
        """A preview of the very recording or of another edition of it; None if there is none.

        Looks by ISRC first, then by at most four searches.
        """
        link = self._by_isrc(song)
        if link or not (song.titles and song.artists):
            return link
        exact = f'artist:"{_plain(song.artists[0])}" track:"{_plain(song.titles[0])}"'
        for query in (exact, *search_texts(song)):
            for found in self._search(query):
                link = _preview(found)
                if link and _fits(song, found):
                    return link
        return None

    def _by_isrc(self, song: Song) -> ClipLink | None:
        isrc = re.sub(r"[-\s]", "", song.isrc or "").upper()
        if not _ISRC.fullmatch(isrc):
            return None
        found = self._ask(f"/track/isrc:{quote(isrc)}")
        said = (text(found.get("isrc")) or isrc).upper()
        return _preview(found) if said == isrc else None

    def _search(self, query: str) -> Iterator[Mapping[str, object]]:
        yield from items(self._ask("/search", {"q": query, "limit": 15}).get("data"))

    def _ask(
        self, path: str, params: Mapping[str, str | int] | None = None
    ) -> Mapping[str, object]:
        """The answer's object, empty for no data: Deezer says its errors with a status of 200."""
        body, code = self._ask_once(path, params)
        if code == _QUOTA:
            time.sleep(0.3 if is_loopback(self.base_url) else 5.0)
            body, code = self._ask_once(path, params)
        if code == _QUOTA:
            raise self._error("rate_limited", f"{self.title} asks for a pause.")
        if code == _NO_DATA:
            return {}
        if code is not None:
            raise self._bad_answer()
        return body

    def _ask_once(
        self, path: str, params: Mapping[str, str | int] | None
    ) -> tuple[Mapping[str, object], int | None]:
        answer = self._read("GET", path, params=params, expected=frozenset({404}))
        if answer.status == 404:
            return {}, _NO_DATA
        if not isinstance(answer.body, dict):
            raise self._bad_answer(answer)
        error = answer.body.get("error")
        if not error:
            return answer.body, None
        code = integer(mapping(error).get("code"))
        return {}, code if code is not None else 0


def _fits(song: Song, found: Mapping[str, object]) -> bool:
    title = text(found.get("title")) or text(found.get("title_short"))
    seconds = integer(found.get("duration"))
    artist = text(mapping(found.get("artist")).get("name"))
    return is_same_song(song, title, artist, seconds * 1000 if seconds else None)


def _preview(found: Mapping[str, object]) -> ClipLink | None:
    url = text(found.get("preview"))
    return ClipLink("deezer", url, text(found.get("link")), _SECONDS) if url else None


def _plain(words: str) -> str:
    return " ".join(words.replace('"', " ").split())
