"""The report's part on films that are named for songs."""

from collections.abc import Mapping, Sequence
from typing import Any

from training.reference_section import clips_told, clusters_told, examples_told, short

Record = dict[str, Any]

_TITLES = {
    "random": "films at random",
    "popularity": "the films that most people like, whatever is asked",
    "commonest_genres": "films of the commonest genres, whatever is asked",
    "same_genres": "at random among films of the same genres (is told them; nobody is)",
    "positiveness": "Spotiflix' first way: positiveness of words and scripts",
    "clusters": "Spotiflix' second way: clusters of songs and of tracks",
    "clips": "Spotiflix' third way: from the sound of a clip to the second",
    "ours": "ours",
}
_COLUMNS = {
    "genre_cosine": "genres shared (cosine)",
    "any_genre": "a genre in common",
    "liked": "P(likes B given likes A)",
    "liked_ratio": "by P(likes B given not A)",
    "beyond_chance": "likes of both, by chance's",
}
_PARTS = {
    "ours_with_sound": "ours, and how the songs asked with sound",
    "credits_alone": "matching credits alone",
    "learned_alone": "what is learnt from known films alone",
    "sound_alone": "sound alone",
    "without_learned": "without what is learnt",
    "without_credits": "without matching credits",
}
_JUDGED_APART = {
    "ours": "ours, taught by half of the people and judged by the other half",
    "taught_by_all": "ours, taught by all and judged by that other half",
    "same_genres": "films of the same genres, judged by that other half",
}
_SMALL = 1.3
"""Below this a lift is called small."""
_QUALITY = {
    "heard": "the film itself was read",
    "several_songs": "three songs or more are tied themselves",
    "song": "one or two songs are tied themselves",
    "performer": "by other songs of who performs in it",
    "writer": "by songs that its writers perform",
    "title": "by titles alone",
    "none": "credits alone",
}


def recommend_section(record: Record | None, further: Record | None = None) -> str:
    """The measure's table, what is odd about the reference's clusters, profiles and examples.

    Args:
        further: the record of further films that asked, where there is one.
    """
    parts = ["## Films for a song\n"]
    if record is None:
        return "\n".join([*parts, "Not run (`mooddex evaluate recommend --data DIR`).\n"])
    parts += [_how(record), _table(record), _against(record)]
    for name, told in (
        ("profiles", _profiles),
        ("ablations", _ablations),
        ("clusters", clusters_told),
        ("clips", clips_told),
        ("examples", examples_told),
    ):
        if record.get(name):
            parts.append(told(record[name]))
    if further is not None:
        parts += [
            f"**Further films**, {further['films']} of them: {further['split']}. To repeat: "
            f"`{further['command']}`.\n",
            _table(further),
            _against(further),
        ]
    return "\n".join(parts)


def _how(record: Record) -> str:
    return (
        f"{record['films']} films with the titles and credits of their songs; genres and "
        f"{record['people']} people's ratings from MovieLens small. Each film asks with its own "
        "songs and is answered with ten of the films it may know. "
        f"Split: {record['split']}; whatever is fitted has seen these alone, neither the songs nor "
        "the genres nor the ratings of a film that asks (but how much each way of tying tracks "
        "counts is measured on the credits of all films). Liking is a rating of 4 or more; of "
        f"likes are judged the {_liked_films(record)} films that at least {record['least_likes']} "
        "people like. *Lift* is the figure by what random answers give the same films; intervals "
        "are bootstraps over the films that ask, and the people are always the same, and "
        "their likes of known films are what ours learns tastes from: in the rows that say so "
        "other people judge. *By P(likes B "
        "given not A)* takes out that popular films are liked by all, but favours rare ones; *by "
        "chance's* takes out both how much a person and how much a film is liked, and is about 1 "
        f"for what is merely popular. {record['chosen']}. To repeat: `{record['command']}`.\n"
    )


def _liked_films(record: Record) -> int:
    return int(record["ways"]["random"]["top_10"]["liked"]["films"])


def _table(record: Record) -> str:
    lines = [
        "| way | films that ask | films named | " + " | ".join(_COLUMNS.values()) + " |",
        "|" + "---|" * (3 + len(_COLUMNS)),
        "| Spotiflix 2023 | | | none measured |" + " |" * (len(_COLUMNS) - 1),
    ]
    for name, title in _titles(record).items():
        way = record["ways"].get(name)
        if way is not None:
            lines.append(_row(title, way["top_10"]))
            continue
        why = record["not_run"].get(name)
        if why:
            lines.append(f"| {title} | | | not run: {why} |" + " |" * (len(_COLUMNS) - 1))
    if "ours" in record["ways"]:
        lines.append(_row("ours, first five", record["ways"]["ours"]["top_5"]))
    if "other_people" in record:
        for name, title in _JUDGED_APART.items():
            lines.append(_row(title, record["other_people"][name]))
    lines.append("\nIn each cell: the figure, its lift over random and the lift's interval.\n")
    return "\n".join(lines)


def _titles(record: Record) -> dict[str, str]:
    """Ours last."""
    return {name: title for name, title in _TITLES.items() if name != "ours"} | {
        "ours": _TITLES["ours"]
    }


def _row(title: str, figures: Mapping[str, Any]) -> str:
    cells = [title, str(figures["answered"]), str(figures["distinct"])]
    for name in _COLUMNS:
        one = figures[name]
        cells.append(
            f"{_plain(one['value'])}, {one['lift']:.2f} ({_between(one['lift_interval_95'])})"
        )
    return "| " + " | ".join(cells) + " |"


def _against(record: Record) -> str:
    ways = record["ways"]
    if "ours" not in ways:
        return ""
    lines = [
        "**Ours beside each**: how many times its figure, over the films that both answer.\n",
        "| beside | " + " | ".join(_COLUMNS.values()) + " |",
        "|" + "---|" * (1 + len(_COLUMNS)),
    ]
    for name, title in _titles(record).items():
        if name != "ours" and name in ways:
            told = ways[name]["ours_times"]
            cells = [
                f"{told[one]['times']:.2f} ({_between(told[one]['interval_95'])})"
                for one in _COLUMNS
            ]
            lines.append("| " + " | ".join([title, *cells]) + " |")
    return "\n".join([*lines, "", _verdict(record)])


def _verdict(record: Record) -> str:
    """What the figures are worth, in words that follow from them."""
    ways, apart = record["ways"], record.get("other_people")
    ours = ways["ours"]["top_10"]
    above = [_COLUMNS[name] for name in _COLUMNS if ours[name]["lift_interval_95"][0] > 1]
    not_above = [title for title in _COLUMNS.values() if title not in above]
    said = (
        f"Ours is above random, with the whole interval, in: {'; '.join(above) or 'nothing'}"
        f"{'; not in: ' + '; '.join(not_above) if not_above else ''}. "
    )
    chance, told_genres = ours["beyond_chance"], ways["same_genres"]["top_10"]
    times = ways["same_genres"]["ours_times"]["beyond_chance"]
    said += (
        f"Those who like a film like what is named for its songs {chance['lift']:.2f} times as "
        "often as what is named at random, popularity taken out"
    )
    if apart:
        chance, told_genres = apart["ours"]["beyond_chance"], apart["same_genres"]
        times = apart["ours_times"]["same_genres"]["beyond_chance"]
        said += (
            f", and {chance['lift']:.2f} times ({_between(chance['lift_interval_95'])}) where the "
            "judges are people that it has not learnt from (and it learnt from half as many), "
            "which is nearer to what to expect of new ones"
        )
    said += ": a small lift. " if chance["lift"] < _SMALL else ". "
    as_much, than = _beside(times)
    common, common_than = _beside(ways["commonest_genres"]["ours_times"]["genre_cosine"])
    return said + (
        f"Whoever is told the film's genres reaches {told_genres['beyond_chance']['lift']:.2f} "
        f"before the same judges: the songs of a film tell {as_much} of who will like it {than} "
        f"its genres do. Of genres ours shares {common} {common_than} films of the commonest ones, "
        "which are the same whatever is asked: genres shared say little by themselves.\n"
    )


def _beside(times: Mapping[str, Any]) -> tuple[str, str]:
    """Words for a comparison: less, more or about as much, and what goes with it."""
    low, high = times["interval_95"]
    if high < 1:
        return "less", "than"
    return ("more", "than") if low > 1 else ("about as much", "as")


def _profiles(quality: Mapping[str, int]) -> str:
    total = sum(quality.values())
    rows = [
        f"| {_QUALITY.get(name, name)} | {count} | {count / total:.0%} |"
        for name, count in quality.items()
    ]
    return "\n".join(
        [
            "**Profiles by quality**: how it is known how the songs of a film sound.\n",
            "| the best that is known | films | |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )


def _ablations(ablations: Mapping[str, Any]) -> str:
    lines = [
        "**Parts of ours**, alone or left out.\n",
        "| | films named | " + " | ".join(_COLUMNS.values()) + " |",
        "|" + "---|" * (2 + len(_COLUMNS)),
    ]
    for name, way in ablations.items():
        figures = way["top_10"]
        cells = [_PARTS.get(name, name), str(figures["distinct"])]
        for one in _COLUMNS:
            told = figures[one]
            cells.append(
                f"{_plain(told['value'])}, {told['lift']:.2f} "
                f"({_between(told['lift_interval_95'])})"
            )
        lines.append("| " + " | ".join(cells) + " |")
    if {"ours_with_sound", "sound_alone"} <= ablations.keys():
        times = ablations["ours_with_sound"]["ours_times"]["beyond_chance"]
        alone = ablations["sound_alone"]["top_10"]["beyond_chance"]
        adds = {"less": "adds", "more": "takes away"}.get(_beside(times)[0])
        lines.append(
            "\nHow a film's songs sound, as far as their ties tell, "
            + (f"{adds} something" if adds else "adds nothing that can be told")
            + f" beside their credits (ours without it has {times['times']:.2f} times the likes of "
            f"both, {_between(times['interval_95'])}); sound alone has a lift of "
            f"{alone['lift']:.2f} ({_between(alone['lift_interval_95'])}) there, over the films of "
            "which any sound is known. Few tracks are tied to themselves: this says less of what "
            "music tells than of what is known of it here."
        )
    return "\n".join([*lines, ""])


def _plain(value: float) -> str:
    return f"{value:.3f}" if value >= 1 else short(value)


def _between(edges: Sequence[float]) -> str:
    return f"{edges[0]:.2f} to {edges[1]:.2f}"
