"""Any media becomes one stream of mono samples at 16 kHz on the recording's own clock."""

from pathlib import Path

import av
import numpy as np
import pytest

from films.stream import Samples
from tests.films.media import RATE, silence, tone, write
from tests.films.streams import codes, read, refused


def loud_from(samples: Samples) -> float:
    """Seconds until the sound begins."""
    return float(np.argmax(np.abs(samples) > 0.1) / RATE)


@pytest.mark.parametrize(
    ("name", "codec", "rate", "layout"),
    [
        ("a.wav", "pcm_s16le", 8_000, "mono"),
        ("a.flac", "flac", 44_100, "stereo"),
        ("a.ogg", "libopus", 48_000, "stereo"),
        ("a.opus", "libopus", 48_000, "stereo"),
        ("a.mp3", "libmp3lame", 32_000, "mono"),
        ("a.mp4", "aac", 48_000, "stereo"),
        ("a.mkv", "aac", 48_000, "5.1"),
        ("a.avi", "mp2", 48_000, "stereo"),
        ("a.ts", "aac", 48_000, "stereo"),
        ("a.aiff", "pcm_s16be", 22_050, "mono"),
    ],
)
def test_any_container_codec_rate_and_layout_becomes_the_same_sound(
    tmp_path: Path, name: str, codec: str, rate: int, layout: str
) -> None:
    file = write(tmp_path / name, tone(6), codec=codec, rate=rate, layout=layout)
    samples, sound = read(file)
    assert samples.dtype == np.float32
    assert len(samples) / RATE == pytest.approx(6, abs=0.15)
    spectrum = np.abs(np.fft.rfft(samples[RATE : 2 * RATE]))
    assert spectrum.argmax() == pytest.approx(440, abs=2)
    assert codes(sound) == []


def test_channels_that_take_each_other_away_are_no_silence(tmp_path: Path) -> None:
    file = tmp_path / "a.wav"
    with av.open(str(file), "w") as out:
        stream = out.add_stream("pcm_s16le", rate=RATE)
        stream.layout = "stereo"
        one = (tone(6) * 32767).astype(np.int16)
        both = np.stack([one, -one]).T.reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(both), "s16", "stereo")
        frame.sample_rate = RATE
        out.mux([*stream.encode(frame), *stream.encode(None)])
    samples, _ = read(file)
    assert np.abs(samples).max() == pytest.approx(0.3, abs=0.02)


def test_sound_beside_a_picture_is_read(tmp_path: Path) -> None:
    file = write(tmp_path / "film.mp4", tone(3), codec="aac", rate=48_000, video=True)
    assert len(read(file)[0]) / RATE == pytest.approx(3, abs=0.1)


def test_sound_that_begins_after_the_picture_is_silence_until_then(tmp_path: Path) -> None:
    file = write(tmp_path / "late.mkv", tone(3), codec="pcm_s16le", starts=[2.0], video=True)
    samples, _ = read(file)
    assert loud_from(samples) == pytest.approx(2, abs=0.02)
    assert len(samples) / RATE == pytest.approx(5, abs=0.1)


def test_sound_before_the_clock_s_zero_is_kept(tmp_path: Path) -> None:
    options = {"avoid_negative_ts": "disabled"}
    file = write(tmp_path / "early.mkv", tone(4), starts=[-1.5], options=options)
    samples, _ = read(file)
    assert len(samples) / RATE == pytest.approx(4, abs=0.05)
    assert loud_from(samples) < 0.02


def test_a_second_reading_goes_on_at_the_same_place(tmp_path: Path) -> None:
    sweep = np.concatenate([tone(1, 200 + 50 * second) for second in range(20)])
    for name, codec in (("a.ogg", "libopus"), ("a.mp4", "aac"), ("a.mp3", "libmp3lame")):
        file = write(tmp_path / name, sweep, codec=codec, rate=48_000)
        whole, _ = read(file)
        rest, _ = read(file, start=12)
        assert len(rest) == pytest.approx(len(whole) - 12 * RATE, abs=160)
        shared = min(len(rest), len(whole) - 12 * RATE) - RATE
        here = np.abs(np.fft.rfft(whole[12 * RATE :][:shared]))
        there = np.abs(np.fft.rfft(rest[:shared]))
        assert np.corrcoef(here, there)[0, 1] > 0.99


def test_what_was_damaged_before_a_reading_goes_on_is_told_and_moves_nothing(
    tmp_path: Path,
) -> None:
    part = write(tmp_path / "1.mp3", tone(3), codec="libmp3lame", rate=44_100).read_bytes()
    file = tmp_path / "all.mp3"
    file.write_bytes(part * 12)  # each begins with a frame that holds no sound
    whole, sound = read(file)
    rest, again = read(file, start=30)
    assert np.array_equal(rest, whole[30 * RATE :])
    assert again.troubles == sound.troubles != []


def test_of_several_tracks_the_default_one_is_read_and_named(tmp_path: Path) -> None:
    file = write(tmp_path / "two.mkv", [tone(2, 300), tone(2, 900)], languages=["eng", "jpn"])
    samples, sound = read(file)
    assert np.abs(np.fft.rfft(samples[:RATE])).argmax() == pytest.approx(300, abs=2)
    assert [trouble.code for trouble in sound.troubles] == ["film_tracks"]
    assert "number 1 (eng) was read" in sound.troubles[0].message
    other, sound = read(file, track=2)
    assert np.abs(np.fft.rfft(other[:RATE])).argmax() == pytest.approx(900, abs=2)
    assert sound.track.language == "jpn"
    assert refused(file, track=3) == "film_no_track"


def test_what_is_no_recording_says_so(tmp_path: Path) -> None:
    empty, text, noise = (tmp_path / name for name in ("empty.mkv", "text.mp4", "noise.mp3"))
    empty.touch()
    text.write_text("This is no film at all.\n" * 100)
    noise.write_bytes(np.random.default_rng(0).bytes(20_000))
    assert refused(empty) == "film_empty"
    assert refused(text) == "film_not_media"
    assert refused(noise) in {"film_not_media", "film_damaged"}
    assert refused(tmp_path) == "film_not_found"
    assert refused(tmp_path / "missing.mkv") == "film_not_found"


def test_what_only_looks_like_a_format_is_no_recording(tmp_path: Path) -> None:
    file = tmp_path / "a.mp3"
    for body in (bytes(200_000), np.random.default_rng(0).bytes(300_000)):
        file.write_bytes(body)
        assert refused(file) == "film_not_media"


def test_a_picture_without_sound_says_so(tmp_path: Path) -> None:
    assert refused(write(tmp_path / "mute.mp4", [], video=True)) == "film_no_audio"


def test_a_playlist_dressed_up_as_a_film_opens_nothing(tmp_path: Path) -> None:
    write(tmp_path / "other.ts", tone(3), codec="aac", rate=48_000)
    for text in (
        "#EXTM3U\n#EXTINF:3,\nother.ts\n#EXT-X-ENDLIST\n",
        "ffconcat version 1.0\nfile other.ts\n",
    ):
        liar = tmp_path / "film.mkv"
        liar.write_text(text)
        assert refused(liar) in {"film_not_media", "film_damaged", "film_no_audio"}


def test_recordings_put_one_behind_the_other_are_read_to_their_end(tmp_path: Path) -> None:
    one = write(tmp_path / "1.ts", tone(4), codec="aac", rate=48_000, layout="stereo")
    other = write(tmp_path / "2.ts", tone(4, 900), codec="aac", rate=22_050)
    both = tmp_path / "both.ts"
    both.write_bytes(one.read_bytes() + other.read_bytes())
    samples, sound = read(both)
    assert len(samples) / RATE == pytest.approx(8, abs=0.5)
    for at, pitch in ((1, 440), (-2, 900)):
        second = samples[at * RATE :][:RATE]
        assert np.abs(np.fft.rfft(second)).argmax() == pytest.approx(pitch, abs=2)
    assert codes(sound) == ["film_clock"]


def test_rates_that_make_no_sense_are_refused(tmp_path: Path) -> None:
    file = write(tmp_path / "a.wav", silence(1))
    for rate in (1, 3_000_000):
        body = bytearray(file.read_bytes())
        body[24:28] = rate.to_bytes(4, "little")
        body[28:32] = (rate * 2).to_bytes(4, "little")
        file.write_bytes(body)
        assert refused(file) == "film_absurd"


def test_locked_sound_is_told_from_damaged_sound(tmp_path: Path) -> None:
    key = {
        "encryption_scheme": "cenc-aes-ctr",
        "encryption_key": "00112233445566778899aabbccddeeff",
        "encryption_kid": "0123456789abcdef0123456789abcdef",
    }
    locked = write(tmp_path / "locked.mp4", tone(3), codec="aac", options=key)
    assert refused(locked) == "film_protected"
    bought = write(tmp_path / "bought.m4a", tone(3), codec="aac", container="mp4")
    bought.write_bytes(bought.read_bytes().replace(b"mp4a", b"drms"))
    assert refused(bought) == "film_protected"
    stream = write(tmp_path / "scrambled.ts", tone(9), codec="aac", rate=48_000, layout="stereo")
    body = bytearray(stream.read_bytes())
    for at in range(0, len(body), 188):
        body[at + 3] |= 0x80
    stream.write_bytes(body)
    assert refused(stream) == "film_protected"


def test_a_locked_matroska_track_is_told(tmp_path: Path) -> None:
    def element(name: str, body: bytes) -> bytes:
        return bytes.fromhex(name) + (len(body) | 1 << 28).to_bytes(4) + body

    encryption = element("5035", element("47e1", b"\x05"))
    entry = element("ae", element("6d80", element("6240", encryption)))
    body = element("1a45dfa3", element("4282", b"webm")) + element(
        "18538067", element("1654ae6b", entry)
    )
    file = tmp_path / "locked.webm"
    file.write_bytes(body)
    assert refused(file) == "film_protected"
