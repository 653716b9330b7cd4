"""`mooddex serve`: the application under gunicorn, jobs included."""

import ctypes
import errno
import logging
import os
import signal
import socket
import sys
from typing import TYPE_CHECKING, Any

import click
from flask import Flask
from gunicorn.app.base import BaseApplication
from sqlalchemy.exc import SQLAlchemyError

from server.config import Settings
from server.store.engine import Store

if TYPE_CHECKING:
    from server.running import RunningApp

READY = "MoodDex is ready: "
"""How the line begins that is printed, with the address, once requests are answered."""

_THREADS = 8
_GRACE_SECONDS = 20
_PR_SET_PDEATHSIG = 1


@click.command(help="Serve MoodDex and run its jobs.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), help="The port; PORT or 8000 by default.")
def command(host: str, port: int | None) -> None:
    """Serve with the settings of the environment and `.env`."""
    if port is not None:
        os.environ["PORT"] = str(port)
    try:
        settings = Settings.from_environment()
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    serve(settings, host)


def serve(settings: Settings, host: str) -> None:
    """Serve until stopped by a signal; prints `READY` and the address when requests are answered.

    Ends the process when done: gunicorn does.

    Raises:
        click.ClickException: the port is taken, or the database cannot be used.
    """
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    _check_port(host, settings.port)
    _migrate(settings.database_url)
    _Server(settings, host).run()


class _Server(BaseApplication):  # type: ignore[misc]
    """One worker process with threads; the application is built in it, after the fork."""

    def __init__(self, settings: Settings, host: str) -> None:
        self._settings = settings
        self._host = host
        self._running: RunningApp | None = None
        super().__init__()

    def load_config(self) -> None:
        def ready(_worker: Any) -> None:
            click.echo(f"{READY}{self._settings.base_url}")

        def stop(_server: Any, _worker: Any) -> None:
            if self._running is not None:
                self._running.stop()

        options = {
            "bind": f"{self._host}:{self._settings.port}",
            "workers": 1,
            "worker_class": "gthread",
            "threads": _THREADS,
            "timeout": 0,
            "graceful_timeout": _GRACE_SECONDS,
            "loglevel": "warning",
            "proc_name": "mooddex",
            "control_socket_disable": True,
            "post_fork": _end_with_parent,
            "post_worker_init": ready,
            "worker_exit": stop,
        }
        for name, value in options.items():
            if name in self.cfg.settings:  # not every gunicorn has a control socket
                self.cfg.set(name, value)

    def load(self) -> Flask:
        # ONNX Runtime starts threads as it is imported; a fork after that aborts at exit.
        from server.running import start_app  # noqa: PLC0415

        self._running = start_app(self._settings)
        return self._running.app


def _end_with_parent(_server: Any, _worker: Any) -> None:
    """Have the kernel end this worker when its parent is killed.

    By itself it would notice only seconds later, and hold the port and the jobs until then.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _check_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host.strip("[]"), port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                reason = f"Port {port} is taken. Choose another with --port or PORT."
            else:
                reason = f"Cannot listen on {host}, port {port}: {error.strerror}."
            raise click.ClickException(reason) from error


def _migrate(database_url: str) -> None:
    try:
        store = Store(database_url)
        store.migrate()
        store.close()
    except (SQLAlchemyError, OSError) as error:
        raise click.ClickException(
            "The database cannot be used. Look at MOODDEX_DATABASE_URL, and whether it runs."
        ) from error
    except ModuleNotFoundError as error:
        raise click.ClickException(
            f"MOODDEX_DATABASE_URL needs {error.name}; install MoodDex with the [cloud] extra."
        ) from error
