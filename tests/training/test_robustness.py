"""Whether a song keeps its mood, measured on made sounds."""

import io
import json
from pathlib import Path

import av
import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from cli.evaluate import command as evaluate
from moods.audio import decode
from moods.reading import ClipError
from tests.moods.sounds import chirps, encode, tone, wav_of
from training.metrics import share_interval
from training.recordings import FORMATS, Recording, read_whole
from training.recordings import encode as as_file
from training.robustness import figures, variants_of


def _stereo(seconds: float) -> Recording:
    return Recording(np.stack([tone(seconds), tone(seconds, hertz=660)]), 44_100)


@pytest.mark.parametrize("kind", FORMATS)
def test_a_recording_survives_every_kind_of_file(kind: str, tmp_path: Path) -> None:
    before = _stereo(3)
    (tmp_path / "song").write_bytes(as_file(before, kind))
    after = read_whole(tmp_path / "song")
    assert len(after.samples) == 2
    assert after.rate == FORMATS[kind].rate
    assert after.seconds == pytest.approx(3, abs=0.1)
    level = 0.25 if kind == "opus-16" else 0.354  # Opus gives both channels the same for so little
    assert float(after.samples[0].std()) == pytest.approx(level, rel=0.06)  # LAME takes 5 % off
    assert decode((tmp_path / "song").read_bytes()).seconds == pytest.approx(3, abs=0.1)


def test_what_is_softer_is_half_as_loud_and_mono_has_one_channel() -> None:
    song = _stereo(2)
    assert np.abs(song.louder(-6).samples).max() == pytest.approx(0.25, rel=0.01)
    assert len(song.mono().samples) == 1
    files = variants_of(song)
    assert len(_channels(files["mono"])) == 1
    assert len(_channels(files["mp3-96"])) == 2
    assert len(files["mp3-96"]) < len(files["mp3-128"])
    assert not {"first-30", "first-15"} & set(files)


def _channels(data: bytes) -> list[str]:
    with av.open(io.BytesIO(data)) as container:
        return [channel.name for channel in container.streams.audio[0].layout.channels]


def test_the_parts_of_a_long_recording_are_its_beginning_middle_and_end() -> None:
    files = variants_of(Recording(chirps(60)[None], 44_100))
    for name, hertz in (("first-30", 200), ("middle-30", 400), ("last-30", 800)):
        clip = decode(files[name])
        assert clip.seconds == pytest.approx(30, abs=0.1)
        piece = clip.samples[: 4 * clip.rate]
        peak = np.abs(np.fft.rfft(piece)).argmax() / 4
        assert peak == pytest.approx(hertz, abs=1)


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "not.mp3").write_bytes(b"no sound here, only words" * 50)
    with pytest.raises(ClipError):
        read_whole(tmp_path / "not.mp3")


def test_a_mood_stays_when_its_place_stays() -> None:
    happy, sad = [0.7, 0.1, 0.1, 0.1], [0.2, 0.1, 0.6, 0.1]
    kinds = ("mp3-96", "mp3-128", "ogg", "m4a", "mono", "22k")
    steady = {"original": happy, "softer": happy} | dict.fromkeys(kinds, happy)
    moving = {**steady, "softer": sad}
    told = figures([steady, moving])
    assert (told["softer"]["stayed"], told["softer"]["songs"]) == (1, 2)
    assert told["softer"]["moved"] == pytest.approx(0.25)
    assert told["mp3-96"]["share"] == 1
    assert told["all formats and gain"]["stayed"] == 1
    assert "first-30" not in told


@given(st.integers(1, 500).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_the_interval_of_a_share_holds_it(counts: tuple[int, int]) -> None:
    hits, of = counts
    low, high = share_interval(hits, of)
    assert 0 <= low <= hits / of + 1e-9
    assert hits / of - 1e-9 <= high <= 1
    assert low < high


def test_the_command_measures_a_folder_and_keeps_a_record(tmp_path: Path) -> None:
    folder = tmp_path / "songs"
    folder.mkdir()
    (folder / "one.mp3").write_bytes(encode(chirps(4), "mp3"))
    (folder / "two.wav").write_bytes(wav_of((tone(3) * 20_000).astype(np.int16), 44_100))
    (folder / "broken.mp3").write_bytes(b"\xff\xfb" + bytes(500))
    options = ["--keep-as", "Made songs", "--runs", str(tmp_path), "--records", str(tmp_path)]
    for _ in range(2):  # the second time from what is kept
        result = CliRunner().invoke(evaluate, ["robustness", str(folder), *options])
        assert result.exit_code == 0, result.output
        assert "of 2 stay" in result.output
    kept = json.loads((tmp_path / "robustness-made-songs.json").read_text())
    assert kept["figures"]["m4a"]["songs"] == 2
    assert not kept["learnt_from"]
    assert "Made songs" in kept["command"]


def test_one_of_folder_and_data_is_wanted(tmp_path: Path) -> None:
    assert CliRunner().invoke(evaluate, ["robustness"]).exit_code == 2
    both = ["robustness", str(tmp_path), "--data", str(tmp_path)]
    assert CliRunner().invoke(evaluate, both).exit_code == 2
    empty = CliRunner().invoke(evaluate, ["robustness", str(tmp_path)])
    assert "no audio file" in empty.output
