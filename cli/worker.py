"""`mooddex worker`: a process that runs jobs from the queue."""

import logging
import signal
import threading
from types import FrameType

import click
from sqlalchemy.exc import SQLAlchemyError

from server.config import Settings
from server.jobs.queue import JobQueue
from server.services import Services


@click.command(help="Run jobs from the queue until stopped (needed when the queue is Redis).")
def command() -> None:
    """Work with the settings of the environment and `.env`; any number may run at once."""
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        services = Services.build(Settings.from_environment())
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    except SQLAlchemyError as error:
        raise click.ClickException(
            "The database cannot be used. Look at MOODDEX_DATABASE_URL, and whether it runs."
        ) from error
    work_until_stopped(services)


def work_until_stopped(services: Services) -> None:
    """Run jobs until SIGTERM or SIGINT; those in hand then go back to the queue.

    Raises:
        click.ClickException: the queue cannot be reached.
    """
    stopping = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    queue = JobQueue(services)
    try:
        queue.ping()
    except Exception as error:
        raise click.ClickException(
            "The queue cannot be reached. Look at MOODDEX_QUEUE_URL, and whether it runs."
        ) from error
    queue.work()
    click.echo("The worker is ready.")
    stopping.wait()
    queue.stop()
    services.close()
