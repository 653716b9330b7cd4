"""The served model on played notes, with a made synthesiser and made notes."""

import io
import json
import tarfile
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from cli.evaluate import command as evaluate
from moods.circumplex import MOODS, Mood
from moods.models import WEIGHTS_DIR, Card
from moods.spectrogram_model import SpectrogramModel
from tests.moods.sounds import tone
from training.datasets import DatasetMissing, emopia, vgmidi
from training.datasets.midi import Phrase
from training.midi import LEVELS, RenderError, draw, figures, in_order, measure, renderer
from training.recordings import Recording, encode


def _pack(root: Path) -> None:
    """Both sets, with four phrases each; a file that the table does not name; and a row without
    its file."""
    for name, table, group in (
        ("emopia", "tracks.csv", "song_id"),
        ("vgmidi", "labels.csv", "game"),
    ):
        (root / name).mkdir()
        with tarfile.open(root / name / f"{name}.tar.gz", "w:gz") as packed:
            for number in range(5):
                body = f"notes {number}".encode()
                entry = tarfile.TarInfo(f"{name}/p{number}.mid")
                entry.size = len(body)
                packed.addfile(entry, io.BytesIO(body))
        rows = [f"p{number}.mid,Q{number + 1},g{number // 2}" for number in range(4)]
        lines = [f"file,quadrant,{group}", *rows, "gone.mid,Q1,g9"]
        (root / name / table).write_text("\n".join(lines) + "\n")


def _synthesiser(folder: Path, body: str) -> str:
    """A program that takes FluidSynth's options; `out` is where the sound goes."""
    program = folder / "synthesiser"
    program.write_text(f'#!/bin/sh\nwhile [ "$1" != -F ]; do shift; done\nout=$2\n{body}\n')
    program.chmod(0o755)
    return str(program)


def _model() -> SpectrogramModel:
    return SpectrogramModel(Card.read(WEIGHTS_DIR / "spectrogram.json"))


@pytest.mark.parametrize("module", [emopia, vgmidi])
def test_phrases_come_with_their_notes_mood_and_group(module: object, tmp_path: Path) -> None:
    with pytest.raises(DatasetMissing):
        module.load(tmp_path)  # type: ignore[attr-defined]
    _pack(tmp_path)
    phrases = module.load(tmp_path)  # type: ignore[attr-defined]
    assert [phrase.mood for phrase in phrases] == list(MOODS)
    assert phrases[3] == Phrase("p3.mid", b"notes 3", Mood.CALM, "g1")


def test_a_drawn_sample_has_as_many_of_each_mood() -> None:
    phrases = [Phrase(str(n), b"", MOODS[n % 3 and 3], "g") for n in range(30)]
    phrases += [Phrase(f"s{n}", b"", Mood.SAD, "g") for n in range(9)]
    drawn = draw(phrases, 16, 1)
    moods = [phrase.mood for phrase in drawn]
    assert [moods.count(mood) for mood in MOODS] == [4, 0, 4, 4]
    assert drawn == draw(phrases, 16, 1)
    assert drawn != draw(phrases, 16, 2)
    assert draw(phrases, 39, 1) == phrases


def test_a_synthesiser_is_asked_for_a_file_and_its_failures_are_told(tmp_path: Path) -> None:
    sounds = tmp_path / "sounds.sf2"
    sounds.write_bytes(b"")
    with pytest.raises(RenderError, match="apt install"):
        renderer(sounds, "no-such-synthesiser-anywhere")
    made = tmp_path / "made.wav"
    made.write_bytes(encode(Recording(np.stack([tone(2), tone(2)]), 44_100), "wav"))
    good = _synthesiser(tmp_path, f'cp {made} "$out"')
    assert renderer(sounds, good)(b"notes").seconds == pytest.approx(2, abs=0.01)
    for body in ("exit 3", "exit 0"):
        with pytest.raises(RenderError, match="made no sound"):
            renderer(sounds, _synthesiser(tmp_path, body))(b"notes")


def test_phrases_are_played_once_and_read_at_both_levels(tmp_path: Path) -> None:
    phrases = [Phrase(f"p{n}", bytes([n]), MOODS[n], f"g{n}") for n in range(4)]
    played: list[bytes] = []

    def render(midi: bytes) -> Recording:
        played.append(midi)
        quiet = 0.01 * tone(40 if midi == b"\x00" else 2, hertz=200 + 100 * midi[0])
        return Recording(quiet[None], 44_100)

    def run() -> dict[str, dict[str, object]]:
        return measure(_model(), phrases, render, tmp_path / "kept.json", lambda _: None)

    first = run()
    assert run() == first
    assert played == [b"\x00", b"\x01", b"\x02", b"\x03"]
    assert set(first) == set(LEVELS)
    assert np.array(first["peak"]["confusion"]).sum() == 4
    kept = json.loads((tmp_path / "kept.json").read_text())
    assert any(one["peak"] != one["fixed"] for one in kept.values())


def test_the_halves_of_the_plane_go_by_the_mass_on_a_side() -> None:
    # Torn between happy and energetic: sure of arousal, not of valence.
    torn = [0.3, 0.4, 0.2, 0.1]
    told = figures(np.array([0, 1, 2, 3]), np.array([torn] * 4), np.array([0, 0, 1, 1]))
    assert told["accuracy"] == 0.25
    assert set(told["halves"].values()) == {0.5}  # with its order: all are tied
    assert told["recall"]["energetic"] == 1
    low, high = told["interval_95"]["arousal"]
    assert (low, high) == (0, 1)  # two groups: all right or all wrong
    assert told["groups"] == 2


def test_the_order_of_pairs_needs_no_threshold() -> None:
    upper = np.array([True, True, False, False])
    assert in_order(np.array([0.2, 0.15, 0.1, 0.05]), upper) == 1
    assert in_order(np.array([0.2, 0.05, 0.1, 0.05]), upper) == 0.625
    assert in_order(np.array([0.1, 0.2]), np.array([True, True])) == 0.5


def test_the_command_says_what_is_missing(tmp_path: Path) -> None:
    sounds = tmp_path / "sounds.sf2"
    sounds.write_bytes(b"")
    options = ["--data", str(tmp_path), "--soundfont", str(sounds), "--records", str(tmp_path)]
    result = CliRunner().invoke(evaluate, ["midi", *options])
    assert result.exit_code == 1
    assert "Error" in result.output  # no synthesiser here, or no data set
