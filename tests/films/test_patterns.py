"""Patterns in a collection, held against scipy and scikit-learn, and against chance."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from films.collection import Collection
from films.patterns import SMALL, chance, components, correlations, told, warnings_for
from films.statistics import benjamini_hochberg, correlation_p, holm, ranks, spearman
from films.surfaces import GroupsError, fit, surface

numbers = st.lists(
    st.tuples(st.integers(-5, 5).map(float), st.integers(-5, 5).map(float)), min_size=4, max_size=40
)


@given(numbers)
@settings(deadline=None)
def test_rho_and_p_are_those_of_scipy(pairs: list[tuple[float, float]]) -> None:
    stats = pytest.importorskip("scipy.stats")
    one, other = np.array(pairs).T
    rho, p, count = spearman(one, other)
    assert count == len(pairs)
    if np.ptp(one) == 0 or np.ptp(other) == 0:
        assert np.isnan(rho) and np.isnan(p)
        return
    wanted = stats.spearmanr(one, other)
    assert rho == pytest.approx(wanted.statistic, abs=1e-9)
    assert p == pytest.approx(wanted.pvalue, abs=1e-7)


@given(st.floats(-0.999, 0.999), st.integers(4, 3000))
@settings(deadline=None)
def test_p_is_that_of_student_s_t(rho: float, count: int) -> None:
    stats = pytest.importorskip("scipy.stats")
    t = rho * np.sqrt((count - 2) / (1 - rho * rho))
    assert correlation_p(rho, count) == pytest.approx(2 * stats.t.sf(abs(t), count - 2), abs=1e-7)


@given(st.lists(st.integers(-3, 3), min_size=1))
def test_ranks_are_those_of_scipy(values: list[int]) -> None:
    stats = pytest.importorskip("scipy.stats")
    assert ranks(np.array(values, np.float64)) == pytest.approx(stats.rankdata(values))


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_corrections_are_those_of_scipy_and_never_make_p_smaller(values: list[float]) -> None:
    stats = pytest.importorskip("scipy.stats")
    p = np.array(values)
    assert benjamini_hochberg(p) == pytest.approx(stats.false_discovery_control(p))
    for corrected in (benjamini_hochberg(p), holm(p)):
        assert (corrected >= p - 1e-12).all() and (corrected <= 1).all()
    assert (holm(p) >= benjamini_hochberg(p) - 1e-12).all()


def test_what_was_not_tested_counts_as_no_test() -> None:
    p = np.array([0.01, np.nan, 0.04])
    assert np.isnan(benjamini_hochberg(p)[1])
    assert benjamini_hochberg(p)[[0, 2]] == pytest.approx([0.02, 0.04])
    assert holm(p)[[0, 2]] == pytest.approx([0.02, 0.04])


def test_missing_numbers_and_constants_have_no_correlation() -> None:
    some = np.array([1.0, 2, np.nan, 4, 5])
    assert spearman(some, np.array([2.0, 4, 0, 8, 10]))[0] == pytest.approx(1)
    assert np.isnan(spearman(some, np.ones(5))[0])
    assert spearman(some[:3], some[:3])[2] == 2


def made(count: int, seed: int = 0, *, linked: bool = False) -> Collection:
    random = np.random.default_rng(seed)
    music = {f"sound {n}": random.normal(size=count) for n in range(4)}
    facts = {f"fact {n}": random.normal(size=count) for n in range(3)}
    if linked:
        facts["fact 0"] = music["sound 1"] * 2 + 0.1 * random.normal(size=count)
    by = tuple(("left",) if value < 0 else ("right",) for value in music["sound 0"])
    return Collection(tuple(f"film {n}" for n in range(count)), music, facts, {"side": by})


def test_a_true_link_is_found_and_made_up_ones_are_not() -> None:
    found = correlations(made(60, linked=True).both).found()
    assert [one[:2] for one in found] == [("sound 1", "fact 0")]
    false = [len(correlations(made(60, seed).both).found()) > 0 for seed in range(40)]
    assert sum(false) <= 7


def test_chance_is_told_from_a_true_link() -> None:
    linked, random = chance(made(60, linked=True)), chance(made(60))
    assert linked is not None and random is not None
    assert linked.p < 0.01
    assert random.p > 0.05
    assert linked.strongest > 0.9
    assert linked.by_chance < 0.6
    assert chance(made(3)) is None


def test_a_small_collection_gets_a_plain_word_about_chance() -> None:
    small = made(8, seed=1)
    words = " ".join(warnings_for(small, correlations(small.both), chance(small)))
    assert "only 8 items" in words and "by chance" in words and "dealt out at random" in words
    large = made(SMALL + 30, linked=True)
    assert warnings_for(large, correlations(large.both), chance(large)) == []


def test_components_are_those_of_scikit_learn() -> None:
    decomposition = pytest.importorskip("sklearn.decomposition")
    collection = made(40, linked=True)
    found = components(collection.both)
    assert found is not None
    table = np.column_stack(list(collection.both.values()))
    wanted = decomposition.PCA().fit((table - table.mean(0)) / table.std(0))
    assert found.shares == pytest.approx(wanted.explained_variance_ratio_)
    assert np.abs(found.loadings) == pytest.approx(np.abs(wanted.components_))
    assert found.scores @ found.loadings == pytest.approx((table - table.mean(0)) / table.std(0))


def test_components_stand_missing_numbers_and_refuse_too_little() -> None:
    collection = made(20)
    collection.music["sound 0"][3] = np.nan
    found = components(collection.music)
    assert found is not None and found.filled == 1
    assert np.isfinite(found.scores).all()
    assert components({}) is None
    assert components({"one": np.arange(9.0)}) is None
    assert components({"one": np.arange(2.0), "two": np.arange(2.0)}) is None


def test_the_machine_decides_as_scikit_learn_s_does() -> None:
    svm = pytest.importorskip("sklearn.svm")
    random = np.random.default_rng(5)
    points = random.normal(size=(80, 2))
    sides = np.where((points**2).sum(1) + 0.3 * random.normal(size=80) < 1.2, 1.0, -1.0)
    ours = np.sign(fit(points, sides, 0.5).decide(points))
    theirs = svm.SVC(gamma=0.5).fit(points, sides).predict(points)
    assert (ours == theirs).mean() > 0.97


def test_groups_that_differ_are_parted_and_others_are_not_believed() -> None:
    random = np.random.default_rng(1)
    place = np.repeat([0.0, 5.0, 10.0], 12)
    music = {name: place + random.normal(size=36) for name in ("one", "two", "three")}
    own = tuple((name,) for name in np.repeat(["Ann", "Bob", "Cyd"], 12))
    items = tuple(map(str, range(36)))
    found = surface(Collection(items, music, {}, {"director": own}), "director")
    assert found.groups == ("Ann", "Bob", "Cyd")
    assert found.right > 0.9 and found.most == pytest.approx(1 / 3)
    assert set(np.unique(found.cells)) == {0, 1, 2}
    mixed = tuple(own[at] for at in random.permutation(36))
    unlike = surface(Collection(items, music, {}, {"director": mixed}), "director")
    assert unlike.right < 0.6
    assert found.to_json()["cells"][0][0] in (0, 1, 2)


def test_groups_that_cannot_be_parted_are_told() -> None:
    collection = made(20)
    assert surface(collection, "side", ["left", "right"]).left_out == 0
    with pytest.raises(GroupsError, match="no colour"):
        surface(collection, "colour")
    with pytest.raises(GroupsError, match="Fewer than 3"):
        surface(collection, "side", ["left", "middle"])
    with pytest.raises(GroupsError, match="two groups"):
        surface(collection, "side", ["left"])


def test_all_of_it_is_json_even_of_an_empty_collection() -> None:
    whole = told(made(12))
    assert whole["correlations"]["rho"][0][0] == 1
    assert whole["correlations"]["p"][0][0] is None
    assert set(whole["components"]) == {"music", "facts", "both"}
    assert told(Collection((), {}, {}))["correlations"]["tests"] == 0
