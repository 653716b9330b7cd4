"""The report's tables of music, speech and other: the detector, its baselines, the made film."""

from typing import Any

from films.detector import SOUNDS

Record = dict[str, Any]

_REFERENCE = (
    "| Karydis 2020: SVM, C .5, on other clips of any length | .978 | .854 | .901 | .911 | | .923 |"
)
_MARKS = {"right": "✓ right", "simple": "~ simple error", "extreme": "✗ extreme error"}


def detector_section(record: Record | None, film: Record | None) -> str:
    """Clean clips, scenes, the sweep of C, the kinds of mixtures, and the made film."""
    lines = ["## Music, speech, other\n"]
    if record is None:
        lines.append("Folds: not run (`mooddex train detector --data DIR`).\n")
    else:
        lines += [*_what(record), *_main_table(record), *_kinds(record), *_sweep(record)]
    return "\n".join([*lines, *_film(film)])


def _what(record: Record) -> list[str]:
    goals = record["goals"]
    return [
        f"Data: {', '.join(record['data'])}. Split: {record['split']}. Every figure is of a fold "
        "that the model has not learnt from. *Clean clips*: of every clip its loudest "
        f"{record['clip_seconds']} s (all of an EmoDB file is that long, so that length tells "
        f"nothing), its intervals over songs, speakers and recorded noises. *Scenes*: "
        f"{record['scenes_of_each_fold']} scenes a fold of about a minute, sections of 3 to 10 s, "
        "speech over music at 0 to 15 dB, noise 5 to 20 dB under music and under speech, silences; "
        "every other scene sent through a channel (band, tilt, noise, codec). Each second is "
        "judged, those that a boundary cuts too; intervals over scenes. A second is speech where "
        "somebody speaks and is no more than 3 dB below all else, else music where it is no more "
        f"than that below the noises, else other. Goals: macro-F1 {_f(goals['clips'])} on clean "
        f"clips, {_f(goals['scenes'])} on the seconds of scenes. To repeat: "
        f"`{record['command']}`.\n"
    ]


def _main_table(record: Record) -> list[str]:
    network, base = record["network"], record["baselines"]
    machine, trees = base["machine"], base["trees"]
    head = "| | music | speech | other | macro-F1 | interval | accuracy |"
    rule = "|---|---|---|---|---|---|---|"
    chosen = ", ".join(f"{kernel} C {penalty:g}" for kernel, penalty in machine["chosen"].values())
    costs = ", ".join(f"{cost:g}" for cost in record["costs"].values())
    return [
        "| clean clips | music | speech | other | macro-F1 | interval | accuracy |",
        rule,
        _REFERENCE,
        _row("68 statistics, SVM, C chosen on the other folds", machine["clips"]),
        _row("68 statistics, boosted trees, taught by changed scenes", trees["clips"]),
        _row("**our network**", network["clips"]),
        _row("our network, each second of them", network["clip_seconds"]),
        "",
        head.replace("| |", "| seconds of scenes |", 1),
        rule,
        _row("SVM (taught by clean clips)", machine["scenes"]),
        _row("boosted trees", trees["scenes"]),
        _row("boosted trees, smoothed", trees["scenes_smoothed"]),
        _row("our network", network["scenes"]),
        _row("**our network, smoothed**", network["scenes_smoothed"]),
        _row("scenes as composed, smoothed", network["plain_smoothed"]),
        _row("scenes through a channel, smoothed", network["channel_smoothed"]),
        _row("no boundary within the second or next to it", network["inside"]),
        _row("the same, smoothed", network["inside_smoothed"]),
        "",
        f"Chosen for each fold on the other folds: the SVM's kernel and C ({chosen}) and what a "
        f"change costs when the course is smoothed ({costs} nats). {record['chosen']}\n",
    ]


def _row(name: str, one: Record) -> str:
    each = " | ".join(_f(one["f1"][sound]) for sound in SOUNDS)
    low, high = one["interval_95"]
    return (
        f"| {name} | {each} | {_f(one['macro_f1'])} | {_f(low)} to {_f(high)} | "
        f"{_f(one['accuracy'])} |"
    )


def _kinds(record: Record) -> list[str]:
    lines = [
        "What lies under what, and how many of those seconds the network names right, as "
        "they are and smoothed (those with a boundary in them too):\n",
        "| section | seconds | right | smoothed |",
        "|---|---|---|---|",
    ]
    for kind, one in sorted(record["by_kind"].items(), key=lambda pair: _order(pair[0])):
        lines.append(
            f"| {kind} | {one['seconds']} | {_f(one['right'])} | {_f(one['right_smoothed'])} |"
        )
    return [*lines, ""]


def _order(kind: str) -> tuple[str, float]:
    name, _, ratio = kind.partition(" at ")
    return name, float(ratio.split()[0].rstrip(",")) if ratio else 99.0


def _sweep(record: Record) -> list[str]:
    lines = [
        "The reference's sweep of C, on clean clips (68 statistics, scaled on the learning folds):"
        "\n",
        "| kernel | C | music | speech | other | macro-F1 | interval | accuracy |",
        "|---|---|---|---|---|---|---|---|",
    ]
    lines += [_row(f"{o['kernel']} | {o['C']:g}", o) for o in record["baselines"]["sweep"]]
    return [*lines, ""]


def _film(record: Record | None) -> list[str]:
    lines = ["### The made film\n"]
    if record is None:
        return [*lines, "Not run (`mooddex evaluate made-film --data DIR`).\n"]
    film, draws = record["film"], record["draws"]
    verdicts = film["verdicts"]
    lines += [
        f"A file of {film['seconds'] // 60} min {film['seconds'] % 60} s (AAC), composed from "
        "songs, voices and noises that no weights learnt from, and read as any film is. Weights: "
        f"{record['weights']}; seed {record['seed']}. To repeat: `{record['command']}`. A run is a "
        "stretch of one sound in truth; it is judged by what was heard in most of its seconds. In "
        "the order music, speech, other a neighbour is one step, a *simple* error; music for "
        "other, or other for music, is two, an *extreme* one.\n",
        "| from | to | truth | heard | its seconds right | |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {_clock(run['start'])} | {_clock(run['end'])} | {run['truth']} | {run['heard']} | "
        f"{run['share']:.0%} | {_MARKS[run['verdict']]} |"
        for run in film["runs"]
    ]
    lines += [
        "",
        f"{verdicts['right']} of {len(film['runs'])} runs right, {verdicts['simple']} simple and "
        f"{verdicts['extreme']} extreme errors; {film['runs_heard']} runs were heard. By the "
        f"second: accuracy {_f(film['accuracy'])}, macro-F1 {_f(film['macro_f1'])} "
        f"({_f(record['macro_f1_unsmoothed'])} before smoothing).\n",
        f"{draws['films']} films of the same script with other recordings: macro-F1 "
        f"{_f(draws['mean'])} on average, {_f(draws['smallest'])} to {_f(draws['largest'])}, "
        f"accuracy {_f(draws['accuracy'])}; of all their runs "
        f"{_counts(draws['verdicts'])}.\n",
    ]
    return lines


def _counts(verdicts: Record) -> str:
    return ", ".join(f"{count} {_MARKS[name][2:]}" for name, count in verdicts.items())


def _clock(second: int) -> str:
    return f"{second // 60}:{second % 60:02d}"


def _f(figure: float) -> str:
    return f"{figure:.3f}".removeprefix("0")
