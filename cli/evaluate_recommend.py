"""`mooddex evaluate recommend`: what films are worth that are named for a soundtrack."""

from pathlib import Path

import click

from cli.train_options import data_option, plain_errors, records_option, runs_option, trainer


@click.command("recommend")
@data_option
@runs_option
@records_option
@click.option(
    "--further",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A folder with films/soundtracks.csv of further films: these alone ask, and all films of "
    "DATA are known.",
)
@click.option(
    "--positiveness",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="What `mooddex train positiveness` wrote, with scripts by MovieLens ids: its way is "
    "measured too.",
)
def command(
    *, data: Path, runs: Path, records: Path, further: Path | None, positiveness: Path | None
) -> None:
    """How good the films are that are named for songs: ours, the reference's ways, yardsticks.

    Every film asks with its own soundtrack, in five folds; its genres and who likes it judge the
    answers. A few minutes; the net of song clusters is trained once and kept.
    """
    evaluate = trainer("evaluate_recommend")
    with plain_errors():
        evaluate.run(
            data,
            runs,
            further=further,
            positiveness=positiveness,
            say=click.echo,
            records=records,
        )
