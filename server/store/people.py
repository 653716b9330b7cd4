"""Users and their Spotify tokens."""

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from server.sources.spotify_login import Tokens
from server.store.engine import Store
from server.store.tables import Login, User, now
from server.store.vault import SealBroken, Vault


def find_or_create_user(store: Store, account: str, display_name: str) -> int:
    """The id of the user with this Spotify account; the display name is brought up to date."""
    try:
        return _find_or_add(store, account, display_name)
    except IntegrityError:  # another request has just added the same account
        return _find_or_add(store, account, display_name)


def display_name(store: Store, user_id: int) -> str | None:
    """What Spotify calls the user; None when there is no such user (any more)."""
    with store.snapshot() as session:
        return session.scalar(select(User.display_name).where(User.id == user_id))


def settle(
    store: Store, user_id: int, *, language: str | None = None, titles: str | None = None
) -> None:
    """Keep the language of pages and of titles that the user has settled on; None leaves one."""
    chosen = {"language": language, "titles": titles}
    if values := {name: value for name, value in chosen.items() if value is not None}:
        with store.session() as session:
            session.execute(update(User).where(User.id == user_id).values(**values))


def save_tokens(
    store: Store, vault: Vault, user_id: int, tokens: Tokens, *, new_login: bool
) -> None:
    """Keep a user's tokens, sealed.

    `new_login` says that the person has just agreed at Spotify: the six months of a refresh
    token count from then, and a mere refresh does not extend them. A refresh that comes back
    after the login is gone (logged out, deleted) is dropped.
    """
    sealed = vault.seal(tokens.to_json().encode())
    with store.session() as session:
        login = session.get(Login, user_id)
        if login is not None:
            login.sealed = sealed
            if new_login:
                login.authorized_at = now()
        elif new_login:
            session.add(Login(user_id=user_id, sealed=sealed))


def load_tokens(store: Store, vault: Vault, user_id: int) -> Tokens | None:
    """A user's tokens; None when there are none or when they were sealed under a lost key."""
    with store.snapshot() as session:
        sealed = session.scalar(select(Login.sealed).where(Login.user_id == user_id))
    if sealed is None:
        return None
    try:
        return Tokens.from_json(vault.open(sealed))
    except SealBroken:
        return None


def forget_tokens(store: Store, user_id: int) -> None:
    """Drop a user's tokens: the next thing that needs Spotify asks for a login."""
    with store.session() as session:
        session.execute(delete(Login).where(Login.user_id == user_id))


def delete_user(store: Store, user_id: int) -> None:
    """Remove a user and all that is theirs: tokens, browser sessions, jobs, playlists' records.

    What is known of songs (matches, readings) belongs to nobody and stays; so do the playlists
    at Spotify, which are the person's own.
    """
    with store.session() as session:
        session.execute(delete(User).where(User.id == user_id))


def _find_or_add(store: Store, account: str, name: str) -> int:
    with store.session() as session:
        user = session.scalar(select(User).where(User.account == account))
        if user is None:
            user = User(account=account, display_name=name)
            session.add(user)
        user.display_name = name[:255]
        session.flush()
        return user.id
