"""Records of training runs, one small JSON file each: what was run on what, and what came out."""

import json
import platform
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

RECORDS_DIR = Path(__file__).parent


def write_record(name: str, body: Mapping[str, Any], folder: Path = RECORDS_DIR) -> Path:
    """Keep a run's record under its name, in place of an earlier one; gives its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.json"
    path.write_text(_to_text(dict(body)) + "\n", encoding="utf-8")
    return path


def read_records(folder: Path = RECORDS_DIR) -> dict[str, dict[str, Any]]:
    """Every record by its name."""
    return {
        path.stem: json.loads(path.read_text(encoding="utf-8"))
        for path in sorted(folder.glob("*.json"))
    }


def circumstances(seconds: float, threads: int) -> dict[str, Any]:
    """When and on what a run was made, and what it took in all."""
    return {
        "date": time.strftime("%Y-%m-%d", time.gmtime()),
        "minutes": round(seconds / 60, 1),
        "machine": f"{platform.system()} {platform.machine()}, {threads} CPU thread(s)",
        "python": platform.python_version(),
    }


def _to_text(body: Any) -> str:
    return json.dumps(_rounded(body), indent=1, ensure_ascii=False)


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.5g}")
    if isinstance(value, Mapping):
        return {key: _rounded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(item) for item in value]
    return value
