"""How a user's Spotify login is used, renewed and lost."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from time import time
from typing import Any, cast

import pytest

from sandbox.running import Sandbox
from server.config import Settings
from server.errors import LoginNeeded
from server.services import Services
from server.sources.spotify_login import SpotifyLogin, Tokens
from server.store import people, waiting
from tests.jobs.workshop import environment

STALE = Tokens("old", "refresh-1", 1.0, "s")


@dataclass
class FakeLogin:
    """Refuses to refresh, perhaps after another process has done it."""

    services: Services
    user_id: int
    others: Tokens | None = None
    """What another process has got meanwhile."""

    def refresh(self, tokens: Tokens) -> Tokens:
        if self.others is not None:
            store, vault = self.services.store, self.services.vault
            people.save_tokens(store, vault, self.user_id, self.others, new_login=False)
        raise LoginNeeded("spotify_login_expired", "Over.")


@pytest.fixture
def services(sandbox: Sandbox, tmp_path: Path) -> Iterator[Services]:
    services = Services.build(Settings.from_environment(environment(sandbox, tmp_path)))
    yield services
    services.close()


def _user(services: Services, tokens: Tokens) -> int:
    user_id = people.find_or_create_user(services.store, "mika", "Mika")
    people.save_tokens(services.store, services.vault, user_id, tokens, new_login=True)
    return user_id


def _with(services: Services, login: Any) -> Services:
    return replace(services, login=cast(SpotifyLogin, login))


def test_a_user_without_a_login_is_asked_for_one(services: Services) -> None:
    with pytest.raises(LoginNeeded) as error:
        services.spotify_for(123).me()
    assert error.value.code == "spotify_login_expired"


def test_a_stale_token_is_renewed_once_and_kept(services: Services, sandbox: Sandbox) -> None:
    grant = sandbox.log_in()
    user_id = _user(services, Tokens("stale", grant["refresh_token"], 1.0, grant["scope"]))
    services.spotify_for(user_id).me()
    services.spotify_for(user_id).me()
    assert sandbox.calls()["accounts POST /api/token"] == 1


def test_once_somebody_has_disconnected_no_call_goes_out_any_more(
    services: Services, sandbox: Sandbox
) -> None:
    grant = sandbox.log_in()
    user_id = _user(
        services,
        Tokens(grant["access_token"], grant["refresh_token"], time() + 3600, grant["scope"]),
    )
    spotify = services.spotify_for(user_id)
    spotify.me()
    calls = sandbox.calls()
    waiting.disconnect(services.store, user_id)
    with pytest.raises(LoginNeeded):
        spotify.me()
    assert sandbox.calls() == calls


def test_a_login_that_is_over_is_forgotten(services: Services) -> None:
    user_id = _user(services, STALE)
    over = _with(services, FakeLogin(services, user_id))
    with pytest.raises(LoginNeeded):
        over.spotify_for(user_id).me()
    assert people.load_tokens(services.store, services.vault, user_id) is None


def test_tokens_that_another_process_has_renewed_are_used(
    services: Services, sandbox: Sandbox
) -> None:
    grant = sandbox.log_in()
    good = Tokens(grant["access_token"], grant["refresh_token"], time() + 3600, grant["scope"])
    user_id = _user(services, STALE)
    late = _with(services, FakeLogin(services, user_id, good))
    assert late.spotify_for(user_id).me().display_name
    assert people.load_tokens(services.store, services.vault, user_id) == good
