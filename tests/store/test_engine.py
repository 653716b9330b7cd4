"""What the store promises on SQLite, and on PostgreSQL where there is one."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text, update
from sqlalchemy.exc import IntegrityError

from moods.circumplex import MOODS, Mood
from moods.reading import Reading
from server.domain import Anime, Artist, Match, MatchState, Problem, Theme, ThemeKind, Track
from server.errors import QuotaStop
from server.songs.identity import song_key
from server.store import calls, jobs, people, playlists, readings, songs
from server.store.engine import Store
from server.store.tables import AnimeThemes, JobRow, MatchRow, ReadingRow, ServiceStop, Table, now

KINDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
SHOW = Anime("Show", mal_id=1)


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'test.db'}"
    else:
        url = request.getfixturevalue("postgres_url")
    store = Store(url)
    store.migrate()
    yield store
    store.close()


@pytest.fixture
def user(store: Store) -> int:
    return people.find_or_create_user(store, "acc", "Mika")


def _theme(title: str, show: Anime = SHOW, uri: str | None = None) -> Theme:
    return Theme(
        key=f"{show.key}:OP1:{title}",
        anime=show,
        kind=ThemeKind.OP,
        title=title,
        sequence=1,
        native_title="紅蓮華",
        artists=(Artist("LiSA", ("リサ",)),),
        track_uri=uri,
        audio_urls=("https://a.example/x.ogg",),
    )


def _add(store: Store, user: int, fingerprint: str = "f", at_most: int = 3) -> str | None:
    return jobs.find_or_add(store, user, "list", {"a": 1}, fingerprint, at_most=at_most)[0]


def test_the_migrated_schema_is_the_one_of_the_tables(store: Store) -> None:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, Table.metadata)
    assert [each for each in differences if "alembic_version" not in str(each)] == []


def test_migrating_again_or_from_two_sides_does_no_harm(store: Store) -> None:
    with ThreadPoolExecutor(3) as pool:
        for migrated in [pool.submit(store.migrate) for _ in range(3)]:
            migrated.result()
    with store.engine.connect() as connection:
        versions = connection.execute(text("select version_num from alembic_version")).all()
    assert len(versions) == 1


def test_rows_of_nobody_are_refused(store: Store) -> None:
    with pytest.raises(IntegrityError), store.session() as session:
        session.add(JobRow(id="j", user_id=999, kind="list", request={}, fingerprint="f"))


def test_many_writers_at_once_all_get_their_turn(store: Store) -> None:
    ledger = calls.SpotifyLedger(store)

    def count() -> None:
        for _ in range(10):
            ledger.count("search")

    threads = [threading.Thread(target=count) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert calls.calls_today(store) == {"search": 60}


def test_only_one_at_a_time_is_in_a_block_of_a_name(store: Store) -> None:
    is_sqlite = store.engine.dialect.name == "sqlite"
    url = store.engine.url.render_as_string(hide_password=False)
    other = store if is_sqlite else Store(url)
    came = threading.Event()

    def enter() -> None:
        with other.alone("this"):
            came.set()

    thread = threading.Thread(target=enter)
    with pytest.raises(InterruptedError), store.alone("this"):
        with other.alone("that"):
            thread.start()
        assert not came.wait(0.3)
        raise InterruptedError
    thread.join(60)
    assert came.is_set()
    if not is_sqlite:
        other.close()


def test_a_quota_stop_is_kept_until_it_has_passed(store: Store) -> None:
    ledger = calls.SpotifyLedger(store)
    ledger.check()
    ledger.stop(3600, "QUOTA_EXCEEDED")
    ledger.stop(60, "burst")
    with pytest.raises(QuotaStop) as stop:
        calls.SpotifyLedger(store).check()
    assert stop.value.retry_after is not None
    assert 3500 < stop.value.retry_after <= 3600
    with store.session() as session:
        session.execute(update(ServiceStop).values(until=now()))
    ledger.check()


def test_a_job_is_given_to_one_of_many_workers(store: Store, user: int) -> None:
    job_id = _add(store, user)
    assert job_id is not None
    taken: list[str] = []

    def take(worker: str) -> None:
        if jobs.claim(store, job_id, worker) is not None:
            taken.append(worker)

    threads = [threading.Thread(target=take, args=(f"w{n}",)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == 1


def test_clicks_at_once_are_one_job(store: Store, user: int) -> None:
    ids: list[str | None] = []
    threads = [threading.Thread(target=lambda: ids.append(_add(store, user))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ids) == 6
    assert len(set(ids)) == 1


def test_a_user_has_only_so_many_unfinished_jobs(store: Store, user: int) -> None:
    ids = [_add(store, user, fingerprint) for fingerprint in "abcd"]
    assert [job_id is None for job_id in ids] == [False, False, False, True]
    assert ids[0] is not None
    jobs.request_cancel(store, user, ids[0])
    assert _add(store, user, "d") is not None


def test_a_job_whose_heart_stopped_is_taken_over_and_its_old_worker_told(
    store: Store, user: int
) -> None:
    job_id = _add(store, user)
    assert job_id is not None
    jobs.claim(store, job_id, "old")
    assert jobs.claim(store, job_id, "new") is None
    with store.session() as session:
        session.execute(update(JobRow).values(heartbeat_at=now() - 2 * jobs.STALE_AFTER))
    assert jobs.free_jobs(store) == [job_id]
    ticket = jobs.claim(store, job_id, "new")
    assert ticket is not None
    assert ticket.attempts == 2
    assert jobs.keep(store, job_id, "old", done=5) is None
    jobs.finish(store, job_id, "old", "failed", None)
    assert jobs.keep(store, job_id, "new", done=1) is False
    view = jobs.view(store, user, job_id)
    assert view is not None
    assert (view.state, view.done) == ("running", 1)


def test_an_equal_job_waits_until_the_cancelled_one_has_stopped(store: Store, user: int) -> None:
    first = _add(store, user)
    assert first is not None
    jobs.claim(store, first, "w")
    jobs.request_cancel(store, user, first)
    second = _add(store, user)
    assert second not in {None, first}
    assert second is not None
    assert jobs.claim(store, second, "w") is None
    jobs.finish(store, first, "w", "cancelled", None)
    assert jobs.claim(store, second, "w") is not None


def test_the_same_problem_is_told_once(store: Store, user: int) -> None:
    job_id = _add(store, user)
    assert job_id is not None
    problems = [Problem("x" * 600, "c", "m"), Problem("y", "c", "m" * 2000)]
    jobs.add_problems(store, job_id, problems)
    jobs.add_problems(store, job_id, problems)
    view = jobs.view(store, user, job_id)
    assert view is not None
    assert [problem.item[0] for problem in view.problems] == ["x", "y"]


def test_themes_come_back_as_they_were_and_are_asked_for_again_after_a_month(store: Store) -> None:
    nothing = Anime("Silent", anilist_id=7)
    themes = [_theme("a"), _theme("b", uri="spotify:track:x")]
    songs.save_themes(store, songs.ANIMETHEMES, {SHOW: themes, nothing: []})
    assert songs.known_themes(store, [SHOW, nothing]) == {"mal:1": themes, "anilist:7": []}
    assert songs.themes_by_key(store, [themes[0].key, "?"]) == {themes[0].key: themes[0]}
    songs.save_themes(store, songs.ANIMETHEMES, {SHOW: themes[:1]})
    assert songs.known_themes(store, [SHOW]) == {"mal:1": themes[:1]}
    with store.session() as session:
        session.execute(update(AnimeThemes).values(fetched_at=now() - timedelta(days=31)))
    assert songs.known_themes(store, [SHOW]) == {}
    assert songs.known_themes(store, [SHOW], any_age=True) == {"mal:1": themes[:1]}


def test_matches_are_kept_with_their_tracks_and_found_by_song(store: Store) -> None:
    theme = _theme("a")
    songs.save_themes(store, songs.ANIMETHEMES, {SHOW: [theme]})
    track = Track("spotify:track:x", "A", ("LiSA",), "JP123", 240_000)
    match = Match(theme.key, MatchState.SURE, track, 0.95, "same", "search")
    songs.save_matches(store, [match])
    songs.save_tracks(store, [Track("spotify:track:x")])
    assert songs.matches(store, [theme.key])[theme.key][0] == match
    assert songs.themes_of_tracks(store, [track.uri]) == {track.uri: theme}
    twin = _theme("a", Anime("Second season", mal_id=2))
    songs.save_themes(store, songs.ANIMETHEMES, {twin.anime: [twin]})
    with store.snapshot() as session:
        assert session.get(MatchRow, twin.key) is None
    assert songs.matches_of_songs(store, [song_key(twin)]) == {song_key(theme): match}


def test_readings_are_kept_and_provisional_ones_made_anew(store: Store) -> None:
    even = dict.fromkeys(MOODS, 0.25)
    reading = Reading(even, (Mood.SAD,), 0.2, 0.3, None, {"features": even}, ("features 1",), None)
    readings.save_failure(store, "u", Problem("i", "no_clip", "m"))
    assert readings.recent_failures(store, ["u"]) == {"u": ("no_clip", "m")}
    readings.save_reading(store, "u", reading, provisional=True)
    assert readings.recent_failures(store, ["u"]) == {}
    assert readings.readings(store, ["u", "v"]) == {"u": reading}
    assert readings.settled(store, ["u", "v"]) == {"u"}
    with store.session() as session:
        session.execute(update(ReadingRow).values(made_at=now() - timedelta(days=2)))
    assert readings.settled(store, ["u"]) == set()
    readings.save_features(store, {"u": {"energy": 0.5}, "v": None})
    assert readings.features(store, ["u", "v", "w"]) == {"u": {"energy": 0.5}, "v": None}


def test_a_playlist_is_one_for_equal_requests_and_keeps_its_entries(
    store: Store, user: int
) -> None:
    def add(name: str) -> playlists.Playlist:
        return playlists.find_or_add(
            store, user, "list", "f", name=name, description="d" * 900, request={"q": 1}
        )

    first = add("x" * 900)
    assert add("other") == first
    assert len(first.description) <= 300
    assert first.description.endswith(playlists.marker(first.id))
    held = [playlists.Entry("k", "u"), playlists.Entry("l", None), playlists.Entry(None, "u")]
    playlists.set_entries(store, first.id, held)
    playlists.set_entries(store, first.id, held)
    assert playlists.entries(store, first.id) == held
    assert playlists.track_uris(store, [first.id]) == {first.id: ["u"]}
    other = people.find_or_create_user(store, "other", "Aoi")
    assert playlists.get(store, other, first.id) is None


def test_ten_thousand_songs_are_no_trouble(store: Store, user: int) -> None:
    uris = [f"spotify:track:{number:022}" for number in range(10_000)]
    songs.save_tracks(store, [Track(uri) for uri in uris[:10]])
    assert len(songs.tracks(store, uris)) == 10
    assert readings.settled(store, uris) == set()
