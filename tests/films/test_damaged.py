"""Files that are damaged or have holes: what can be read is read, and what is lost is told."""

from collections.abc import Sequence
from pathlib import Path

import av
import numpy as np
import pytest

from films.errors import FilmError, Trouble
from tests.films.media import RATE, tone, write
from tests.films.streams import codes, read, refused


def test_a_hole_in_the_middle_is_silence(tmp_path: Path) -> None:
    file = write_with_holes(tmp_path / "gap.mkv", [(2.0, 5.0)], 4.0)
    samples, sound = read(file)
    assert len(samples) / RATE == pytest.approx(9, abs=0.1)
    assert np.abs(samples[round(2.2 * RATE) : round(6.8 * RATE)]).max() < 0.01
    assert np.abs(samples[round(7.2 * RATE) :]).max() > 0.2
    assert [str(trouble.message) for trouble in sound.troubles] == [
        "There is no sound from 0:02 to 0:07, as where a piece is missing; silence stands there."
    ]


def test_a_clock_that_jumps_away_is_put_right_and_told(tmp_path: Path) -> None:
    file = write_with_holes(tmp_path / "jump.nut", [(2.0, 40 * 3600.0)], 4.0)
    samples, sound = read(file)
    assert len(samples) / RATE == pytest.approx(4, abs=0.1)
    assert "film_clock" in codes(sound)


def test_a_file_that_ends_early_gives_what_is_there_and_says_so(tmp_path: Path) -> None:
    for name, codec in (("a.mkv", "aac"), ("a.wav", "pcm_s16le"), ("a.mp4", "aac")):
        options = {"movflags": "faststart"} if name == "a.mp4" else {}
        file = write(tmp_path / name, tone(60), codec=codec, options=options)
        body = file.read_bytes()
        file.write_bytes(body[: len(body) * 6 // 10])
        samples, sound = read(file)
        assert 30 < len(samples) / RATE < 40
        assert codes(sound) == ["film_cut_short"]


def test_a_file_that_cannot_be_opened_for_its_damage_says_so(tmp_path: Path) -> None:
    file = write(tmp_path / "a.mp4", tone(20), codec="aac")
    file.write_bytes(file.read_bytes()[:20_000])  # its index is at the end
    assert refused(file) == "film_damaged"


def test_damage_in_the_middle_is_silence_and_told(tmp_path: Path) -> None:
    file = write(tmp_path / "a.mp3", tone(60), codec="libmp3lame", rate=44_100)
    body = bytearray(file.read_bytes())
    middle = slice(len(body) * 4 // 10, len(body) * 5 // 10)
    body[middle] = np.random.default_rng(3).bytes(middle.stop - middle.start)
    file.write_bytes(body)
    samples, sound = read(file)
    assert len(samples) / RATE == pytest.approx(60, abs=8)
    assert np.abs(samples[-5 * RATE : -RATE]).max() > 0.2
    assert any(isinstance(trouble, Trouble) for trouble in sound.troubles)


def test_what_lies_behind_damage_is_read_and_the_hole_is_told(tmp_path: Path) -> None:
    for name, codec, layout in (
        ("a.ogg", "libopus", "mono"),
        ("a.mkv", "aac", "mono"),
        ("a.ts", "aac", "stereo"),
        ("a.flac", "flac", "mono"),
    ):
        noise = np.random.default_rng(5).normal(0, 0.1, 60 * RATE).astype(np.float32)
        file = write(tmp_path / name, noise, codec=codec, rate=48_000, layout=layout)
        body = bytearray(file.read_bytes())
        middle = slice(len(body) * 4 // 10, len(body) * 5 // 10)
        body[middle] = np.random.default_rng(3).bytes(middle.stop - middle.start)
        file.write_bytes(body)
        samples, sound = read(file)
        assert len(samples) / RATE == pytest.approx(60, abs=0.5), name
        assert np.abs(samples[50 * RATE : 59 * RATE]).max() > 0.05, name
        assert "film_hole" in codes(sound), name


def test_several_holes_are_told_as_one_trouble(tmp_path: Path) -> None:
    file = write_with_holes(tmp_path / "gaps.mkv", ((2.0, 5.0), (6.0, 3.0)), 10.0)
    samples, sound = read(file)
    assert len(samples) / RATE == pytest.approx(18, abs=0.1)
    assert [trouble.message for trouble in sound.troubles] == [
        "There is no sound in 2 places, 0:08 in all, as where pieces are missing, the first from "
        "0:02 to 0:07; silence stands there."
    ]


def test_an_ogg_file_without_its_last_page_is_cut_short(tmp_path: Path) -> None:
    file = write(tmp_path / "a.ogg", tone(60), codec="libopus", rate=48_000)
    body = file.read_bytes()
    assert codes(read(file)[1]) == []
    for missing in (10, len(body) // 2):
        file.write_bytes(body[:-missing])
        assert codes(read(file)[1]) == ["film_cut_short"]


def write_with_holes(path: Path, holes: Sequence[tuple[float, float]], seconds: float) -> Path:
    """A file of so many seconds of sound whose clock passes over others.

    `holes`: after how many seconds of sound each comes, and how long it is.
    """
    with av.open(str(path), "w") as out:
        stream = out.add_stream("pcm_s16le", rate=RATE)
        stream.layout = "mono"
        sound = tone(seconds)
        for begin in range(0, len(sound), 1600):
            some = (sound[begin : begin + 1600] * 32767).astype(np.int16)[None]
            frame = av.AudioFrame.from_ndarray(some, format="s16", layout="mono")
            frame.sample_rate = RATE
            passed = sum(length for after, length in holes if begin >= after * RATE)
            frame.pts = begin + round(passed * RATE)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


@pytest.mark.parametrize(
    ("name", "codec"),
    [("a.mkv", "aac"), ("a.mp4", "aac"), ("a.ogg", "libopus"), ("a.mp3", "libmp3lame")],
)
def test_whatever_is_wrong_with_a_file_is_said_and_never_raised_otherwise(
    tmp_path: Path, name: str, codec: str
) -> None:
    file = write(tmp_path / name, tone(3), codec=codec, rate=48_000)
    whole = file.read_bytes()
    random = np.random.default_rng(7)
    for _ in range(40):
        body = bytearray(whole[: random.integers(1, len(whole) + 1)])
        for at in random.integers(0, len(body), random.integers(0, 60)):
            body[at] = random.integers(0, 256)
        file.write_bytes(body)
        try:
            samples, _ = read(file)
        except FilmError as error:
            assert error.message
        else:
            assert np.isfinite(samples).all()
            assert np.abs(samples).max(initial=0) <= 4
