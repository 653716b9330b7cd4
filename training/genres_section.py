"""The report's tables of what music says of its genre, its attributes and the film it is from."""

from collections.abc import Mapping, Sequence
from typing import Any

Record = dict[str, Any]

_TITLES = {
    "commonest_first": "the commonest genres first, whatever the song",
    "two_layer": "tiles, two-layer net",
    "deep": "tiles, deep CNN",
    "one_vs_all": "tiles, ensemble of one-vs-all CNNs",
    "numbers_balanced": "what the mood network hears, one head a genre, balanced",
    "numbers": "what the mood network hears, one head a genre (served)",
}
_NOT_RUN = "Not run (`mooddex train {}`).\n"


def genres_section(
    genres: Record | None, attributes: Record | None, film_genres: Record | None
) -> str:
    """Genres, attributes and film genres, each from its record."""
    return "\n".join(
        [
            "## Genres from sound\n",
            _genres(genres) if genres else _NOT_RUN.format("genres --data DIR --tagger WHEEL"),
            "## Valence, energy and genre in classes\n",
            _attributes(attributes) if attributes else _NOT_RUN.format("attributes --data DIR"),
            "## A film's genres from its music\n",
            _film_genres(film_genres) if film_genres else _NOT_RUN.format("film-genres --data DIR"),
        ]
    )


def _genres(record: Record) -> str:
    figures, labels = record["figures"], record["labels"]
    least = figures["numbers"]["song"]["least_coverage"]
    lines = [
        f"Data: {record['data']}; labels: the {len(labels)} of AllMusic's broad genres with at "
        f"least {record['least']} clips, any number a song. Split: {record['split']}; bodies and "
        "heads of ours learnt from the same nine folds. Thresholds of F1 are chosen on the other "
        "folds. A song's answer is the mean over its tiles, or over the five windows that are "
        f"read. The least coverage possible is {least:.2f}. To repeat: `{record['command']}`.\n",
        "| model | coverage, tile | LRAP, tile | coverage, song | interval | LRAP, song | interval "
        "| mean F1 | interval | top five: precision | recall | F1 |",
        "|" + "---|" * 12,
        "| Stone 2015: ensemble, ten film genres, 196 tracks | 5.52 | .597 | 5.02 | | .618 | | | | "
        ".39 | .79 | .51 |",
    ]
    for name, title in _TITLES.items():
        song, piece = figures[name]["song"], figures[name].get("piece")
        edges = song["interval_95"]
        cells = [
            title,
            f"{piece['coverage']:.2f}" if piece else "",
            _short(piece["lrap"]) if piece else "",
            f"{song['coverage']:.2f}",
            f"{edges['coverage'][0]:.2f} to {edges['coverage'][1]:.2f}",
            _short(song["lrap"]),
            _between(edges["lrap"]),
            _short(song["mean_f1"]),
            _between(edges["mean_f1"]),
            *(_short(song["top_five"][one]) for one in ("precision", "recall", "f1")),
        ]
        lines.append("| " + " | ".join(cells) + " |")
    lines += [
        "",
        "Stone's figures are of other music and of the films' genres, with 2.33 as the least "
        "coverage; "
        "they stand for orientation. The networks over tiles are those of that work, trained for "
        + ", ".join(f"{count} ({_TITLES[name]})" for name, count in record["epochs"].items())
        + " epochs. The ensemble still gained when its epochs were over, so its figure may not be "
        "its best.\n",
        "F1 by genre (clips), served head: "
        + ", ".join(
            f"{label} {_short(record['f1'][label])} ({record['counts'][label]})" for label in labels
        )
        + ".\n",
        _ten(record["ten"], record["counts"], record["least"]),
    ]
    return "\n".join(lines)


def _ten(ten: Mapping[str, str], counts: Mapping[str, int], least: int) -> str:
    """Which of the reference's ten genres the data can teach."""
    alone = [one for one, own in ten.items() if counts.get(own, 0) >= least and own != "Pop/Rock"]
    few = [
        f"{one} ({counts.get(own, 0)} clips)"
        for one, own in ten.items()
        if counts.get(own, 0) < least
    ]
    return (
        f"Of the ten genres of Karydis 2020, {', '.join(alone)} have enough clips of their own; "
        f"rock, "
        f"pop and metal are one genre here (Pop/Rock, {counts['Pop/Rock']} clips) and are told as "
        f"one; {' and '.join(few)} cannot be taught.\n"
    )


def _attributes(record: Record) -> str:
    tested = ", ".join(map(str, record["test_folds"]))
    lines = [
        f"Data: {record['data']}. Valence and energy are derived valence and arousal (mood words "
        "of editors and a word list, no listener of the clips) in three classes: of valence cut at "
        f"{_edges(record, 'valence')}, as the reference has it; of energy at its own thirds, "
        f"{_edges(record, 'energy')}, for five songs of six lie between 1/3 and 2/3. Genre is one "
        "of six, songs with just one of them. *All folds*: ten folds of "
        f"artists. *Same test*: folds {tested} (30 % of the songs), which the two-conv network was "
        f"tested on too. To repeat: `{record['command']}`.\n",
        "| attribute | songs in each class | Karydis 2020 | always the commonest | two-conv CNN | "
        "interval | ours, same test | interval | ours, all folds | interval | macro-F1 |",
        "|" + "---|" * 11,
    ]
    reference = {"valence": ".70", "energy": ".75", "genre": ".60 (ten)"}
    for name, one in record["figures"].items():
        two, same, ours = one["two_conv"], one["ours_same_test"], one["ours"]
        lines.append(
            f"| {name} | {', '.join(map(str, one['songs']))} | {reference[name]} | "
            f"{_short(one['commonest'])} | {_short(two['accuracy'])} | "
            f"{_between(two['interval_95'])} | {_short(same['accuracy'])} | "
            f"{_between(same['interval_95'])} | {_short(ours['accuracy'])} | "
            f"{_between(ours['interval_95'])} | {_short(ours['macro_f1'])} |"
        )
    lines.append(
        "\nThe reference's songs were balanced over the classes and split at random. "
        "Danceability has no "
        "labelled audio here: MoodDex tells an estimate from how strong and steady the beat is, "
        "which learnt from nothing and is measured by nothing but its plausibility.\n"
    )
    return "\n".join(lines)


def _edges(record: Record, name: str) -> str:
    return " and ".join(_short(edge) for edge in record["edges"][name])


def _film_genres(record: Record) -> str:
    head, prior, gain = (
        record["figures"]["head"], record["figures"]["commonest_first"], record["gain"]
    )  # fmt: skip
    verdict = (
        "That clears chance, so the tags are shown."
        if record["clears_chance"]
        else "That does not clear chance, so no film genres are shown to anybody; the tool stays "
        "for soundtracks of your own (`mooddex train film-genres`)."
    )
    rows = [
        f"| {name} | {one['coverage']:.2f} | {_short(one['lrap'])} | "
        f"{_between(one['interval_95']['lrap'])} | {_short(one['mean_f1'])} | "
        f"{_short(one['top_five']['precision'])} | {_short(one['top_five']['recall'])} |"
        for name, one in (("the commonest genres first", prior), ("ours", head))
    ]
    return "\n".join(
        [
            f"Data: {record['data']}, {record['tracks']} recordings; split: {record['split']}. "
            f"The truth "
            "of mood4q's clips is weak: nearly all are tied to a film by their artist alone, who "
            f"sings another song there. To repeat: `{record['command']}`.\n",
            "| model | coverage | LRAP | interval | mean F1 | top five: precision | recall |",
            "|" + "---|" * 7,
            "| Stone 2015: ensemble, 196 tracks of films | 5.02 | .618 | | | .39 | .79 |",
            *rows,
            "",
            f"Gain in LRAP, recording by recording: {gain['lrap']['mean']:+.3f} "
            f"({_signed(gain['lrap']['interval_95'])}). {verdict}\n",
        ]
    )


def _short(value: float) -> str:
    return f"{value:.3f}".removeprefix("0")


def _between(edges: Sequence[float]) -> str:
    return f"{_short(edges[0])} to {_short(edges[1])}"


def _signed(edges: Sequence[float]) -> str:
    return f"{edges[0]:+.3f} to {edges[1]:+.3f}"
