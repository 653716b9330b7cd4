"""What the store promises about users, their tokens and their browsers."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import func, select, update

from server.sources.spotify_login import Tokens
from server.store import browsers, people
from server.store.browsers import LoginUnderWay, Visitor
from server.store.engine import Store
from server.store.playlist_tables import PlaylistEntry, PlaylistRow, PlaylistWrite
from server.store.tables import BrowserSession, JobProblem, JobRow, Login, Table, User, now
from server.store.vault import Vault

VAULT = Vault(("a key for tests",))
TOKENS = Tokens("access-AAAA", "refresh-RRRR", 1_800_000_000.0, "playlist-modify-private")
LOGIN = LoginUnderWay("the-state", "the-verifier", "/start")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(f"sqlite:///{tmp_path / 'test.db'}")
    store.migrate()
    yield store


def _count(store: Store, table: type[Table]) -> int:
    with store.session() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_one_account_is_one_user_whose_name_is_brought_up_to_date(store: Store) -> None:
    first = people.find_or_create_user(store, "acc", "Mika")
    assert people.find_or_create_user(store, "acc", "Mika M.") == first
    assert people.find_or_create_user(store, "other", "Aoi") != first
    assert people.display_name(store, first) == "Mika M."


def test_an_account_that_logs_in_twice_at_once_is_one_user(store: Store) -> None:
    ids: list[int] = []
    threads = [
        Thread(target=lambda: ids.append(people.find_or_create_user(store, "acc", "Mika")))
        for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ids) == 6
    assert len(set(ids)) == 1


def test_tokens_come_back_as_they_were(store: Store) -> None:
    user = people.find_or_create_user(store, "acc", "Mika")
    assert people.load_tokens(store, VAULT, user) is None
    people.save_tokens(store, VAULT, user, TOKENS, new_login=True)
    assert people.load_tokens(store, VAULT, user) == TOKENS


def test_no_token_is_in_the_raw_bytes_of_the_database(store: Store, tmp_path: Path) -> None:
    user = people.find_or_create_user(store, "acc", "Mika")
    people.save_tokens(store, VAULT, user, TOKENS, new_login=True)
    cookie = browsers.start_login(store, VAULT, None, LOGIN)
    session = browsers.log_in(store, None, user)
    raw = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"Mika" in raw
    for secret in (TOKENS.access_token, TOKENS.refresh_token, "the-verifier", cookie, session):
        assert secret.encode() not in raw


def test_a_lost_key_means_a_new_login_and_not_a_crash(store: Store) -> None:
    user = people.find_or_create_user(store, "acc", "Mika")
    people.save_tokens(store, VAULT, user, TOKENS, new_login=True)
    cookie = browsers.start_login(store, VAULT, None, LOGIN)
    other = Vault(("another key",))
    assert people.load_tokens(store, other, user) is None
    assert browsers.take_login(store, other, cookie, LOGIN.state) is None


def test_a_refresh_does_not_count_as_a_new_login(store: Store) -> None:
    user = people.find_or_create_user(store, "acc", "Mika")
    people.save_tokens(store, VAULT, user, TOKENS, new_login=True)
    then = now() - timedelta(days=100)
    with store.session() as session:
        session.execute(update(Login).values(authorized_at=then))
    people.save_tokens(store, VAULT, user, TOKENS, new_login=False)
    with store.session() as session:
        assert session.scalar(select(Login.authorized_at)) == then
    people.save_tokens(store, VAULT, user, TOKENS, new_login=True)
    with store.session() as session:
        authorized_at = session.scalar(select(Login.authorized_at))
        assert authorized_at is not None
        assert authorized_at > then


def test_a_refresh_that_comes_back_after_the_login_is_gone_is_dropped(store: Store) -> None:
    user = people.find_or_create_user(store, "acc", "Mika")
    people.save_tokens(store, VAULT, user, TOKENS, new_login=True)
    people.forget_tokens(store, user)
    people.save_tokens(store, VAULT, user, TOKENS, new_login=False)
    assert people.load_tokens(store, VAULT, user) is None


def test_deleting_a_user_removes_all_that_is_theirs_and_nothing_of_others(store: Store) -> None:
    users = [people.find_or_create_user(store, account, account) for account in ("a", "b")]
    cookies = []
    for user in users:
        people.save_tokens(store, VAULT, user, TOKENS, new_login=True)
        cookies.append(browsers.log_in(store, None, user))
        with store.session() as session:
            job, playlist = f"job{user}", f"list{user}"
            session.add(JobRow(id=job, user_id=user, kind="playlist", request={}, fingerprint="f"))
            session.add(
                PlaylistRow(
                    id=playlist, user_id=user, kind="list", fingerprint="f", name="n", request={}
                )
            )
            session.flush()
            session.add(JobProblem(job_id=job, item="i", code="c", message="m"))
            session.add(PlaylistEntry(playlist_id=playlist, position=0))
            session.add(PlaylistWrite(playlist_id=playlist, track_uri="spotify:track:1"))

    people.delete_user(store, users[0])

    mine = (User, Login, BrowserSession, JobRow, JobProblem)
    for table in (*mine, PlaylistRow, PlaylistEntry, PlaylistWrite):
        assert _count(store, table) == 1, table
    assert browsers.find_visitor(store, cookies[0]) is None
    assert browsers.find_visitor(store, cookies[1]) == Visitor(users[1], "b")


def test_a_login_under_way_is_given_out_once(store: Store) -> None:
    cookie = browsers.start_login(store, VAULT, None, LOGIN)
    assert browsers.take_login(store, VAULT, cookie, LOGIN.state) == LOGIN
    assert browsers.take_login(store, VAULT, cookie, LOGIN.state) is None


def test_a_foreign_state_gets_nothing_and_spoils_nothing(store: Store) -> None:
    cookie = browsers.start_login(store, VAULT, None, LOGIN)
    assert browsers.take_login(store, VAULT, cookie, "é foreign") is None
    assert browsers.take_login(store, VAULT, "another browser", LOGIN.state) is None
    assert browsers.take_login(store, VAULT, cookie, LOGIN.state) == LOGIN


def test_a_login_left_lying_for_an_hour_is_gone(store: Store) -> None:
    cookie = browsers.start_login(store, VAULT, None, LOGIN)
    with store.session() as session:
        session.execute(update(BrowserSession).values(expires_at=now() - timedelta(seconds=1)))
    assert browsers.take_login(store, VAULT, cookie, LOGIN.state) is None
    browsers.start_login(store, VAULT, None, LOGIN)
    assert _count(store, BrowserSession) == 1


def test_logging_in_gives_the_browser_a_new_cookie_and_ends_the_old_one(store: Store) -> None:
    user = people.find_or_create_user(store, "acc", "Mika")
    before = browsers.start_login(store, VAULT, None, LOGIN)
    after = browsers.log_in(store, before, user)
    assert after != before
    assert browsers.find_visitor(store, before) is None
    assert browsers.find_visitor(store, after) == Visitor(user, "Mika")
    assert _count(store, BrowserSession) == 1


def test_logging_in_again_keeps_the_session_until_it_is_done(store: Store) -> None:
    user = people.find_or_create_user(store, "acc", "Mika")
    cookie = browsers.log_in(store, None, user)
    assert browsers.start_login(store, VAULT, cookie, LOGIN) == cookie
    assert browsers.find_visitor(store, cookie) == Visitor(user, "Mika")


def test_logging_out_ends_the_session_on_the_server(store: Store) -> None:
    user = people.find_or_create_user(store, "acc", "Mika")
    cookie = browsers.log_in(store, None, user)
    browsers.log_out(store, cookie)
    assert browsers.find_visitor(store, cookie) is None


def test_an_expired_session_speaks_for_nobody(store: Store) -> None:
    user = people.find_or_create_user(store, "acc", "Mika")
    cookie = browsers.log_in(store, None, user)
    with store.session() as session:
        session.execute(update(BrowserSession).values(expires_at=now()))
    assert browsers.find_visitor(store, cookie) is None


def test_a_made_up_cookie_speaks_for_nobody(store: Store) -> None:
    assert browsers.find_visitor(store, "made-up\x00é") is None
