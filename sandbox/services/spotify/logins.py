"""Who can log in, which codes and tokens are out, and what became of them."""

import base64
import hashlib
import threading
from dataclasses import dataclass, field

from sandbox import draws
from sandbox.clock import Clock

CLIENT_ID = "5a6d6f6f64646578000053414e44424f"
ACCESS_SECONDS = 3600
REFRESH_SECONDS = 182 * 86_400
_CODE_SECONDS = 300

SCOPES = {
    "playlist-modify-private": "Create and change your private playlists",
    "playlist-modify-public": "Create and change your public playlists",
    "playlist-read-private": "See your private playlists",
    "playlist-read-collaborative": "See your collaborative playlists",
    "ugc-image-upload": "Upload images for your playlists",
    "user-library-modify": "Add and remove items in Your Library",
    "user-library-read": "See what is saved in Your Library",
    "user-follow-modify": "Manage who you follow",
    "user-follow-read": "See who you follow",
    "user-read-private": "See your subscription details",
    "user-read-email": "See your email address",
}


@dataclass(frozen=True)
class Account:
    """Somebody with a Spotify account. `registered`: on the app's list of at most five users."""

    id: str
    display_name: str
    note: str
    registered: bool = True


ACCOUNTS = (
    Account("mika", "Mika", "has a few playlists, one of them long"),
    Account("aoi", "Aoi", "has two playlists, one of them shared with Mika"),
    Account("ren", "Ren", "is not on the app's list of users: Spotify refuses every call", False),
)


@dataclass(frozen=True)
class _Code:
    account: str
    client_id: str
    redirect_uri: str
    scopes: frozenset[str]
    challenge: str
    expires_at: float


@dataclass
class Grant:
    """An authorization somebody gave; lives as long as its refresh tokens."""

    account: Account
    client_id: str
    scopes: frozenset[str]
    authorized_at: float


@dataclass
class _Token:
    grant: Grant
    expires_at: float
    dead: str | None = None


class Refused(Exception):
    """The token endpoint says no; `error` and `description` are as Spotify words them."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(description)
        self.error = error
        self.description = description


@dataclass
class Logins:
    """Codes and tokens. With `rotate`, each refresh gives a new refresh token and ends the old."""

    seed: int
    clock: Clock
    rotate: bool = True
    _codes: dict[str, _Code] = field(default_factory=dict)
    _access: dict[str, _Token] = field(default_factory=dict)
    _refresh: dict[str, _Token] = field(default_factory=dict)
    _made: int = 0
    _lock: threading.RLock = field(default_factory=threading.RLock)

    @staticmethod
    def account(account_id: str) -> Account | None:
        """The account of that id."""
        return next((account for account in ACCOUNTS if account.id == account_id), None)

    def give_code(
        self,
        account: str,
        client_id: str,
        redirect_uri: str,
        scopes: frozenset[str],
        challenge: str,
    ) -> str:
        """A code that can be exchanged once, within five minutes."""
        with self._lock:
            code = self._make("AQD", 120)
            expires_at = self.clock.now() + _CODE_SECONDS
            self._codes[code] = _Code(
                account, client_id, redirect_uri, scopes, challenge, expires_at
            )
            return code

    def exchange(
        self, code: str, client_id: str, redirect_uri: str, verifier: str
    ) -> dict[str, object]:
        """Tokens for a code.

        Raises:
            Refused: the code is unknown, used, old or somebody else's, or the verifier is wrong.
        """
        with self._lock:
            known = self._codes.pop(code, None)
            if known is None or known.client_id != client_id:
                raise Refused("invalid_grant", "Invalid authorization code")
            if self.clock.now() > known.expires_at:
                raise Refused("invalid_grant", "Authorization code expired")
            if redirect_uri != known.redirect_uri:
                raise Refused("invalid_grant", "Invalid redirect URI")
            if challenge_of(verifier) != known.challenge:
                raise Refused("invalid_grant", "code_verifier was incorrect")
            account = self.account(known.account)
            if account is None:
                raise Refused("invalid_grant", "Invalid authorization code")
            return self.grant(account, known.scopes, client_id)

    def grant(
        self, account: Account, scopes: frozenset[str], client_id: str = CLIENT_ID
    ) -> dict[str, object]:
        """The token endpoint's answer to a fresh authorization."""
        with self._lock:
            grant = Grant(account, client_id, scopes, self.clock.now())
            return self._tokens(grant, self._new_refresh(grant))

    def refresh(self, refresh_token: str, client_id: str) -> dict[str, object]:
        """Tokens for a refresh token.

        Raises:
            Refused: it is unknown, of another app, revoked or expired.
        """
        with self._lock:
            token = self._refresh.get(refresh_token)
            if token is None or token.grant.client_id != client_id:
                raise Refused("invalid_grant", "Invalid refresh token")
            if token.dead is not None:
                raise Refused("invalid_grant", f"Refresh token {token.dead}")
            if self.clock.now() > token.expires_at:
                raise Refused("invalid_grant", "Refresh token expired")
            if not self.rotate:
                return self._tokens(token.grant, None)
            token.dead = "revoked"
            return self._tokens(token.grant, self._new_refresh(token.grant))

    def holder(self, access_token: str) -> Grant | None:
        """Whose access token it is; None when it is unknown or revoked.

        Raises:
            TimeoutError: it has expired.
        """
        with self._lock:
            token = self._access.get(access_token)
            if token is None or token.dead == "revoked":
                return None
            if token.dead == "expired" or self.clock.now() > token.expires_at:
                raise TimeoutError
            return token.grant

    def end(self, kind: str, how: str) -> None:
        """Ends all tokens given out so far: kind `access` or `refresh`, how `expired`/`revoked`."""
        with self._lock:
            for token in (self._access if kind == "access" else self._refresh).values():
                token.dead = token.dead or how

    def _tokens(self, grant: Grant, refresh_token: str | None) -> dict[str, object]:
        access_token = self._make("BQ", 180)
        self._access[access_token] = _Token(grant, self.clock.now() + ACCESS_SECONDS)
        answer: dict[str, object] = {
            "access_token": access_token,
            "token_type": "Bearer",
            "expires_in": ACCESS_SECONDS,
            "scope": " ".join(sorted(grant.scopes)),
        }
        if refresh_token is not None:
            answer["refresh_token"] = refresh_token
        return answer

    def _new_refresh(self, grant: Grant) -> str:
        refresh_token = self._make("AQ", 129)
        # Refreshing does not lengthen the life: six months from the authorization itself.
        self._refresh[refresh_token] = _Token(grant, grant.authorized_at + REFRESH_SECONDS)
        return refresh_token

    def _make(self, prefix: str, length: int) -> str:
        self._made += 1
        rng = draws.dice(self.seed, "token", self._made)
        text = base64.urlsafe_b64encode(rng.randbytes(length)).decode()
        return (prefix + text)[:length]


def challenge_of(verifier: str) -> str:
    """The S256 code challenge of a PKCE verifier (RFC 7636, 4.2)."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
