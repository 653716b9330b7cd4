"""The name of a process that runs jobs, and how to tell that such a process is dead."""

import fcntl
import socket
from pathlib import Path
from typing import IO
from uuid import uuid4


class WorkerName:
    """This process's name, with a lock on a file that the system drops when the process dies.

    A process of the same machine that was killed is so known to be dead at once; one of another
    machine only by its heart having stopped.
    """

    def __init__(self, data_dir: Path) -> None:
        self._folder = data_dir / "workers"
        self._machine = socket.gethostname()[:60]
        self.name = f"{self._machine}/{uuid4().hex}"
        self._lock: IO[bytes] | None = None

    def hold(self) -> None:
        """Say that this process lives, until it releases or dies."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._lock = self._path(self.name).open("wb")
        fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def release(self) -> None:
        """Say that this process runs no more jobs."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None
            self._path(self.name).unlink(missing_ok=True)

    def is_dead(self, name: str) -> bool:
        """Whether the worker of that name is dead for sure; False when it cannot be told."""
        if name == self.name or not name.startswith(f"{self._machine}/"):
            return False
        return _is_let_go(self._path(name))

    def sweep(self) -> None:
        """Remove the files of dead workers, once nothing depends on them any more."""
        for path in self._folder.glob("*.lock"):
            if path != self._path(self.name) and _is_let_go(path):
                path.unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        return self._folder / f"{name.rpartition('/')[2]}.lock"


def _is_let_go(path: Path) -> bool:
    """Whether the file is there and nobody holds its lock."""
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
