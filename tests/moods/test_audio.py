import io
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moods.audio import MAX_BYTES, MAX_DECODED_SECONDS, RATE, decode
from moods.reading import ClipError
from tests.moods.sounds import FORMATS, chirps, encode, tone, wav_of
from tests.support.growth import growth


def _pitch(samples: np.ndarray) -> float:
    power = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(power.argmax() * RATE / len(samples))


def _code(data: bytes | Path) -> str:
    with pytest.raises(ClipError) as caught:
        decode(data)
    assert caught.value.message.endswith(".")
    return caught.value.code


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("layout", ["mono", "stereo"])
def test_every_common_format_gives_the_same_sound(kind: str, layout: str) -> None:
    clip = decode(encode(tone(3), kind, layout=layout))
    assert clip.samples.dtype == np.float32
    assert clip.samples.ndim == 1
    assert clip.rate == RATE
    assert clip.seconds == pytest.approx(3, abs=0.15)
    assert clip.offset_seconds == 0
    assert _pitch(clip.samples) == pytest.approx(440, abs=2)
    assert np.sqrt(np.mean(clip.samples[RATE:] ** 2)) == pytest.approx(0.5 / 2**0.5, rel=0.05)


def test_the_sound_of_a_video_is_read() -> None:
    clip = decode(encode(tone(3), "webm", picture=True))
    assert _pitch(clip.samples) == pytest.approx(440, abs=2)


@pytest.mark.parametrize("kind", FORMATS)
def test_the_middle_of_a_longer_recording_is_taken(kind: str, tmp_path: Path) -> None:
    file = tmp_path / "long"
    file.write_bytes(encode(chirps(90), kind))
    clip = decode(file, seconds=30)
    assert clip.seconds == pytest.approx(30, abs=0.05)
    assert clip.offset_seconds == pytest.approx(30, abs=0.3)
    assert clip.source_seconds == pytest.approx(90, abs=0.3)
    assert _pitch(clip.samples[RATE : 9 * RATE]) == pytest.approx(800, abs=3)
    assert _pitch(clip.samples[-9 * RATE : -RATE]) == pytest.approx(1200, abs=3)


def test_what_a_show_plays_of_a_song_is_taken_whole() -> None:
    clip = decode(encode(chirps(89), "ogg"))
    assert clip.seconds == pytest.approx(89, abs=0.2)
    assert clip.offset_seconds == 0
    longer = decode(encode(chirps(120), "mp3"))
    assert longer.seconds == pytest.approx(90, abs=0.05)
    assert longer.offset_seconds == pytest.approx(15, abs=0.3)


def test_a_shorter_piece_can_be_asked_for() -> None:
    clip = decode(encode(chirps(40), "flac"), seconds=10)
    assert clip.seconds == pytest.approx(10, abs=0.01)
    assert clip.offset_seconds == pytest.approx(15, abs=0.2)


@pytest.mark.parametrize("seconds", [0, -1, MAX_DECODED_SECONDS + 1])
def test_an_absurd_piece_is_refused(seconds: float) -> None:
    with pytest.raises(ValueError, match="seconds"):
        decode(b"", seconds=seconds)


@pytest.mark.parametrize("kind", ["mp3", "ogg", "opus", "flac", "wav", "webm"])
def test_a_recording_cut_short_is_read_as_far_as_it_goes(kind: str) -> None:
    whole = encode(chirps(90), kind)
    clip = decode(whole[: len(whole) // 4])
    assert 5 < clip.seconds <= 90.01


def test_what_holds_no_sound_is_told_apart(tmp_path: Path) -> None:
    assert _code(b"") == "clip_empty"
    assert _code(b"<html><body>Not found</body></html>") == "clip_not_audio"
    assert _code(b"#EXTM3U\nhttp://127.0.0.1/secret.mp3\n") == "clip_not_audio"
    assert _code(b"ffconcat version 1.0\nfile /etc/passwd\n") == "clip_not_audio"
    assert _code(zlib.compress(bytes(10_000_000))) == "clip_not_audio"
    assert _code(encode(tone(3), "m4a")[:200]) == "clip_corrupt"
    assert _code(b"ID3" + bytes(5000)) == "clip_corrupt"
    assert _code(encode(tone(0.3), "wav")) == "clip_empty"
    assert _code(bytes(MAX_BYTES + 1)) == "clip_too_large"
    assert _code(tmp_path) == "clip_not_audio"
    assert _code(tmp_path / "nowhere") == "clip_not_audio"
    assert _code(Path("/dev/zero")) == "clip_not_audio"


def test_silence_is_not_read() -> None:
    assert _code(encode(np.zeros(44_100 * 3, np.float32), "mp3")) == "clip_silent"
    assert _code(wav_of(np.zeros(RATE * 3, np.int16), RATE)) == "clip_silent"


def test_a_header_that_makes_no_sense_is_refused() -> None:
    noise = np.random.default_rng(1).integers(-9999, 9999, 60_000).astype(np.int16)
    for rate in (0, 1, 100, 4_000_000_000):
        assert _code(wav_of(noise, rate)) == "clip_corrupt"
    for channels in (0, 9, 255, 65_535):
        assert _code(wav_of(noise, RATE, channels)) == "clip_corrupt"


def test_samples_that_are_not_numbers_are_refused() -> None:
    broken = tone(2, RATE)
    broken[1000] = np.nan
    assert _code(wav_of(broken, RATE, code=3)) == "clip_corrupt"


def test_absurdly_loud_samples_are_held_in_bounds() -> None:
    assert np.abs(decode(wav_of(tone(2, RATE) * 1e30, RATE, code=3)).samples).max() <= 4


def test_an_hour_of_sound_costs_no_more_than_its_middle(tmp_path: Path) -> None:
    for minutes in (3, 60):
        sound = np.tile(np.arange(-99, 99, dtype=np.int16), minutes * 60 * RATE // 198 + 1)
        (tmp_path / f"{minutes}.wav").write_bytes(wav_of(sound[: minutes * 60 * RATE], RATE))
    assert growth(lambda minutes: decode(tmp_path / f"{minutes}.wav"), 3, 60) < 5
    clip = decode(tmp_path / "60.wav")
    assert clip.seconds == 90
    assert clip.offset_seconds == pytest.approx(1755, abs=1)


def test_a_small_file_that_unfolds_to_hours_is_bounded() -> None:
    small = encode(np.full(44_100 * 600, 0.25, np.float32), "flac")
    assert len(small) < 500_000
    assert decode(small).seconds <= MAX_DECODED_SECONDS


@settings(max_examples=150, deadline=None)
@given(
    kind=st.sampled_from(["mp3", "ogg", "m4a", "flac", "wav", "webm"]),
    cuts=st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=40)), max_size=6),
    end=st.floats(0.01, 1),
)
def test_damage_is_read_over_or_refused(
    kind: str, cuts: list[tuple[float, bytes]], end: float
) -> None:
    data = bytearray(_WHOLE[kind])
    for place, dirt in cuts:
        at = int(place * (len(data) - 1))
        data[at : at + len(dirt)] = dirt
    try:
        clip = decode(bytes(data[: int(end * len(data))]))
    except ClipError as error:
        assert error.code.startswith("clip_")
    else:
        assert np.isfinite(clip.samples).all()
        assert 1 <= clip.seconds <= MAX_DECODED_SECONDS


@settings(max_examples=100, deadline=None)
@given(head=st.sampled_from([b"", b"RIFF    WAVE", b"OggS", b"fLaC", b"ID3", b"    ftyp",
                             b"\x1a\x45\xdf\xa3", b"\xff\xf1", b"\xff\xfb"]),
       tail=st.binary(max_size=3000))  # fmt: skip
def test_rubbish_is_refused(head: bytes, tail: bytes) -> None:
    try:
        decode(io.BytesIO(head + tail).getvalue())
    except ClipError as error:
        assert error.message


_WHOLE = {kind: encode(tone(4), kind) for kind in ("mp3", "ogg", "m4a", "flac", "wav", "webm")}
