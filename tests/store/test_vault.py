"""What the vault promises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.store.vault import SealBroken, Vault


@given(st.binary(max_size=200), st.text(min_size=1, max_size=40))
def test_what_was_sealed_opens_again(secret: bytes, key: str) -> None:
    vault = Vault((key,))
    assert vault.open(vault.seal(secret)) == secret


def test_sealed_bytes_do_not_show_the_secret() -> None:
    assert b"refresh-token" not in Vault(("key",)).seal(b"refresh-token")


def test_a_new_key_in_front_still_opens_what_the_old_one_sealed() -> None:
    sealed = Vault(("old",)).seal(b"secret")
    rotated = Vault(("new", "old"))
    assert rotated.open(sealed) == b"secret"
    assert Vault(("new",)).open(rotated.seal(b"secret")) == b"secret"


def test_another_key_does_not_open_it() -> None:
    with pytest.raises(SealBroken):
        Vault(("other",)).open(Vault(("key",)).seal(b"secret"))


def test_changed_bytes_do_not_open() -> None:
    sealed = bytearray(Vault(("key",)).seal(b"secret"))
    sealed[40] ^= 1
    with pytest.raises(SealBroken):
        Vault(("key",)).open(bytes(sealed))


@pytest.mark.parametrize("keys", [(), ("",), ("key", "")])
def test_a_vault_without_a_key_is_refused(keys: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="key"):
        Vault(keys)
