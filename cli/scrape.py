"""`mooddex scrape URL... --out FILE`: a table of anime songs from web pages."""

import signal
from importlib import import_module
from pathlib import Path

import click

from scraping.config import DEFAULT, load_config
from scraping.errors import ScrapeError

_NEEDS_EXTRA = "Scraping needs packages that are not installed: pip install -e '.[scrape]'"


@click.command()
@click.argument("addresses", metavar="URL...", nargs=-1, required=True)
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="The table: CSV if its name ends in .csv, else text with ;; between the columns.",
)
@click.option(
    "--config",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Settings for pages of another build (docs/SONG_TABLE.md).",
)
@click.option("--fresh", is_flag=True, help="Begin anew, and forget what an earlier run kept.")
@click.option(
    "--show-config",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=lambda ctx, _option, wanted: _show_config(ctx) if wanted else None,
    help="Print the settings' default, and stop.",
)
def command(*, addresses: tuple[str, ...], out: Path, config: Path | None, fresh: bool) -> None:
    """Read tables of anime songs from web pages that allow it, with all their pages.

    One page at a time, with a pause, and only where the site's robots.txt allows it; whether its
    terms do is for you to see. A run that is cut short goes on when the same command is given
    again. What was skipped, and why, is told in FILE.report.csv.
    """
    try:
        scraper = import_module("scraping.scraper")
    except ModuleNotFoundError as error:
        raise click.ClickException(f"{_NEEDS_EXTRA}\n({error})") from error
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that the browser is closed
    part = scraper.journal_path(out)
    if fresh:
        part.unlink(missing_ok=True)
    try:
        scraped = scraper.scrape(addresses, out, load_config(config), _say)
    except (ScrapeError, OSError, KeyboardInterrupt) as error:
        kept = f" What was read so far is in {part}; the same command goes on from there."
        said = str(error) or "Stopped."
        raise click.ClickException(said + (kept if part.exists() else "")) from error
    report = out.with_name(f"{out.name}.report.csv")
    scraped.gathered.write_report(report)
    click.echo(
        f"{len(scraped.gathered.songs):,} songs of {scraped.pages:,} page(s) are in {out}"
        f"{' (an earlier run was gone on with)' if scraped.went_on else ''}; "
        f"{scraped.gathered.skipped:,} row(s) were skipped. Which and why: {report}"
    )
    for line in scraped.gathered.summary():
        click.echo(line)


def _show_config(ctx: click.Context) -> None:
    click.echo(DEFAULT.read_text(encoding="utf-8"), nl=False)
    ctx.exit()


def _say(line: str) -> None:
    click.echo(line, err=True)
