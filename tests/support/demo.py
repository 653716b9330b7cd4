"""`mooddex demo` as a process of its own, as a newcomer would start it."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.machine import end, free_port

_READY = "MoodDex is ready: "


@dataclass(frozen=True)
class Demo:
    """A running demo: the application's address and its sandbox's."""

    url: str
    sandbox_url: str


@contextmanager
def running_demo(folder: Path, data_dir: Path | None = None) -> Iterator[Demo]:
    """The demo in a working folder, with its data there or where it is told; stopped at the end."""
    port = free_port(2)
    process = subprocess.Popen(
        [Path(sys.executable).with_name("mooddex"), "demo"],
        cwd=folder,
        env={**os.environ, "PORT": str(port), "MOODDEX_DATA_DIR": str(data_dir or "")},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        for line in process.stdout:
            if line.startswith(_READY):
                break
        else:
            raise RuntimeError(f"the demo ended with {process.wait()} before it was ready")
        threading.Thread(target=process.stdout.read, daemon=True).start()
        yield Demo(f"http://127.0.0.1:{port}", f"http://127.0.0.1:{port + 1}")
    finally:
        end(process)
