"""How much memory this process has used."""

from pathlib import Path


def peak_mib() -> float:
    """The most that this process ever held, in MiB."""
    # Not getrusage: after a fork and an exec it still tells the parent's peak.
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024
