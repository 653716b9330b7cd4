"""The report's tables of the served model on other files and on other music."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from moods.circumplex import MOODS
from training.midi import LEVELS
from training.pictures import draw_confusion, draw_examples
from training.robustness import GOAL, VARIANTS

Record = dict[str, Any]

_SETS = {"emopia": "EMOPIA (piano covers)", "vgmidi": "VGMIDI (game music)"}
_ALL = "all formats and gain"


def robustness_section(records: Sequence[Record]) -> str:
    """How often a song keeps its mood, a table for each set of recordings."""
    lines = ["## The same song as another file\n"]
    if not records:
        return "\n".join([*lines, "Not run (`mooddex evaluate robustness --data DIR`).\n"])
    lines.append(
        "How often the likeliest mood stays the one that the file as it was gave. Intervals are "
        "Wilson's, 95 %. *Moves by* is how far the probability of that mood moves on average. "
        f"The goal over formats and gain is {GOAL:.0%}.\n"
    )
    for record in records:
        lines += _robustness_of(record)
    return "\n".join(lines)


def _robustness_of(record: Record) -> list[str]:
    figures = record["figures"]
    learnt = (
        " The served network learnt from these clips, so it is surer of them than of new songs "
        "and this is the friendly case; they are mono already, so that their row of mono shows "
        "little."
        if record["learnt_from"]
        else " The served network did not learn from them."
    )
    lines = [
        f"Data: {record['data']}, {record['files']} recordings, sample drawn with seed "
        f"{record['seed']}; weights: {record['weights']}.{learnt} To repeat: "
        f"`{record['command']}`.\n",
        "| the song as | songs | keep their mood | share | interval | moves by |",
        "|---|---|---|---|---|---|",
    ]
    for name, told in VARIANTS.items():
        if name not in figures:
            lines.append(f"| {told} | not run: no recording is long enough | | | | |")
            continue
        lines.append(_robustness_row(told, figures[name]))
    if _ALL in figures:
        lines.append(_robustness_row("**all seven formats and gain at once**", figures[_ALL]))
    return [*lines, ""]


def _robustness_row(told: str, one: Record) -> str:
    low, high = one["interval_95"]
    moved = _number(one["moved"]) if "moved" in one else ""
    return (
        f"| {told} | {one['songs']} | {one['stayed']} | {_number(one['share'])} | "
        f"{_number(low)} to {_number(high)} | {moved} |"
    )


def midi_section(records: Sequence[Record], docs: Path) -> str:
    """The quadrants of music that the model did not learn from, played by a synthesiser."""
    lines = ["## Other music: MIDI played by FluidSynth\n"]
    by_name = {record["data"]: record for record in records}
    if not by_name:
        return "\n".join([*lines, "Not run (`mooddex evaluate midi --data DIR`).\n"])
    lines += [
        "Nothing of these sets was learnt from. Instruments: FluidR3 GM. Intervals are 95 % "
        f"bootstraps over songs (EMOPIA) or games (VGMIDI). Weights: {records[0]['weights']}. To "
        f"repeat: `{records[0]['command']}`. *Always the commonest* is what an answer that never "
        "changes would score; *in order* is the share of pairs, one of either half, in which the "
        "upper one got more of that half (ROC-AUC; with its interval; .5 is chance): it asks "
        "what is heard, where the halves also ask for the right threshold.\n",
        "| set | loudness | phrases | accuracy | interval | macro-F1 | interval | always the "
        "commonest | arousal half | in order | interval | valence half | in order | interval | "
        + " | ".join(f"recall {mood.value}" for mood in MOODS)
        + " |",
        "|" + "---|" * (14 + len(MOODS)),
    ]
    for name, title in _SETS.items():
        if name not in by_name:
            lines.append(f"| {title} | not run |" + " |" * (12 + len(MOODS)))
            continue
        lines += [
            _midi_row(title, LEVELS[level], one) for level, one in by_name[name]["figures"].items()
        ]
    lines.append("")
    pictures = []
    for name, record in by_name.items():
        stem = f"results/midi-{name}-confusion.png"
        draw_confusion(record["figures"]["peak"]["confusion"], _SETS[name], docs / stem)
        pictures.append(f"![Confusion matrix, {_SETS[name]}]({stem})")
    halves = [(_SETS[name], record["figures"]["peak"]) for name, record in by_name.items()]
    told = "; ".join(
        f"{title}: four moods {_verdict(one)}, arousal {_number(one['halves']['arousal'])} against "
        f"{_number(one['halves_commonest']['arousal'])} for one answer always, valence "
        f"{_number(one['halves']['valence'])} against "
        f"{_number(one['halves_commonest']['valence'])}; {_likeliest_answer(one)}"
        for title, one in halves
    )
    lines += [
        f"Where it is weak, with {LEVELS['peak']}: {told}. Synthesised piano is far from the "
        "recordings that the network learnt from, and without a voice or drums there is little "
        "that it knows to go by.\n",
        " ".join(pictures) + "\n",
    ]
    return "\n".join(lines)


def _verdict(one: Record) -> str:
    better = one["interval_95"]["accuracy"][0] > one["commonest"]
    return "better than one answer always" if better else "told no better than by one answer always"


def _likeliest_answer(one: Record) -> str:
    answers = [sum(column) for column in zip(*one["confusion"], strict=True)]
    most = max(answers)
    return f"{most} of {one['phrases']} phrases are called {MOODS[answers.index(most)].value}"


def _midi_row(title: str, level: str, one: Record) -> str:
    def with_interval(value: float, name: str) -> str:
        low, high = one["interval_95"][name]
        return f"{_number(value)} | {_number(low)} to {_number(high)}"

    cells = [
        title,
        level,
        str(one["phrases"]),
        with_interval(one["accuracy"], "accuracy"),
        with_interval(one["macro_f1"], "macro_f1"),
        _number(one["commonest"]),
        _number(one["halves"]["arousal"]),
        with_interval(one["halves"]["arousal_order"], "arousal_order"),
        _number(one["halves"]["valence"]),
        with_interval(one["halves"]["valence_order"], "valence_order"),
        *(_number(one["recall"][mood.value]) for mood in MOODS),
    ]
    return f"| {' | '.join(cells)} |"


def examples_section(records: Sequence[Record], docs: Path) -> str:
    """Spectrograms with their label and prediction."""
    lines = ["## What the network hears\n"]
    if not records:
        return "\n".join([*lines, "Not run (`mooddex evaluate examples`).\n"])
    record, path = records[0], "results/examples.png"
    draw_examples(record["examples"], docs / path)
    right = sum(one["mood"] == one["predicted"] for one in record["examples"])
    lines += [
        f"Log-mel spectrograms of {len(record['examples'])} pieces by the sandbox's composer, "
        f"each made for a mood (seed {record['seed']}; {right} read as it). They are pictures and "
        "no measure: no recording of the data sets may be shown. The lines are valence, "
        "arousal and dominance over the piece's course, a window of 3 s each second "
        f"(`mooddex read --course`). Weights: {record['weights']}. To repeat: "
        f"`{record['command']}`.\n",
        f"![Spectrograms with mood and prediction]({path})\n",
    ]
    return "\n".join(lines)


def _number(share: float) -> str:
    return f"{share:.3f}".removeprefix("0")
