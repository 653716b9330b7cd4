"""`mooddex demo`: the application beside its sandbox, with nothing to set up."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import click
import requests

from cli.serve import serve
from sandbox.running import environment_of
from server.config import Settings

_DATA_DIR = Path("var/demo")
_START_SECONDS = 60.0


@click.command(
    help="Serve MoodDex on PORT (8000) and its sandbox on PORT+1. Each start begins anew: the "
    f"demo's own folder, {_DATA_DIR}, is emptied. A folder that MOODDEX_DATA_DIR names is kept."
)
def command() -> None:
    """Start both; the sandbox ends with the application, however that ends.

    The sandbox forgets its playlists when it stops, so the demo forgets them too. Only the clips
    that were composed are kept, and a folder that somebody chose themselves.
    """
    try:
        port = int(os.environ.get("PORT") or "8000")
    except ValueError as error:
        raise click.ClickException("PORT must be a number.") from error
    given = os.environ.get("MOODDEX_DATA_DIR", "").strip()
    if given:
        click.echo(f"Data is kept in {given}; playlists of an earlier start are made anew.")
    else:
        shutil.rmtree(_DATA_DIR, ignore_errors=True)
        click.echo(f"Data is kept in {_DATA_DIR}, which is emptied at each start.")
    url = _start_sandbox(port + 1)
    click.echo(f"The sandbox, which plays Spotify and the others: {url}")
    click.echo("Lists to try: mika (about 120 shows), aoi (12), newcomer (0), hidden (private)")
    settings = Settings.from_environment(
        {**environment_of(url), "PORT": str(port), "MOODDEX_DATA_DIR": given or str(_DATA_DIR)}
    )
    serve(settings, "127.0.0.1")


def _start_sandbox(port: int) -> str:
    """Start the sandbox as a process that ends when the pipe to it does; its address."""
    arguments = ["sandbox", "--port", str(port), "--until-stdin-closes"]
    process = subprocess.Popen(  # noqa: S603  our own command
        [sys.executable, "-c", "from cli.main import main; main()", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    url = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            requests.get(url, timeout=1)
        except requests.RequestException:
            time.sleep(0.1)
        else:
            return url
    raise click.ClickException(f"Port {port} is needed for the sandbox. Choose another PORT.")
