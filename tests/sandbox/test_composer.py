"""The composer: moods can be told apart by measurement, and nothing clicks, clips or varies."""

import io
from itertools import pairwise
from random import Random
from statistics import mean

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from sandbox.composer import compose
from sandbox.encoding import MEDIA_TYPES, encode
from sandbox.music.arrangement import arrange
from sandbox.music.harmony import lay_bars, voice
from sandbox.music.style import style_of

RATE = 44_100
MOODS = {
    "happy": (0.78, 0.76),
    "energetic": (0.25, 0.82),
    "sad": (0.22, 0.25),
    "calm": (0.78, 0.25),
}
SEEDS = (3, 4)
Samples = NDArray[np.float32]


@pytest.fixture(scope="module")
def clips() -> dict[str, list[Samples]]:
    return {
        mood: [compose(valence, arousal, seed) for seed in SEEDS]
        for mood, (valence, arousal) in MOODS.items()
    }


def _spectra(clip: Samples, window: int = 2048) -> NDArray[np.float64]:
    mono = clip.mean(axis=1)
    frames = mono[: len(mono) // window * window].reshape(-1, window) * np.hanning(window)
    return np.abs(np.fft.rfft(frames, axis=1))


def _loudness(clip: Samples) -> float:
    return float(20 * np.log10(np.sqrt((clip**2).mean())))


def _brightness(clip: Samples) -> float:
    spectra = _spectra(clip)
    return float((spectra * np.fft.rfftfreq(2048, 1 / RATE)).sum() / spectra.sum())


def _stir(clip: Samples) -> float:
    """How much the spectrum rises from one moment to the next."""
    levels = np.log(_spectra(clip, 1024) + 0.1)
    return float(np.maximum(np.diff(levels, axis=0), 0).mean())


def _onsets_a_second(mood: str, seed: int) -> float:
    rng = Random(f"{seed}")
    score = arrange(style_of(*MOODS[mood], rng), 30, rng)
    starts = [note.start for part in score.parts for note in part.notes]
    starts += [hit.start for hit in score.hits]
    return len({round(start / 0.03) for start in starts}) / 30


def _pitch_class(clip: Samples, semitone: int) -> float:
    """Energy near the five octaves of a pitch class from 130 Hz up."""
    spectrum = np.abs(np.fft.rfft(clip.mean(axis=1))) ** 2
    hertz = np.fft.rfftfreq(len(clip), 1 / RATE)
    pitches = 69 + 12 * np.log2(np.maximum(hertz, 1) / 440)
    near = (np.abs((pitches - semitone + 6) % 12 - 6) < 0.3) & (pitches > 48) & (pitches < 96)
    return float(spectrum[near].sum())


def _average(clips: list[Samples], measure: object) -> float:
    assert callable(measure)
    return mean(measure(clip) for clip in clips)


def test_a_clip_is_thirty_seconds_of_stereo_float32(clips: dict[str, list[Samples]]) -> None:
    for clip in clips["happy"]:
        assert clip.shape == (30 * RATE, 2)
        assert clip.dtype == np.float32
        assert np.abs(clip[:, 0] - clip[:, 1]).max() > 0.01


def test_nothing_clips_and_both_ends_are_silent(clips: dict[str, list[Samples]]) -> None:
    for clip in (clip for same in clips.values() for clip in same):
        assert np.isfinite(clip).all()
        assert np.abs(clip).max() < 0.95
        assert np.abs(clip[:20]).max() < 0.01
        assert np.abs(clip[-20:]).max() < 0.01
        assert abs(float(clip.mean())) < 0.005


def test_soft_music_has_no_clicks(clips: dict[str, list[Samples]]) -> None:
    for clip in (*clips["sad"], *clips["calm"]):
        assert np.abs(np.diff(clip, axis=0)).max() < 0.2


def test_the_same_arguments_give_the_same_sound_and_another_seed_another_piece() -> None:
    first = compose(0.7, 0.7, 11, seconds=4)
    assert np.array_equal(first, compose(0.7, 0.7, 11, seconds=4))
    assert not np.array_equal(first, compose(0.7, 0.7, 12, seconds=4))


def test_lively_music_is_louder_brighter_and_busier(clips: dict[str, list[Samples]]) -> None:
    for lively in ("happy", "energetic"):
        for quiet in ("sad", "calm"):
            assert _average(clips[lively], _loudness) > _average(clips[quiet], _loudness) + 4
            assert _average(clips[lively], _brightness) > 1.5 * _average(clips[quiet], _brightness)
            assert _average(clips[lively], _stir) > 1.5 * _average(clips[quiet], _stir)


def test_lively_music_has_at_least_twice_as_many_onsets() -> None:
    for seed in SEEDS:
        onsets = {mood: _onsets_a_second(mood, seed) for mood in MOODS}
        assert min(onsets["happy"], onsets["energetic"]) > 2 * max(onsets["sad"], onsets["calm"])


def test_energetic_music_is_the_loudest_and_has_the_fullest_middle(
    clips: dict[str, list[Samples]],
) -> None:
    def middle(clip: Samples) -> float:
        spectra = _spectra(clip) ** 2
        hertz = np.fft.rfftfreq(2048, 1 / RATE)
        return float(spectra[:, (hertz > 1500) & (hertz < 5000)].sum() / spectra.sum())

    assert _average(clips["energetic"], _loudness) > _average(clips["happy"], _loudness)
    assert _average(clips["energetic"], middle) > _average(clips["happy"], middle)
    assert _average(clips["energetic"], middle) > 2 * _average(clips["calm"], middle)


@pytest.mark.parametrize("mood", MOODS)
def test_the_third_of_the_key_tells_major_from_minor(
    mood: str, clips: dict[str, list[Samples]]
) -> None:
    for seed, clip in zip(SEEDS, clips[mood], strict=True):
        tonic = style_of(*MOODS[mood], Random(f"{seed}")).tonic
        major, minor = _pitch_class(clip, tonic + 4), _pitch_class(clip, tonic + 3)
        assert (minor > major) == (mood in {"energetic", "sad"})


def test_tempo_rises_with_arousal_and_is_fastest_where_valence_is_low() -> None:
    tempo = {mood: style_of(*place, Random(1)).tempo for mood, place in MOODS.items()}
    assert tempo["energetic"] > tempo["happy"] + 15
    assert tempo["happy"] > tempo["sad"] + 25
    assert tempo["happy"] > tempo["calm"] + 25


def test_chords_move_smoothly() -> None:
    for place in MOODS.values():
        style = style_of(*place, Random(2))
        bars = lay_bars(style, 30)
        chords = voice(bars, 52, 74, Random(2))
        steps = [
            min(abs(pitch - other) for other in before)
            for before, after in pairwise(chords)
            for pitch in after
        ]
        assert mean(steps) <= 2
        assert all({p % 12 for p in c} == set(b.tones) for b, c in zip(bars, chords, strict=True))


@pytest.mark.parametrize(("valence", "arousal"), [(0, 0), (0, 1), (1, 0), (1, 1), (0.5, 0.5)])
def test_every_corner_of_the_plane_sounds(valence: float, arousal: float) -> None:
    clip = compose(valence, arousal, 1, seconds=6)
    assert -32 < _loudness(clip) < -6


@pytest.mark.parametrize(("valence", "arousal", "seconds"), [(-0.1, 0.5, 30), (0.5, 0.5, 1)])
def test_places_off_the_plane_and_too_short_a_time_are_refused(
    valence: float, arousal: float, seconds: float
) -> None:
    with pytest.raises(ValueError, match=r"numbers from 0 to 1|at least two seconds"):
        compose(valence, arousal, 1, seconds=seconds)


@pytest.mark.parametrize("extension", MEDIA_TYPES)
def test_each_format_decodes_back_to_the_same_music(
    extension: str, clips: dict[str, list[Samples]]
) -> None:
    clip = clips["calm"][0]
    data = encode(clip, RATE, extension)
    assert data == encode(clip, RATE, extension)
    assert 300_000 < len(data) < 700_000
    with av.open(io.BytesIO(data)) as container:
        stream = container.streams.audio[0]
        assert stream.channels == 2
        frames = [frame.to_ndarray() for frame in container.decode(stream)]
        sound = np.concatenate(frames, axis=1)
        assert sound.shape[1] / stream.rate == pytest.approx(30, abs=0.1)
    assert float(np.sqrt((sound**2).mean())) == pytest.approx(
        float(np.sqrt((clip**2).mean())), rel=0.1
    )


def test_other_formats_and_mono_are_refused() -> None:
    silence = np.zeros((RATE, 2), np.float32)
    with pytest.raises(ValueError, match="no such format"):
        encode(silence, RATE, "wma")
    with pytest.raises(ValueError, match=r"\(n, 2\)"):
        encode(silence[:, 0], RATE, "mp3")
