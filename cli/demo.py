"""`mooddex demo`: the application beside its sandbox, with nothing to set up."""

import multiprocessing
import os
import shutil
import threading
import time
from pathlib import Path

import click
import requests

from cli.serve import serve
from sandbox.jukebox import Jukebox
from sandbox.running import environment_of, make_sandbox
from sandbox.world import load_world
from server.config import Settings

_DATA_DIR = Path("var/demo")
_CLIPS_DIR = Path("var/sandbox-clips")
_START_SECONDS = 60.0


@click.command(help="Serve MoodDex on PORT (8000) and its sandbox on PORT+1.")
def command() -> None:
    """Start both; the sandbox ends with the application, however that ends.

    Each start begins anew: the sandbox forgets its playlists when it stops, so the application
    must not remember them. Only the clips that were composed are kept.
    """
    try:
        port = int(os.environ.get("PORT") or "8000")
    except ValueError as error:
        raise click.ClickException("PORT must be a number.") from error
    url = f"http://127.0.0.1:{port + 1}"
    shutil.rmtree(_DATA_DIR, ignore_errors=True)
    sandbox = multiprocessing.get_context("spawn").Process(
        target=_serve_sandbox, args=(port + 1,), name="sandbox", daemon=True
    )
    sandbox.start()
    _wait_until_up(sandbox, url)
    click.echo(f"The sandbox, which plays Spotify and the others: {url}")
    click.echo(
        "Anime lists to try: mika (about 120 shows), aoi (12), newcomer (0), hidden (private)"
    )
    settings = Settings.from_environment(
        {**environment_of(url), "PORT": str(port), "MOODDEX_DATA_DIR": str(_DATA_DIR)}
    )
    serve(settings, "127.0.0.1")


def _serve_sandbox(port: int) -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:

        def end_with_parent() -> None:
            parent.join()
            os._exit(0)

        threading.Thread(target=end_with_parent, daemon=True).start()
    try:
        server, _ = make_sandbox("127.0.0.1", port, load_world(), Jukebox(_CLIPS_DIR))
    except (OSError, SystemExit) as error:
        raise SystemExit(f"The sandbox cannot listen on port {port}: is it taken?") from error
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()


def _wait_until_up(sandbox: multiprocessing.process.BaseProcess, url: str) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while sandbox.is_alive() and time.monotonic() < deadline:
        try:
            requests.get(url, timeout=1)
        except requests.RequestException:
            time.sleep(0.1)
        else:
            return
    raise click.ClickException("The sandbox did not start. Choose another port with PORT.")
