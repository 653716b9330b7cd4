"""What `mooddex demo` does with the data of an earlier start."""

from pathlib import Path

import pytest

from tests.support.demo import running_demo


@pytest.mark.parametrize("chosen", [False, True], ids=["its own folder", "a folder one chose"])
def test_only_its_own_folder_is_emptied_at_a_start(tmp_path: Path, chosen: bool) -> None:
    own, given = tmp_path / "var" / "demo", tmp_path / "given"
    for folder in (own, given):
        folder.mkdir(parents=True)
        (folder / "kept.txt").touch()
    with running_demo(tmp_path, given if chosen else None):
        used = given if chosen else own
        assert (used / "mooddex.db").exists()
    assert (own / "kept.txt").exists() is chosen
    assert (given / "kept.txt").exists()
