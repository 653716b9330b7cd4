"""However AnimeThemes orders and splits its answers, each show gets its own songs, once."""

import random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.domain import Anime
from server.sources.animethemes import AnimeThemes
from tests.sources.standin import Asked, Reply, standing_in

_RULES = settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
_RECORDS = st.lists(
    st.tuples(
        st.sets(st.integers(1, 130), min_size=1, max_size=3),
        st.lists(st.tuples(st.sampled_from(["OP", "ED"]), st.integers(1, 3)), max_size=4),
    ),
    max_size=12,
)


def _record(number: int, ids: set[int], songs: list[tuple[str, int]]) -> dict[str, Any]:
    return {
        "slug": f"show_{number}",
        "resources": {"nodes": [{"externalId": each} for each in sorted(ids)]},
        "animethemes": [
            {
                "type": kind,
                "sequence": sequence,
                "slug": f"{kind}{sequence}",
                "song": {
                    "title": {"romaji": f"Song {number}", "native": None},
                    "performances": [],
                    "resources": {"nodes": []},
                },
                "animethemeentries": [],
            }
            for kind, sequence in songs
        ],
    }


def _answer(asked: Asked, records: list[tuple[set[int], list[tuple[str, int]]]]) -> Reply:
    """As AnimeThemes' reference says: any order, no keys, what is not covered is missing."""
    assert asked.method == "POST"
    assert "findAnimeByExternalSite(site:MAL,id:$ids)" in asked.json["query"]
    assert not asked.headers["User-Agent"].startswith("python-requests")
    ids = asked.json["variables"]["ids"]
    assert 1 <= len(ids) == len(set(ids)) <= 50
    found = [
        _record(number, shows, songs)
        for number, (shows, songs) in enumerate(records)
        if shows & set(ids)
    ]
    random.Random(len(found)).shuffle(found)
    return Reply({"data": {"findAnimeByExternalSite": found}})


@_RULES
@given(records=_RECORDS, wanted=st.sets(st.integers(1, 130)) | st.just(set(range(1, 131))))
def test_each_show_gets_its_own_songs_once(
    records: list[tuple[set[int], list[tuple[str, int]]]], wanted: set[int]
) -> None:
    shows = [Anime(f"Show {number}", mal_id=number) for number in sorted(wanted)]
    with standing_in(lambda asked: _answer(asked, records)) as site:
        themes = AnimeThemes(site.url).themes(shows)
    expected: dict[str, set[tuple[str, int | None, str]]] = {}
    for number, (ids, songs) in enumerate(records):
        for mal_id in ids & wanted:
            told = expected.setdefault(f"mal:{mal_id}", set())
            told |= {(kind, sequence, f"Song {number}") for kind, sequence in songs}
    assert {
        key: {(theme.kind.value, theme.sequence, theme.title) for theme in some}
        for key, some in themes.items()
    } == expected
    for key, some in themes.items():
        assert len({theme.key for theme in some}) == len(some)
        assert {theme.anime.key for theme in some} <= {key}
    assert len(site.asked) == -(-len(wanted) // 50)
