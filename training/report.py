"""docs/RESULTS.md and its pictures, from the records of training runs.

`python -m training.report` writes them anew; nothing in them is typed by hand.
"""

from pathlib import Path
from typing import Any

from moods.models import WEIGHTS_DIR, Card
from training.confidence_section import confidence_section
from training.detector_section import detector_section
from training.dimensions_section import dimensions_section
from training.features_section import features_section
from training.fusion_section import fusion_section
from training.genres_section import genres_section
from training.glance_section import glance_section
from training.jamendo_section import jamendo_section
from training.matching_section import matching_section
from training.playlist_section import playlist_section
from training.recommend_section import recommend_section
from training.records import read_records
from training.sound_section import examples_section, midi_section, robustness_section
from training.spectrogram_section import TITLES, spectrogram_section
from training.spread_section import spread_section
from training.theme_text_section import theme_text_section

Record = dict[str, Any]

DOCS = Path(__file__).parents[1] / "docs"
_HEADER = """# Results

Made by `make results` (`python -m training.report`) from the run records in training/records;
nothing here is typed by hand. Intervals are 95 % bootstraps over songs (2,000 draws), for the
first seed. Probabilities are calibrated with one temperature, fitted for each fold on the
held-out answers of the other folds; the calibration error has ten bins.
"""


def write_report(docs: Path = DOCS, records: dict[str, Record] | None = None) -> Path:
    """Write RESULTS.md and results/*.png into a folder; gives the page's path."""
    records = read_records() if records is None else records
    spectrogram = _of_model(records, "spectrogram")
    spectrogram.sort(key=lambda one: list(TITLES).index(one["name"]))
    parts = [_HEADER, glance_section(records)]
    if spectrogram:
        baselines = _of_model(records, "baseline")
        parts.append(spectrogram_section(spectrogram, baselines, records.get("cost"), docs))
        parts.append(confidence_section(records.get("confidence"), docs))
        parts.append(spread_section(records.get("spread")))
        parts.append(playlist_section(spectrogram[0]))
        parts.append(robustness_section(_of_model(records, "robustness")))
        parts.append(midi_section(_of_model(records, "midi"), docs))
        parts.append(examples_section(_of_model(records, "examples"), docs))
    if "dimensions" in records:
        served = records.get("spectrogram-three-taggers", {})
        ours, ceiling = served.get("dimensions"), served.get("dimensions_of_true_moods")
        parts.append(dimensions_section(records["dimensions"], ours, docs, ceiling))
    if "features" in records:
        parts.append(features_section(records["features"], docs))
    if spectrogram and "features" in records:
        parts.append(fusion_section(records.get("fusion"), docs))
    if "jamendo-tags" in records:
        parts.append(jamendo_section(records["jamendo-tags"], records.get("jamendo")))
    if {"detector", "made-film"} & records.keys():
        parts.append(detector_section(records.get("detector"), records.get("made-film")))
    told = [records.get(name) for name in ("genres", "attributes", "film-genres")]
    if any(told):
        parts.append(genres_section(*told))
    if "recommend" in records:
        parts.append(recommend_section(records["recommend"], records.get("recommend-further")))
    if "cost" in records:
        parts.append(_cost_section(records["cost"]))
    if "theme-text" in records:
        parts.append(theme_text_section(records["theme-text"], docs))
    if "matching" in records:
        parts.append(matching_section(records["matching"], docs))
    if spectrogram:
        parts.append(_served_section(Card.read(WEIGHTS_DIR / "spectrogram.json")))
    page = docs / "RESULTS.md"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text("\n".join(parts), encoding="utf-8")
    return page


def _of_model(records: dict[str, Record], model: str) -> list[Record]:
    return [one for one in records.values() if one["model"] == model]


def _served_section(card: Card) -> str:
    """Which version is served, and how it differs from those that the records name."""
    changes = "".join(f" {version}: {told}" for version, told in card.body["changes"].items())
    return (
        "## Versions\n\n"
        f"Served now: {card.name} {card.version} ({card.sha256[:12]}). Figures name the version "
        f"that they were measured with.{changes}\n"
    )


def _cost_section(record: Record) -> str:
    return (
        "## What a reading costs\n\n"
        f"{record['clips']} clips of 30 s ({record['data']}), one thread, milliseconds a clip "
        "(median over clips, best of five; to repeat: `mooddex evaluate cost FILES --keep-as "
        "NAME`):\n\n"
        "| codec alone | decode to 16 kHz mono | log-mel | model | whole reading | in codecs alone "
        "| in decodes |\n|---|---|---|---|---|---|---|\n"
        f"| {record['bare_ms']:.0f} | {record['decode_ms']:.0f} | {record['features_ms']:.0f} | "
        f"{record['model_ms']:.0f} | {record['read_ms']:.0f} | {record['times_bare']:.1f} | "
        f"{record['times_decode']:.1f} |\n"
    )


if __name__ == "__main__":
    write_report()
