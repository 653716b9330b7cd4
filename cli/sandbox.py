"""`mooddex sandbox`: every outside service, on this computer."""

import sys
import threading
from pathlib import Path

import click
from werkzeug.serving import BaseWSGIServer

from sandbox.jukebox import Jukebox
from sandbox.running import environment_of, make_sandbox
from sandbox.world import load_world


@click.command()
@click.option("--port", default=8001, show_default=True, help="Where to listen on 127.0.0.1.")
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same world.")
@click.option(
    "--cache-dir",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("var/sandbox-clips"),
    show_default=True,
    help="Where rendered clips are kept between runs.",
)
@click.option("--until-stdin-closes", is_flag=True, help="Stop when whoever started it is gone.")
def command(port: int, seed: int, cache_dir: Path, until_stdin_closes: bool) -> None:
    """Serve the stand-ins of every outside service on one port.

    Prints the settings that point MoodDex at it, one NAME=value a line.
    """
    server, sandbox = make_sandbox("127.0.0.1", port, load_world(seed), Jukebox(cache_dir))
    for name, value in environment_of(sandbox.url).items():
        click.echo(f"{name}={value}")
    click.echo(f"\nThe sandbox: {sandbox.url}", err=True)
    if until_stdin_closes:
        threading.Thread(target=_stop_at_end_of_input, args=(server,), daemon=True).start()
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        click.echo("Stopped.", err=True)
    finally:
        server.server_close()


def _stop_at_end_of_input(server: BaseWSGIServer) -> None:
    sys.stdin.buffer.read()
    server.shutdown()
