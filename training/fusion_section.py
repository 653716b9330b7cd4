"""The report's part on the two models together, on simulated pairs of songs."""

from pathlib import Path
from typing import Any

from training.pictures import draw_fusion

TOO_SURE = 0.01
"""By how much a rule may be surer than it is right, on average, before it is not to be served."""

_PICTURE = "results/fusion.png"
_RULES = {
    "spectrogram": "the spectrogram model alone",
    "features": "the feature net alone",
    "linear_pool": "linear pool: the mean",
    "linear_pool_weighted": "linear pool, weight fitted on other folds",
    "log_pool": "log pool: the geometric mean",
    "log_pool_floored": "log pool, each answer mixed with 2 % of the even one",
    "log_pool_weighted": "log pool, weights fitted on other folds",
    "product_over_prior": "product over the prior",
}
_STRESSES = {
    "independent": "errors independent given the mood",
    "agree_25": "25 % of the pairs with confusions that agree",
    "agree_50": "50 % of the pairs with confusions that agree",
    "agree_75": "75 % of the pairs with confusions that agree",
    "agree_100": "all pairs with confusions that agree",
    "stray_20": "20 % with the features of a song of any mood",
    "agree_50_stray_20": "50 % that agree, and 20 % with stray features",
}
_ALONE = ("spectrogram", "features")
Figures = dict[str, dict[str, Any]]


def safest(figures: dict[str, Figures]) -> str:
    """The rule to serve: of those never too sure, the one whose worst log loss is the least."""
    rules = [name for name in _RULES if name not in _ALONE]

    def worst(rule: str, figure: str) -> float:
        return max(float(one[rule][figure]) for one in figures.values())

    humble = [rule for rule in rules if worst(rule, "too_sure_by") <= TOO_SURE]
    return min(humble or rules, key=lambda rule: worst(rule, "log_loss"))


def fusion_section(record: dict[str, Any] | None, docs: Path) -> str:
    """Every rule under every stress, what the set of moods holds, and which rule is served."""
    title = "## Both models together (simulated)\n"
    if record is None:
        return f"{title}\nNot run (`mooddex evaluate fusion --data DIR`).\n"
    figures = record["figures"]
    draw_fusion(figures, _RULES, list(_STRESSES), docs / _PICTURE)
    lines = [title, _about(record), "**Simulated** pairs, errors independent given the mood:\n"]
    lines += _rules_table(figures["independent"])
    lines.append("\n**Simulated** pairs under stress; accuracy / log loss / too sure by:\n")
    lines += _stress_table(figures)
    lines.append("\n**Simulated**: the set of moods that either model finds likeliest:\n")
    lines += _set_table(figures)
    lines += [_verdict(record), f"![Log loss of each rule under each stress]({_PICTURE})\n"]
    return "\n".join(lines)


def _about(record: dict[str, Any]) -> str:
    seeds = ", ".join(str(seed) for seed in record["seeds"])
    return (
        "**Everything here is simulated.** No data set holds both the sound and the Spotify-style "
        f"features of the same songs. So each song of {record['data'][0]} (the spectrogram "
        f"model's held-out answer; {record['splits'][0]}; seeds {seeds}; {record['windows']} "
        f"windows) stands beside a song of {record['data'][1]} with the same mood (the feature "
        f"net's held-out answer; {record['splits'][1]}), drawn {record['draws']} times with seed "
        f"{record['seed']}. Each answer is calibrated on other folds; fitted weights are those of "
        "the independent pairs of the other nine folds. Means over the draws. To repeat: "
        f"`{record['command']}`.\n\n"
        "The flaw of it: drawn so, the errors of the two are independent given the mood, and in "
        "life they are not. So in a share of the pairs the partner is the song of the mood whose "
        "place on the plane, by what the models say, is nearest: the confusions agree (and the "
        "feature net is right a little more often, for most songs of a mood lie where they "
        "should). In another share the features belong to a song of any mood, as after a wrong "
        "match or where a service measures otherwise. The truth is somewhere among these, and "
        "the figures are not what MoodDex reaches with people's songs; `mooddex evaluate "
        "feedback` measures that.\n"
    )


def _rules_table(rules: Figures) -> list[str]:
    lines = [
        "| rule | accuracy | 95 % of the draws | macro-F1 | log loss | calibration error | too "
        "sure by | share not unsure | right of those |",
        "|" + "---|" * 9,
    ]
    for name, told in _RULES.items():
        one = rules[name]
        low, high = one["accuracy_of_draws"]
        rest = ("macro_f1", "log_loss", "calibration_error", "too_sure_by", "sure_share", "sure_right")  # fmt: skip  # noqa: E501
        lines.append(
            f"| {told} | {_number(one['accuracy'])} | {_number(low)} to {_number(high)} | "
            + " | ".join(_number(one[figure]) for figure in rest)
            + " |"
        )
    return lines


def _stress_table(figures: dict[str, Figures]) -> list[str]:
    lines = [
        "| pairs | errors correlate | " + " | ".join(_RULES.values()) + " |",
        "|" + "---|" * (2 + len(_RULES)),
    ]
    for stress, told in _STRESSES.items():
        cells = (
            " / ".join(
                _number(figures[stress][rule][figure])
                for figure in ("accuracy", "log_loss", "too_sure_by")
            )
            for rule in _RULES
        )
        correlation = _number(figures[stress]["pairs"]["correlation_of_errors"])
        lines.append(f"| {told} | {correlation} | {' | '.join(cells)} |")
    return lines


def _set_table(figures: dict[str, Figures]) -> list[str]:
    lines = ["| pairs | holds the truth | moods a song, mean |", "|---|---|---|"]
    for stress, told in _STRESSES.items():
        pairs = figures[stress]["pairs"]
        held = _number(pairs["set_holds_truth"])
        lines.append(f"| {told} | {held} | {pairs['set_size']:.2f} |")
    return lines


def _verdict(record: dict[str, Any]) -> str:
    figures, served = record["figures"], record["served"]
    best = safest(figures)
    behind = [
        f"{_STRESSES[stress]} (by {_number(one[alone]['accuracy'] - one[served]['accuracy'])})"
        for stress, one in figures.items()
        for alone in _ALONE
        if one[alone]["accuracy"] > one[served]["accuracy"]
    ]
    caution = (
        f" It is less often right than its better member with: {'; '.join(behind)}."
        if behind
        else " It is right more often than either model alone under every stress."
    )
    return (
        f"\nServed: {_RULES[served]}. A rule may be surer than it is right by {TOO_SURE} at most "
        "under every stress, for an answer that is too sure misleads; of the rules that keep to "
        f"it, the one with the least worst log loss is: {_RULES[best]}. The share of the even "
        "answer was chosen among 0, 2, 5 and 10 % on such pairs; nothing else of it is fitted."
        f"{caution}\n"
    )


def _number(value: float) -> str:
    return f"{value:.3f}".replace("0.", ".", 1)
