"""The application with its services built and its jobs running, as one thing to start and stop."""

import gc
from dataclasses import dataclass

from flask import Flask

from server.app import create_app
from server.config import Settings
from server.jobs.queue import JobQueue
from server.services import Services


@dataclass(frozen=True)
class RunningApp:
    """An application whose jobs run in this process if the queue is embedded."""

    app: Flask
    services: Services
    queue: JobQueue

    def stop(self) -> None:
        """Put the jobs in hand back and give everything up."""
        self.queue.stop()
        self.services.close()


def start_app(settings: Settings) -> RunningApp:
    """Build the services, migrate the database, start the jobs, make the application.

    It starts threads, so a server that forks calls it after the fork.

    Raises:
        moods.models.WeightsError: the models' files are not the ones on their cards.
        sqlalchemy.exc.SQLAlchemyError: the database cannot be reached.
    """
    services = Services.build(settings)
    queue = JobQueue(services)
    queue.start()
    app = create_app(services, queue)
    # What is here now stays: pages of thousands of songs make so many objects that the collector
    # would walk through all of it several times for each.
    gc.collect()
    gc.freeze()
    return RunningApp(app, services, queue)
