"""Sealing secrets before they are stored, under keys that can be rotated."""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class SealBroken(Exception):
    """Sealed bytes that none of the keys opens: changed on the way, or sealed under a lost key."""


class Vault:
    """Seals and opens bytes (Fernet: AES-128-CBC with HMAC-SHA256).

    Any string is a key; Fernet's own keys are derived from it (HKDF, RFC 5869). The first key
    seals and every key opens, so a new key goes in front and the old one stays behind it until
    everybody has logged in again.

    Raises:
        ValueError: there is no key.
    """

    def __init__(self, keys: tuple[str, ...]) -> None:
        if not keys or not all(keys):
            raise ValueError("a vault needs at least one key, and no key may be empty")
        self._fernet = MultiFernet([_derive(key) for key in keys])

    def seal(self, secret: bytes) -> bytes:
        """The secret, unreadable without a key."""
        return self._fernet.encrypt(secret)

    def open(self, sealed: bytes) -> bytes:
        """The secret that was sealed. Raises SealBroken."""
        try:
            return self._fernet.decrypt(sealed)
        except InvalidToken as error:
            raise SealBroken("none of the secret keys opens this") from error


def _derive(key: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"mooddex vault").derive(
        key.encode()
    )
    return Fernet(urlsafe_b64encode(derived))
