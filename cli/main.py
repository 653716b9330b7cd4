"""The entry point: finds a command by name and imports only that one."""

from importlib import import_module
from typing import cast

import click

_COMMANDS = {
    "serve": "Serve MoodDex on 127.0.0.1 (PORT, default 8000).",
    "demo": "Serve MoodDex beside its sandbox: no account, no key, no network.",
    "worker": "Run jobs from the queue (needed when the queue is Redis).",
    "sandbox": "Serve the stand-ins of every outside service on one port.",
    "read": "Read the mood of audio files, one JSON line a file.",
    "film": "Say where a film or any long recording has music, and what it is like.",
    "film-patterns": "Look for patterns in a collection of films that were read.",
    "recommend": "Name films whose music is like some songs, or a place on the mood plane.",
    "scrape": "Read a table of anime songs from web pages that allow it.",
    "import-songs": "Take the songs of a table into MoodDex (CSV or text).",
    "train": "Train a model on data of your own.",
    "evaluate": "Measure a model and print its figures.",
}


class _LazyGroup(click.Group):
    """A group whose commands live in `cli.<name>` (`-` as `_`), imported when asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        return cast(click.Command, import_module(f"cli.{cmd_name.replace('-', '_')}").command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.command(cls=_LazyGroup)
@click.version_option(package_name="mooddex")
def main() -> None:
    """MoodDex: Spotify mood playlists from the anime you have watched."""
