"""Patterns over a collection of films."""

import json
import re
from typing import Any

import numpy as np
import pytest

from films.collection import KIND, Collection
from server.films.patterns_view import Chosen, patterns_view
from server.store import films
from server.store.films import Named
from tests.web.film_samples import reading
from tests.web.site import Site


def _add(site: Site, count: int, **about: Any) -> None:
    for number in range(count):
        told = reading()
        told["film"] = {
            **told["film"],
            "valence": 0.3 + 0.05 * number,
            "arousal": 0.6 - 0.02 * number,
        }
        told.pop("metadata")
        metadata = {"film": {"title": f"F{number}", "rating": 5 + 0.3 * number, **about}}
        named = Named(f"Film {number}", f"Director {number % 2}", 1990 + number)
        store, user = site.services.store, site.user()
        films.add(store, user, named, reading=told, metadata=metadata)


def _charts(page: str) -> dict[str, Any]:
    found = [json.loads(text) for text in re.findall(r'json">(\{.*?)</script>', page, re.S)]
    return {chart["kind"]: chart for chart in found}


@pytest.mark.parametrize("count", [0, 1, 3])
def test_too_few_films_are_told_so(site: Site, count: int) -> None:
    _add(site, count)
    page = site.member().get("/films/patterns")
    assert page.status_code == 200
    assert "at least four films" in page.text


def test_a_few_films_have_every_chart_with_its_table_and_a_warning(site: Site) -> None:
    _add(site, 8)
    page = site.member().get("/films/patterns").text
    assert "only 8 items" in page
    charts = _charts(page)
    assert set(charts) == {"heatmap", "places", "regions"}
    names = charts["heatmap"]["names"]
    assert {"valence", "arousal", "rating", "year"} <= set(names)
    at = names.index("valence"), names.index("rating")
    assert charts["heatmap"]["values"][at[0]][at[1]] == 1.0
    assert charts["heatmap"]["texts"][at[0]][at[1]] == "★"
    groups = charts["places"]["groups"]
    assert [(group["name"], len(group["x"])) for group in groups] == [
        ("Director 0", 4),
        ("Director 1", 4),
    ]
    assert page.count('<th scope="row">Film 3</th>') == 2
    assert len(page.encode()) < 150_000


@pytest.mark.parametrize(
    "query",
    [
        "plane=music",
        "plane=facts&by=decade",
        "plane=x&by=y&groups=z",
        "plane=both&by=director&groups=Director+1",
    ],
)
def test_whatever_is_asked_there_is_a_page(site: Site, query: str) -> None:
    _add(site, 6)
    assert site.member().get(f"/films/patterns?{query}").status_code == 200


def test_metadata_that_make_no_sense_are_passed_over(site: Site) -> None:
    _add(site, 5, votes="many", minutes=-1, genres=[3, "Drama"], directors="me", rating=True)
    assert site.member().get("/films/patterns").status_code == 200


def test_a_large_collection_makes_no_heavy_view() -> None:
    rng = np.random.default_rng(1)
    count = 400
    columns = {f"column {n}": rng.normal(size=count) for n in range(40)}
    facts = {f"fact {n}": rng.normal(size=count) for n in range(30)}
    groups = {"genre": tuple((f"g{n % 5}",) for n in range(count))}
    items = tuple(f"Title {n}" for n in range(count))
    view = patterns_view(Collection(items, columns, facts, groups), Chosen())
    assert len(view["correlations"]["names"]) == 23
    assert view["left_out"] == 47
    assert len(view["places"]["rows"]) == 300
    assert view["regions"] is not None


def test_a_score_goes_before_labels_and_links_within_the_music_are_told_apart() -> None:
    rng = np.random.default_rng(1)
    valence = rng.normal(size=40)
    music = {"valence": valence, "arousal": -valence, "dominance": rng.normal(size=40)}
    score = valence + rng.normal(scale=0.1, size=40)
    score[:20] = np.nan  # half of a list has none
    labels = {f"{KIND}{n}": rng.integers(0, 2, 40).astype(float) for n in range(30)}
    items = tuple(f"Title {n}" for n in range(40))
    view = patterns_view(Collection(items, music, {**labels, "score": score}), Chosen())
    found = view["correlations"]
    assert "score" in found["names"]
    assert found["between"] == 2
    assert found["holding"] == 3


def test_only_ones_own_films_count(site: Site) -> None:
    _add(site, 8)
    assert "at least four films" in site.member("aoi").get("/films/patterns").text
    site.add_playlist("list1", "mika")
    assert site.member("aoi").get("/playlists/list1/patterns").status_code == 404
