"""The application on a port, in threads of this process, with a queue that runs no job."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from server.app import create_app
from server.config import Settings
from server.jobs.queue import JobQueue
from server.services import Services
from server.store import browsers

COOKIE = "__session"


@dataclass
class IdleQueue:
    """Takes jobs and leaves them as they are."""

    jobs: list[str] = field(default_factory=list)

    def enqueue(self, job_id: str) -> None:
        """Note a job."""
        self.jobs.append(job_id)

    def ping(self) -> None:
        """It is there."""


@dataclass(frozen=True)
class Served:
    """A running application. `url` has no final slash."""

    url: str
    app: Flask
    services: Services

    def cookie(self, user_id: int) -> dict[str, str]:
        """The cookie of a browser in which this user has logged in, as Selenium takes it."""
        value = browsers.log_in(self.services.store, None, user_id)
        return {"name": COOKIE, "value": value, "path": "/"}


@contextmanager
def served(folder: Path, environment: Mapping[str, str]) -> Iterator[Served]:
    """An application with data in a folder of its own, for as long as the block runs."""
    # The address is needed to build the application, and known once the port is bound.
    server = make_server("127.0.0.1", 0, Flask(__name__), threaded=True, request_handler=_Quiet)
    settings = Settings.from_environment(
        {
            "SPOTIFY_CLIENT_ID": "client",
            "MAL_CLIENT_ID": "client",
            **environment,
            "PORT": str(server.server_port),
            "MOODDEX_DATA_DIR": str(folder),
            "MOODDEX_SECRET_KEY": "only here",
        }
    )
    services = Services.build(settings)
    app = create_app(services, cast(JobQueue, IdleQueue()))
    server.app = app
    thread = threading.Thread(target=server.serve_forever, name="served", daemon=True)
    thread.start()
    try:
        yield Served(settings.base_url, app, services)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        services.close()


class _Quiet(WSGIRequestHandler):
    """Serves without a line of log for each request."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing to say about a request that was answered."""
