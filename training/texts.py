"""Texts that somebody brings along, by id: a folder of .txt files, or one CSV table."""

import csv
import sys
from pathlib import Path

from training.datasets import DatasetBroken, DatasetMissing

_ENDING = ".txt"


def read_texts(path: Path) -> dict[str, str]:
    """The texts of a folder (`<id>.txt`, the id as it is spelt) or of a CSV (`id`, `text`).

    Raises:
        DatasetMissing: there is nothing there, or no text in it.
        DatasetBroken: the table lacks a column, or a file is not UTF-8.
    """
    if not path.exists():
        raise DatasetMissing(f"{path} is not there: give a folder of .txt files or a CSV table.")
    try:
        texts = _of_folder(path) if path.is_dir() else _of_table(path)
    except UnicodeDecodeError as error:
        raise DatasetBroken(f"The texts in {path} have to be UTF-8.") from error
    if not texts:
        raise DatasetMissing(f"{path} holds no text: files have to end in .txt.")
    return texts


def _of_folder(path: Path) -> dict[str, str]:
    files = sorted(one for one in path.iterdir() if one.suffix.lower() == _ENDING)
    return {one.stem: one.read_text(encoding="utf-8-sig") for one in files}


def _of_table(path: Path) -> dict[str, str]:
    csv.field_size_limit(sys.maxsize)  # a film script is longer than a cell is by default
    with path.open(encoding="utf-8-sig", newline="") as lines:
        table = csv.DictReader(lines)
        if not {"id", "text"} <= set(table.fieldnames or ()):
            raise DatasetBroken(f"{path} needs the columns id and text.")
        return {row["id"].strip(): row["text"] or "" for row in table if (row["id"] or "").strip()}
