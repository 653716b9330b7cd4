"""iTunes Search: previews from Apple's Japanese store, found by title and artist. No key needed."""

from collections.abc import Iterator, Mapping

from server.domain import ClipLink
from server.sources.choosing import is_same_song, search_texts
from server.sources.clips import Song
from server.sources.http import Service
from server.sources.shapes import integer, items, text

_LANGUAGES = ("ja_jp", "en_us")


class ITunes(Service):
    """The iTunes Search API. Raises the SourceErrors shared by all services.

    It answers 403 to a caller in a hurry, so that counts as rate limited here.
    """

    name = "itunes"
    title = "iTunes"
    # About 20 a minute are allowed from one address.
    pace = (18, 60.0)

    def find_clip(self, song: Song) -> ClipLink | None:
        """A preview of this song by this artist; None if there is none.

        At most three searches: in the store's Japanese spelling, then in its English one.
        """
        if not (song.titles and song.artists):
            return None
        texts = search_texts(song)
        asks = [(texts[0], language) for language in _LANGUAGES]
        asks += [(words, _LANGUAGES[0]) for words in texts[1:2]]
        for words, language in asks:
            for found in self._search(words, language):
                url = text(found.get("previewUrl"))
                if url and is_same_song(
                    song,
                    text(found.get("trackName")),
                    text(found.get("artistName")),
                    integer(found.get("trackTimeMillis")),
                ):
                    return ClipLink("itunes", url, text(found.get("trackViewUrl")))
        return None

    def _search(self, words: str, language: str) -> Iterator[Mapping[str, object]]:
        params: dict[str, str | int] = {
            "term": words,
            "country": "JP",
            "media": "music",
            "entity": "song",
            "limit": 25,
            "lang": language,
        }
        answer = self._read("GET", "/search", params=params, expected=frozenset({403}))
        if answer.status == 403:
            raise self._error("rate_limited", f"{self.title} asks for a pause.", answer)
        if not isinstance(answer.body, dict):
            raise self._bad_answer(answer)
        yield from items(answer.body.get("results"))
