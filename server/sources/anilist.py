"""AniList: people's lists, a whole list in one call."""

from collections.abc import Collection, Iterator, Mapping

from server.domain import Anime, ListEntry, WatchStatus
from server.sources.graphql import GraphqlService, error_words
from server.sources.lists import list_private, list_unknown, media_kind, names_in, year_of
from server.sources.shapes import integer, items, mapping, number, text

_STATUSES = {
    "CURRENT": WatchStatus.WATCHING,
    "COMPLETED": WatchStatus.COMPLETED,
    # Somebody who watches a show again has seen it to its end before.
    "REPEATING": WatchStatus.COMPLETED,
    "PAUSED": WatchStatus.ON_HOLD,
    "DROPPED": WatchStatus.DROPPED,
    "PLANNING": WatchStatus.PLAN_TO_WATCH,
}

_QUERY = """
query($u:String){MediaListCollection(userName:$u,type:ANIME,status_in:[%(statuses)s]%(chunk)s){
 hasNextChunk lists{name isCustomList status entries{status score(format:POINT_100)
  media{id idMal title{romaji english native} isAdult format%(facts)s}}}}}
"""
_MOST_CHUNKS = 50


class AniList(GraphqlService):
    """AniList's public data; no key is needed.

    Raises SourceErrors: `list_unknown` (AniList mostly answers alike for nobody and for a private
    list, and the message says so), `list_private` where it tells, and the shared codes.
    """

    name = "anilist"
    title = "AniList"
    # Nominally 90 a minute, 30 while degraded, as it has been for years.
    pace = (25, 60.0)

    def anime_list(
        self,
        username: str,
        statuses: Collection[WatchStatus],
        *,
        nsfw: bool = False,
        facts: bool = False,
    ) -> list[ListEntry]:
        """The rows of a public list that have one of the statuses; empty for an empty list.

        A show stands once, though custom lists repeat it. `score` is out of 10, whatever scale
        the person uses. `nsfw` takes shows for adults too; `facts` asks for the years, genres and
        studios of the shows. AniList gives nearly every list whole; one that comes in several
        chunks is read to its end, or is an error.
        """
        name = username.strip()
        if not name:
            raise list_unknown(self.name, self.title, username)
        entries: dict[str, ListEntry] = {}
        for collection in self._chunks(name, statuses, facts=facts):
            for part in items(collection.get("lists")):
                for row in items(part.get("entries")):
                    entry = _entry(row, text(part.get("status")))
                    if entry is None or entry.status not in statuses:
                        continue
                    if nsfw or mapping(row.get("media")).get("isAdult") is not True:
                        entries.setdefault(entry.anime.key, entry)
        return list(entries.values())

    def _chunks(
        self, name: str, statuses: Collection[WatchStatus], *, facts: bool
    ) -> Iterator[Mapping[str, object]]:
        words = {
            "statuses": ",".join(word for word, status in _STATUSES.items() if status in statuses),
            "facts": " startDate{year} genres studios(isMain:true){nodes{name}}" if facts else "",
        }
        before: object = None
        for number_of_chunk in range(1, _MOST_CHUNKS + 1):
            chunk = f",chunk:{number_of_chunk}" if number_of_chunk > 1 else ""
            collection = self._collection(name, _QUERY % {**words, "chunk": chunk})
            yield collection
            if collection.get("hasNextChunk") is not True:
                return
            if collection.get("lists") == before:
                break
            before = collection.get("lists")
        raise self._bad_answer()

    def _collection(self, name: str, query: str) -> Mapping[str, object]:
        data, answer = self._ask(query, {"u": name}, frozenset({403, 404}))
        if answer.status in {403, 404}:
            if "private" in error_words(answer.body):
                raise list_private(self.name, self.title, name)
            if answer.status == 404:
                raise list_unknown(self.name, self.title, name, may_be_private=True)
            raise self._error("unreachable", f"{self.title} is out of order just now.", answer)
        if "MediaListCollection" not in data:
            raise self._bad_answer(answer)
        if data["MediaListCollection"] is None:
            raise list_unknown(self.name, self.title, name, may_be_private=True)
        return mapping(data["MediaListCollection"])


def _entry(row: Mapping[str, object], list_status: str | None) -> ListEntry | None:
    media = mapping(row.get("media"))
    anilist_id = integer(media.get("id"))
    mal_id = integer(media.get("idMal")) or None
    status = _STATUSES.get(text(row.get("status")) or list_status or "")
    if status is None or not (anilist_id or mal_id):
        return None
    titles = mapping(media.get("title"))
    romaji, english, native = (text(titles.get(key)) for key in ("romaji", "english", "native"))
    anime = Anime(
        title=romaji or english or native or f"AniList {anilist_id}",
        mal_id=mal_id,
        anilist_id=anilist_id,
        native_title=native,
        english_title=english,
    )
    return ListEntry(
        anime,
        status,
        min(10.0, max(0.0, (number(row.get("score")) or 0.0) / 10)),
        year=year_of(mapping(media.get("startDate")).get("year")),
        media=media_kind(media.get("format")),
        genres=names_in(media.get("genres")),
        studios=names_in(mapping(media.get("studios")).get("nodes")),
    )
