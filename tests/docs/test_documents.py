"""What the documents say is so."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
README = (ROOT / "README.md").read_text()


def test_every_setting_is_in_the_readme() -> None:
    read = set(re.findall(r'"((?:MOODDEX|SPOTIFY|MAL)_[A-Z_]+)"', _source("server/config.py")))
    assert read
    assert {name for name in read if f"`{name}`" not in README} == set()


def test_the_readme_names_no_setting_that_is_not_read() -> None:
    named = set(re.findall(r"`((?:MOODDEX|SPOTIFY|MAL)_[A-Z_]+)`", README))
    assert {name for name in named if f'"{name}"' not in _source("server/config.py")} == set()


def test_every_make_target_that_a_document_names_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for document in DOCUMENTS:
        named = set(re.findall(r"(?:`|^)make ([a-z]+)", document.read_text(), re.MULTILINE))
        assert named <= targets, document.name


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_to_a_file_leads_to_one(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)", document.read_text()):
        if not target.startswith("http"):
            assert (document.parent / target).exists(), target


def test_every_file_that_the_map_names_exists() -> None:
    architecture = (ROOT / "docs/ARCHITECTURE.md").read_text()
    folders = "cli|moods|sandbox|scraping|server|training"
    for named in re.findall(rf"`((?:{folders})/[\w/.]*)`", architecture):
        assert (ROOT / named).exists(), named


def test_the_readme_tells_a_newcomer_first_things_first() -> None:
    order = [
        "![",
        "make demo",
        "make test",
        "## Use it with your own Spotify account",
        "## Deploy it",
        "## How it works",
        "## Results",
    ]
    places = [README.index(each) for each in order]
    assert places == sorted(places)


def _source(path: str) -> str:
    return (ROOT / path).read_text()
