"""Whatever a list looks like and however it is cut up, each of its shows comes once, in order."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.domain import WatchStatus
from server.sources.anilist import AniList
from server.sources.myanimelist import MyAnimeList
from tests.sources.standin import Asked, Reply, standing_in

_MAL_WORDS = [status.value for status in WatchStatus]
_ANILIST_WORDS = {
    "CURRENT": "watching",
    "PLANNING": "plan_to_watch",
    "COMPLETED": "completed",
    "REPEATING": "completed",
    "DROPPED": "dropped",
    "PAUSED": "on_hold",
}
_STATUSES = st.sets(st.sampled_from(list(WatchStatus)), min_size=1)
_RULES = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _rows(words: list[str]) -> Any:
    row = st.tuples(st.integers(1, 60), st.sampled_from(words), st.integers(0, 10))
    return st.lists(row, max_size=40, unique_by=lambda one: one[0])


def _animelist(asked: Asked, rows: list[tuple[int, str, int]], page: int) -> Reply:
    """As MyAnimeList's reference says, but with shorter pages."""
    query = asked.query
    assert asked.method == "GET"
    assert asked.headers["X-MAL-CLIENT-ID"] == "id"
    assert asked.path == "/v2/users/mika/animelist"
    assert set(query) <= {"status", "sort", "limit", "offset", "nsfw", "fields"}
    assert 1 <= int(query["limit"]) <= 1000
    shown = [row for row in rows if query.get("status") in (None, row[1])]
    start = int(query.get("offset", 0))
    data = [
        {
            "node": {"id": mal_id, "title": f"Show {mal_id}", "main_picture": {"medium": "x"}},
            "list_status": {"status": status, "score": score, "is_rewatching": False},
        }
        for mal_id, status, score in shown[start : start + page]
    ]
    paging = {}
    if start + page < len(shown):
        rest = "&".join(f"{name}={value}" for name, value in query.items() if name != "offset")
        paging["next"] = (
            f"https://api.myanimelist.net/v2/users/mika/animelist?{rest}&offset={start + page}"
        )
    return Reply({"data": data, "paging": paging})


@_RULES
@given(rows=_rows(_MAL_WORDS), statuses=_STATUSES, page=st.integers(1, 15))
def test_pages_neither_lose_nor_double_a_show(
    rows: list[tuple[int, str, int]], statuses: set[WatchStatus], page: int
) -> None:
    with standing_in(lambda asked: _animelist(asked, rows, page)) as site:
        entries = MyAnimeList(f"{site.url}/v2", "id").anime_list("mika", statuses)
    assert [(entry.anime.mal_id, entry.status.value, entry.score) for entry in entries] == [
        row for row in rows if row[1] in statuses
    ]


def _collection(asked: Asked, lists: list[list[tuple[int, str, int]]]) -> Reply:
    """As AniList's reference says: a list a status, and custom lists that repeat their shows."""
    body = asked.json
    assert asked.method == "POST"
    assert body["variables"] == {"u": "mika"}
    assert "type:ANIME" in body["query"]
    wanted = body["query"].partition("status_in:[")[2].partition("]")[0].split(",")
    return Reply(
        {
            "data": {
                "MediaListCollection": {
                    "hasNextChunk": False,
                    "lists": [
                        {
                            "name": f"List {place}",
                            "isCustomList": place > 0,
                            "status": None,
                            "entries": [
                                {
                                    "status": status,
                                    "score": score * 10,
                                    "media": {
                                        "id": show + 1000,
                                        "idMal": None if show % 5 == 0 else show,
                                        "title": {"romaji": f"Show {show}", "native": None},
                                    },
                                }
                                for show, status, score in rows
                                if status in wanted
                            ],
                        }
                        for place, rows in enumerate(lists)
                    ],
                }
            }
        }
    )


@_RULES
@given(rows=_rows(list(_ANILIST_WORDS)), statuses=_STATUSES, data=st.data())
def test_custom_lists_double_no_show(
    rows: list[tuple[int, str, int]], statuses: set[WatchStatus], data: st.DataObject
) -> None:
    custom = data.draw(st.lists(st.sampled_from(rows), max_size=20)) if rows else []
    with standing_in(lambda asked: _collection(asked, [rows, custom])) as site:
        entries = AniList(site.url).anime_list("mika", statuses)
    assert [(entry.anime.anilist_id, entry.status.value, entry.score) for entry in entries] == [
        (show + 1000, _ANILIST_WORDS[status], score)
        for show, status, score in rows
        if _ANILIST_WORDS[status] in statuses
    ]
    assert len({entry.anime.key for entry in entries}) == len(entries)
