"""Browser sessions: who a cookie speaks for, and the login that a browser is in the middle of."""

import json
import secrets
from dataclasses import asdict, dataclass
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import CursorResult, delete, select, update

from server.store.engine import Store
from server.store.tables import BrowserSession, User, now
from server.store.vault import SealBroken, Vault

SESSION_LIFE = timedelta(days=30)
LOGIN_LIFE = timedelta(hours=1)


@dataclass(frozen=True)
class Visitor:
    """Who a browser's cookie speaks for, and what they have settled on, if they have."""

    user_id: int
    display_name: str
    language: str | None = None
    titles: str | None = None


@dataclass(frozen=True)
class LoginUnderWay:
    """What must be remembered while a person is at Spotify's consent page.

    Attributes:
        state: sent along and expected back, so that nobody else's answer is taken for ours.
        verifier: the PKCE secret behind the challenge that was sent along.
        return_to: the path of our own to show afterwards.
    """

    state: str
    verifier: str
    return_to: str


def find_visitor(store: Store, token: str) -> Visitor | None:
    """The user whose browser holds this cookie; None when unknown, expired or not logged in."""
    with store.snapshot() as session:
        row = session.execute(
            select(User.id, User.display_name, User.language, User.titles)
            .join(BrowserSession, BrowserSession.user_id == User.id)
            .where(BrowserSession.token_hash == _hash(token), BrowserSession.expires_at > now())
        ).first()
    return None if row is None else Visitor(*row)


def start_login(store: Store, vault: Vault, token: str | None, login: LoginUnderWay) -> str:
    """Remember a login under way; the cookie's value from now on.

    A browser with a live session keeps it; any other gets a new one that lasts an hour.
    """
    sealed = vault.seal(json.dumps(asdict(login)).encode())
    with store.session() as session:
        session.execute(delete(BrowserSession).where(BrowserSession.expires_at <= now()))
        row = session.get(BrowserSession, _hash(token)) if token else None
        if row is not None and token:
            row.sealed_login = sealed
            return token
        fresh = secrets.token_urlsafe(32)
        session.add(
            BrowserSession(
                token_hash=_hash(fresh), sealed_login=sealed, expires_at=now() + LOGIN_LIFE
            )
        )
        return fresh


def take_login(store: Store, vault: Vault, token: str, state: str) -> LoginUnderWay | None:
    """The login under way in this browser that carries this state, given out once.

    None when there is none, or its state is another; a wrong state leaves the login in place,
    so that a link from elsewhere cannot spoil it.
    """
    with store.session() as session:
        mine = BrowserSession.token_hash == _hash(token)
        sealed = session.scalar(
            select(BrowserSession.sealed_login).where(mine, BrowserSession.expires_at > now())
        )
        login = _opened(vault, sealed)
        if login is None or not secrets.compare_digest(login.state.encode(), state.encode()):
            return None
        taken = session.execute(
            update(BrowserSession)
            .where(mine, BrowserSession.sealed_login == sealed)
            .values(sealed_login=None)
        )
        assert isinstance(taken, CursorResult)
        return login if taken.rowcount == 1 else None


def log_in(store: Store, token: str | None, user_id: int) -> str:
    """End the browser's session and begin a user's; the new cookie's value."""
    fresh = secrets.token_urlsafe(32)
    with store.session() as session:
        if token:
            session.execute(delete(BrowserSession).where(BrowserSession.token_hash == _hash(token)))
        session.add(
            BrowserSession(
                token_hash=_hash(fresh), user_id=user_id, expires_at=now() + SESSION_LIFE
            )
        )
    return fresh


def log_out(store: Store, token: str) -> None:
    """End the browser's session: its cookie is worth nothing from now on."""
    with store.session() as session:
        session.execute(delete(BrowserSession).where(BrowserSession.token_hash == _hash(token)))


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _opened(vault: Vault, sealed: bytes | None) -> LoginUnderWay | None:
    if sealed is None:
        return None
    try:
        return LoginUnderWay(**json.loads(vault.open(sealed)))
    except SealBroken:
        return None
