"""The deployment files agree with the code and with each other."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

from cli.serve import command as serve

ROOT = Path(__file__).parents[2]


def test_hosting_sends_everything_to_the_service_that_is_deployed() -> None:
    hosting = json.loads((ROOT / "firebase.json").read_text())["hosting"]
    build = (ROOT / "cloudbuild.yaml").read_text()
    run = hosting["rewrites"][0]["run"]
    assert hosting["rewrites"][0]["source"] == "**"
    assert f"_SERVICE: {run['serviceId']}" in build
    assert f"_REGION: {run['region']}" in build
    assert "pinTag" not in run, "a pinned revision would be served until Hosting is deployed anew"


def test_the_image_copies_all_that_serves_and_nothing_that_trains() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text()
    copied = set(re.findall(r"^COPY (\w+) \w+$", dockerfile, re.MULTILINE))
    assert copied == {"cli", "films", "moods", "server", "templates", "static"}
    allowed = (ROOT / ".dockerignore").read_text()
    assert all(f"!{name}\n" in allowed for name in copied)
    assert "USER mooddex" in dockerfile


def test_the_image_starts_our_own_command_where_others_can_reach_it() -> None:
    command = re.search(r"^CMD (\[.*\])$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    assert command
    name, *arguments = json.loads(command.group(1))
    assert name == "mooddex"
    with serve.make_context(name, arguments[1:]) as context:
        assert arguments[0] == "serve"
        assert context.params == {"host": "0.0.0.0", "port": None}


def test_what_serves_needs_no_trainer() -> None:
    """Importing the application loads neither torch nor tensorflow, nor anything of training."""
    loaded = subprocess.run(
        [sys.executable, "-c", "import sys, server.running, cli.serve; print(*sys.modules)"],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
    ).stdout.split()
    ours = {one.parent.name for one in ROOT.glob("*/__init__.py")} & {
        name.split(".")[0] for name in loaded
    }
    copied = set(re.findall(r"^COPY (\w+) \w+$", (ROOT / "Dockerfile").read_text(), re.MULTILINE))
    assert ours <= copied
    heavy = {"torch", "tensorflow", "keras", "fastai", "sklearn", "scipy", "training", "sandbox"}
    assert heavy.isdisjoint(loaded)


def test_the_base_install_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    pinned = {
        _name(line) for line in (ROOT / "constraints.txt").read_text().splitlines() if "==" in line
    }
    extras = project["optional-dependencies"].values()
    wanted = {_name(each) for each in [*project["dependencies"], *(e for x in extras for e in x)]}
    assert wanted - pinned == set()


def _name(requirement: str) -> str:
    return re.split(r"[\[=<>~! ]", requirement)[0].lower().replace("_", "-")
