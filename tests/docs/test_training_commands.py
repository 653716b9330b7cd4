"""What docs/TRAINING.md tells a person to type, and `make train`."""

import re
import subprocess
from pathlib import Path

import pytest

from cli.evaluate import command as evaluate
from cli.train import command as train

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "TRAINING.md").read_text()


def test_every_command_and_option_that_the_page_names_exists() -> None:
    commands = {"train": train.commands, "evaluate": evaluate.commands}
    lines = PAGE.replace("\\\n", " ").splitlines()
    named = re.findall(r"mooddex (train|evaluate) ([a-z]+(?:-[a-z]+)*)([^`\n]*)", "\n".join(lines))
    assert len(named) >= 6
    for group, name, rest in named:
        options = {option for each in commands[group][name].params for option in each.opts}
        assert set(re.findall(r"--[a-z-]+", rest)) <= options, (group, name)


@pytest.mark.parametrize(
    ("given", "said"),
    [("", "Say where the data sets are"), ("no/such/folder", "There is no folder no/such/folder")],
)
def test_make_train_without_data_says_so_before_it_installs_anything(given: str, said: str) -> None:
    answer = subprocess.run(
        ["make", "train", f"DATA={given}"],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert answer.returncode == 2
    assert said in answer.stdout
    assert "Installing" not in answer.stdout
