"""`mooddex import-songs FILE`: songs of a file into the local table."""

from pathlib import Path

import click
from sqlalchemy.exc import SQLAlchemyError

from scraping.files import read_table
from server.config import Settings
from server.store.engine import Store
from server.store.song_table import Saved, save_songs

_CHUNK = 500
_TOLD = 20


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--report",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write every row that was skipped or cut, and why, to this CSV file.",
)
def command(*, file: Path, report: Path | None) -> None:
    """Take the songs of a table into MoodDex: CSV, or text with ;; between the columns.

    Songs that are there already take the file's spelling and links; importing a file again
    changes nothing. The exit status is 1 when no song could be read.
    """
    gathered = read_table(file.read_bytes())
    saved = Saved()
    try:
        store = Store(Settings.from_environment().database_url)
        store.migrate()
        with click.progressbar(length=len(gathered.songs), label="Songs") as bar:
            for start in range(0, len(gathered.songs), _CHUNK):
                some = gathered.songs[start : start + _CHUNK]
                saved += save_songs(store, some)
                bar.update(len(some))
        store.close()
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    except SQLAlchemyError as error:
        raise click.ClickException(
            "The database cannot be used. Look at MOODDEX_DATABASE_URL, and whether it runs."
        ) from error
    click.echo(
        f"{len(gathered.songs):,} songs were read: {saved.added:,} new, {saved.changed:,} changed, "
        f"{saved.unchanged:,} there already. {gathered.skipped:,} row(s) were skipped."
    )
    for line in gathered.summary():
        click.echo(line)
    if report is not None:
        gathered.write_report(report)
    else:
        skipped = [remark for remark in gathered.remarks if remark.skipped]
        for remark in skipped[:_TOLD]:
            click.echo(f"  {remark.where}: {remark.reason}: {remark.row[:120]}", err=True)
        if len(skipped) > _TOLD:
            click.echo("  ... --report FILE tells them all.", err=True)
    if not gathered.songs:
        raise SystemExit(1)
