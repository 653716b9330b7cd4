"""How a song is looked for: as few searches as can be, each remembered."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from server.domain import Anime, Artist, MatchState, Theme, ThemeKind, Track
from server.errors import QuotaStop, SourceError
from server.songs.matching import match_themes
from server.store import songs
from server.store.candidates import candidates_of
from server.store.engine import Store
from server.store.song_table import TableSong, save_songs
from server.store.tables import MatchRow, now
from tests.songs.gurenge import GURENGE, RIGHT, SHOW, track_called


@dataclass
class FakeSearch:
    """Answers any query with the same tracks; or fails from the n-th search on."""

    found: list[Track]
    queries: list[str] = field(default_factory=list)
    fails_after: int = 1000
    error: SourceError = field(default_factory=lambda: QuotaStop("spotify", "q", "Quota."))

    def search(self, query: str, limit: int = 10) -> list[Track]:
        if len(self.queries) >= self.fails_after:
            raise self.error
        self.queries.append(query)
        return self.found


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(f"sqlite:///{tmp_path / 'test.db'}")
    store.migrate()
    yield store
    store.close()


def _run(store: Store, search: FakeSearch, *themes: Theme) -> dict[str, MatchState]:
    steps: list[int] = []
    matched = match_themes(store, search, themes, steps.append, lambda *_: None)
    assert sum(steps) == len(themes)
    return {key: match.state for key, match in matched.matches.items()}


def test_a_link_needs_no_search(store: Store) -> None:
    search = FakeSearch([])
    linked = replace(GURENGE, track_uri="spotify:track:x")
    assert _run(store, search, linked) == {GURENGE.key: MatchState.SURE}
    assert search.queries == []


def test_a_song_costs_one_search_once(store: Store) -> None:
    search = FakeSearch([RIGHT])
    assert _run(store, search, GURENGE) == {GURENGE.key: MatchState.SURE}
    assert _run(store, search, GURENGE) == {GURENGE.key: MatchState.SURE}
    assert search.queries == ["Gurenge LiSA"]


def test_a_song_of_several_shows_is_searched_once(store: Store) -> None:
    search = FakeSearch([RIGHT])
    other = replace(GURENGE, key="mal:2:OP1:gurenge", anime=Anime("Film", mal_id=2))
    states = _run(store, search, GURENGE, other)
    assert states == {GURENGE.key: MatchState.SURE, other.key: MatchState.SURE}
    later = replace(GURENGE, key="mal:3:OP1:gurenge", anime=Anime("Sequel", mal_id=3))
    songs.save_themes(store, songs.ANIMETHEMES, {SHOW: [GURENGE]})
    assert _run(store, search, later) == {later.key: MatchState.SURE}
    assert search.queries == ["Gurenge LiSA"]


def test_the_native_title_is_tried_only_where_the_first_search_brought_nothing(
    store: Store,
) -> None:
    nothing = FakeSearch([])
    _run(store, nothing, GURENGE)
    assert nothing.queries == ["Gurenge LiSA", "紅蓮華"]
    other = replace(GURENGE, key="k", title="Homura", native_title="炎")
    in_question = FakeSearch([track_called("Homura", duration_ms=80_000)])
    assert _run(store, in_question, other) == {"k": MatchState.REVIEW}
    assert in_question.queries == ["Homura LiSA"]


def test_an_artists_native_name_is_tried_where_the_title_has_but_one_form(store: Store) -> None:
    suzuki = Artist("Konomi Suzuki (feat. nobody)", ("鈴木このみ",))
    nothing = FakeSearch([])
    _run(store, nothing, replace(GURENGE, title="Redo", native_title=None, artists=(suzuki,)))
    assert nothing.queries == ["Redo Konomi Suzuki", "Redo 鈴木このみ"]


def test_a_miss_is_kept_and_tried_again_after_a_month(store: Store) -> None:
    _run(store, FakeSearch([]), GURENGE)
    search = FakeSearch([RIGHT])
    assert _run(store, search, GURENGE) == {GURENGE.key: MatchState.NOT_FOUND}
    assert search.queries == []
    with store.session() as session:
        session.execute(update(MatchRow).values(decided_at=now() - timedelta(days=31)))
    assert _run(store, search, GURENGE) == {GURENGE.key: MatchState.SURE}


def test_a_miss_here_is_mended_by_a_sure_match_elsewhere(store: Store) -> None:
    _run(store, FakeSearch([]), GURENGE)
    other = replace(GURENGE, key="k", anime=Anime("Film", mal_id=2), track_uri="spotify:track:x")
    _run(store, FakeSearch([]), other)
    songs.save_themes(store, songs.ANIMETHEMES, {SHOW: [GURENGE], other.anime: [other]})
    assert _run(store, FakeSearch([]), GURENGE) == {GURENGE.key: MatchState.SURE}


def test_a_persons_word_stands_against_a_link(store: Store) -> None:
    _run(store, FakeSearch([]), GURENGE)
    with store.session() as session:
        session.execute(update(MatchRow).values(decided_by="person"))
    linked = replace(GURENGE, track_uri="spotify:track:x")
    assert _run(store, FakeSearch([]), linked) == {GURENGE.key: MatchState.NOT_FOUND}


def test_what_was_found_before_a_quota_stop_is_kept(store: Store) -> None:
    other = replace(GURENGE, key="k", title="Homura", native_title="炎")
    search = FakeSearch([RIGHT], fails_after=1)
    with pytest.raises(QuotaStop):
        _run(store, search, GURENGE, other)
    again = FakeSearch([track_called("Homura")])
    states = _run(store, again, GURENGE, other)
    assert states == {GURENGE.key: MatchState.SURE, "k": MatchState.SURE}
    assert again.queries == ["Homura LiSA"]


def test_what_was_in_question_is_kept_for_every_show_of_the_song(store: Store) -> None:
    other = replace(GURENGE, key="k", anime=Anime("Film", mal_id=2))
    _run(store, FakeSearch([track_called("Gurenge (Karaoke)"), RIGHT]), GURENGE, other)
    kept = candidates_of(store, [GURENGE.key, "k"])
    assert kept[GURENGE.key] == kept["k"]
    assert kept["k"][0].track == RIGHT
    assert "karaoke" in kept["k"][1].reason


def test_a_song_that_an_earlier_search_showed_needs_no_search(store: Store) -> None:
    other = replace(GURENGE, key="k", title="Homura", native_title="炎")
    search = FakeSearch([RIGHT, track_called("Homura (Live)"), track_called("Homura")])
    assert _run(store, search, GURENGE, other) == {
        GURENGE.key: MatchState.SURE,
        "k": MatchState.SURE,
    }
    assert search.queries == ["Gurenge LiSA"]
    assert candidates_of(store, ["k"])["k"][0].track == track_called("Homura")


def test_songs_wait_once_no_more_searches_are_allowed(store: Store) -> None:
    other = replace(GURENGE, key="k", title="Homura", artists=(Artist("Aimer"),))
    linked = replace(GURENGE, key="l", title="Akeboshi", track_uri="spotify:track:x")
    search = FakeSearch([RIGHT])
    matched = match_themes(
        store,
        search,
        [GURENGE, other, linked],
        lambda _: None,
        lambda *_: None,
        may_search=lambda searches: searches < 1,
    )
    assert [theme.key for theme in matched.waiting] == ["k"]
    assert set(matched.matches) == {GURENGE.key, "l"}
    assert matched.searches == 1


def test_the_local_table_needs_no_search_and_a_link_goes_before_it(store: Store) -> None:
    song = TableSong(
        mal_id=38000,
        anime_title="Demon Slayer",
        title="Gurenge",
        artist="LiSA",
        kind=ThemeKind.OP,
        track_uri="spotify:track:table",
    )
    save_songs(store, [song])
    search = FakeSearch([])
    assert _run(store, search, GURENGE) == {GURENGE.key: MatchState.SURE}
    assert songs.matches(store, [GURENGE.key])[GURENGE.key][0].decided_by == "table"
    _run(store, search, replace(GURENGE, track_uri="spotify:track:linked"))
    assert songs.matches(store, [GURENGE.key])[GURENGE.key][0].decided_by == "link"
    assert search.queries == []


def test_a_query_that_is_refused_does_not_stop_the_others(store: Store) -> None:
    refused = SourceError("spotify", "spotify_refused", "Bad query.")
    search = FakeSearch([], fails_after=0, error=refused)
    told: list[str] = []
    matched = match_themes(
        store, search, [GURENGE], lambda _: None, lambda theme, _: told.append(theme.title)
    )
    assert matched.matches == {}
    assert told == ["Gurenge"]


def test_a_search_that_is_forbidden_is_not_tried_for_every_song(store: Store) -> None:
    error = SourceError("spotify", "spotify_refused", "Forbidden.", http_status=403)
    with pytest.raises(SourceError):
        _run(store, FakeSearch([], fails_after=0, error=error), GURENGE)
