"""The first table of the report repeats what the records say, and nothing that they do not."""

import pytest

from training.glance_section import glance_section
from training.records import read_records


def test_without_records_nothing_is_claimed() -> None:
    assert glance_section({}) == ""


def test_every_reference_stands_beside_ours() -> None:
    table = glance_section(read_records())
    for work in ("Bucheli 2022", "Diaz Banet 2021", "Karydis 2020", "Stone 2015"):
        assert f"| {work}: " in table
    columns = {line.count("|") for line in table.splitlines() if line.startswith("|")}
    assert columns == {5}


@pytest.mark.parametrize(
    ("name", "words"),
    [("features", "audio features"), ("detector", "speech"), ("genres", "Stone 2015")],
)
def test_a_figure_whose_record_is_missing_has_no_row(name: str, words: str) -> None:
    records = read_records()
    assert words in glance_section(records)
    del records[name]
    assert words not in glance_section(records)


def test_of_several_networks_of_a_reference_the_best_is_shown() -> None:
    records = read_records()
    figures = records["genres"]["figures"]
    best = max(figures[name]["song"]["lrap"] for name in ("two_layer", "deep", "one_vs_all"))
    row = next(line for line in glance_section(records).splitlines() if "Stone 2015" in line)
    assert f"| {best:.3f} |".replace("0.", ".") in row
