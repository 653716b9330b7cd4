"""An application over a fresh database, with a queue that only notes what it is given."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from server.app import create_app
from server.config import Settings
from server.services import Services
from tests.web.site import BASE_URL, NotingQueue, Site

Build = Callable[..., Site]


@pytest.fixture
def build_site(tmp_path: Path) -> Iterator[Build]:
    """Builds a site from settings over the usual ones; an empty value unsets one."""
    built: list[Site] = []

    def build(**environment: str) -> Site:
        settings = Settings.from_environment(
            {
                "SPOTIFY_CLIENT_ID": "client",
                "MAL_CLIENT_ID": "mal",
                "MOODDEX_BASE_URL": BASE_URL,
                "MOODDEX_DATA_DIR": str(tmp_path),
                "MOODDEX_SECRET_KEY": "a key for tests",
                **{
                    f"MOODDEX_{name}_URL": "http://127.0.0.1:9"  # nobody listens there
                    for name in ("SPOTIFY_API", "SPOTIFY_ACCOUNTS", "MAL", "ANILIST")
                },
                **environment,
            }
        )
        services = Services.build(settings)
        queue = NotingQueue()
        site = Site(create_app(services, queue), services, queue)
        built.append(site)
        return site

    yield build
    for site in built:
        site.services.close()


@pytest.fixture
def site(build_site: Build) -> Site:
    return build_site()
