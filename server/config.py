"""Configuration, read once from the environment and `.env`."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from dotenv import dotenv_values

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class ServiceUrls:
    """Base address of every outside service, without a final slash."""

    spotify_api: str = "https://api.spotify.com/v1"
    spotify_accounts: str = "https://accounts.spotify.com"
    spotify_open: str = "https://open.spotify.com"
    myanimelist: str = "https://api.myanimelist.net/v2"
    anilist: str = "https://graphql.anilist.co"
    animethemes: str = "https://graphql.animethemes.moe"
    deezer: str = "https://api.deezer.com"
    itunes: str = "https://itunes.apple.com"
    reccobeats: str = "https://api.reccobeats.com/v1"


_URL_VARIABLES = {
    "spotify_api": "MOODDEX_SPOTIFY_API_URL",
    "spotify_accounts": "MOODDEX_SPOTIFY_ACCOUNTS_URL",
    "spotify_open": "MOODDEX_SPOTIFY_OPEN_URL",
    "myanimelist": "MOODDEX_MAL_URL",
    "anilist": "MOODDEX_ANILIST_URL",
    "animethemes": "MOODDEX_ANIMETHEMES_URL",
    "deezer": "MOODDEX_DEEZER_URL",
    "itunes": "MOODDEX_ITUNES_URL",
    "reccobeats": "MOODDEX_RECCOBEATS_URL",
}


@dataclass(frozen=True)
class Settings:
    """Everything an operator can set.

    Attributes:
        spotify_client_id, mal_client_id: empty until the operator has them.
        base_url: where people reach the application, without a final slash.
        redirect_uri: what is registered at Spotify; `<base_url>/callback` by default.
        database_url: an SQLAlchemy URL.
        queue_url: `sqlite:///<path>` runs jobs inside this process; `redis://...` hands
            them to `mooddex worker` processes.
        secret_keys: for sealing tokens at rest; the first seals, all open.
        data_dir: where the embedded database, the queue and a made-up secret key live.
        workers: jobs that run side by side in one process.
        clip_workers: clips fetched and read side by side within one job.
        searches_per_run, searches_per_day: Spotify searches that one job may make, and all jobs
            of a day together; what is left over waits for a later run.
        upload_mb: the largest recording that may be handed in, in millions of bytes.
        film_hours: the longest recording that is read.
        film_index: the folder of the index that films are suggested from; None: the one that
            MoodDex comes with.
    """

    spotify_client_id: str
    mal_client_id: str
    base_url: str
    redirect_uri: str
    database_url: str
    queue_url: str
    secret_keys: tuple[str, ...]
    data_dir: Path
    port: int = 8000
    workers: int = 2
    clip_workers: int = 4
    searches_per_run: int = 800
    searches_per_day: int = 1000
    upload_mb: int = 500
    film_hours: float = 4.0
    film_index: Path | None = None
    urls: ServiceUrls = field(default_factory=ServiceUrls)

    @property
    def is_https(self) -> bool:
        """Whether people reach the application over TLS."""
        return urlsplit(self.base_url).scheme == "https"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Self:
        """Read the settings; a variable that is set but empty counts as not set.

        Without an argument: the process environment over `.env` in the working folder.

        Raises:
            ValueError: a number is not a number, or an address is not http(s).
        """
        if environment is None:
            dotenv = {k: v for k, v in dotenv_values(".env").items() if v is not None}
            environment = {**dotenv, **os.environ}
        env = {name: value.strip() for name, value in environment.items() if value.strip()}

        port = int(env.get("PORT", "8000"))
        data_dir = Path(env.get("MOODDEX_DATA_DIR", "var")).resolve()
        base_url = _address(env, "MOODDEX_BASE_URL", f"http://127.0.0.1:{port}")
        urls = {
            name: _address(env, variable, getattr(ServiceUrls, name))
            for name, variable in _URL_VARIABLES.items()
        }
        return cls(
            spotify_client_id=env.get("SPOTIFY_CLIENT_ID", ""),
            mal_client_id=env.get("MAL_CLIENT_ID", ""),
            base_url=base_url,
            redirect_uri=env.get("SPOTIFY_REDIRECT_URI", f"{base_url}/callback"),
            database_url=env.get("MOODDEX_DATABASE_URL", f"sqlite:///{data_dir / 'mooddex.db'}"),
            queue_url=env.get("MOODDEX_QUEUE_URL", f"sqlite:///{data_dir / 'queue.db'}"),
            secret_keys=_secret_keys(env.get("MOODDEX_SECRET_KEY", ""), data_dir),
            data_dir=data_dir,
            port=port,
            workers=int(env.get("MOODDEX_WORKERS", "2")),
            clip_workers=int(env.get("MOODDEX_CLIP_WORKERS", "4")),
            searches_per_run=int(env.get("MOODDEX_SEARCHES_PER_RUN", "800")),
            searches_per_day=int(env.get("MOODDEX_SEARCHES_PER_DAY", "1000")),
            upload_mb=int(env.get("MOODDEX_UPLOAD_MB", "500")),
            film_hours=float(env.get("MOODDEX_FILM_HOURS", "4")),
            film_index=Path(index) if (index := env.get("MOODDEX_FILM_INDEX")) else None,
            urls=ServiceUrls(**urls),
        )


def _address(env: Mapping[str, str], variable: str, default: str) -> str:
    address = env.get(variable, default).rstrip("/")
    if urlsplit(address).scheme not in {"http", "https"} or not urlsplit(address).hostname:
        raise ValueError(f"{variable} must be an http or https address, not {address!r}")
    return address


def _secret_keys(given: str, data_dir: Path) -> tuple[str, ...]:
    """The operator's keys (comma-separated, newest first), or one made up once and kept."""
    keys = tuple(key.strip() for key in given.split(",") if key.strip())
    if keys:
        return keys
    kept = data_dir / "secret.key"
    if not kept.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(32))
    return (kept.read_text().strip(),)
