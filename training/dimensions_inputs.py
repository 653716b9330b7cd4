"""The two inputs of Diaz Banet's networks for valence, arousal and dominance (2021).

MFCC as in that work: 13 at 22,050 Hz, Hann windows of 2,048 samples every 1,024, from 128 mel
bands in dB. Its other input, VGGish's 128 numbers each .96 s, is replaced: the embedding of
the music tagger MSD_vgg (Pons and Serra, 2019), heard through a window of 3 s about the middle of
each .96 s. The step from there to 128 numbers is fitted, and so belongs to each training.
"""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import click
import numpy as np
import numpy.typing as npt
import torch
from scipy.fft import dct, rfft

from moods.audio import decode
from moods.features import HOP, RATE, mel_filters
from training.datasets import Song
from training.musicnn_bodies import VggBody
from training.spectrogram_cnn import FRAMES
from training.spectrograms import cached_log_mels

Numbers = npt.NDArray[np.float32]

SECONDS = 30
"""Of every song, in two halves of 15 s; a shorter one is repeated from its beginning."""

MFCC = 13
MFCC_STEPS = 646
EMBEDDED_STEPS = 30

_MFCC_RATE, _MFCC_FFT, _MFCC_HOP, _MFCC_MELS = 22_050, 2048, 1024, 128
_RANGE_DB = 80.0
_STEP_SECONDS = 0.96
_MFCC_DEFINITION = "mfcc13-v1"  # a new name whenever the definition changes
_EMBEDDED_DEFINITION = "msdvgg96-v1"


def mfcc_of(samples: Numbers) -> Numbers:
    """MFCC of mono samples at 22,050 Hz, shape (1 + n // 1024, 13).

    Frames are centred, the ends padded with zeros; levels more than 80 dB below the loudest are
    raised to that.
    """
    padded = np.pad(np.asarray(samples, np.float32), _MFCC_FFT // 2)
    frames = np.lib.stride_tricks.sliding_window_view(padded, _MFCC_FFT)[::_MFCC_HOP]
    window = np.hanning(_MFCC_FFT + 1)[:-1].astype(np.float32)
    power = np.square(np.abs(rfft(frames * window, axis=1)))
    mels = power @ mel_filters(_MFCC_RATE, _MFCC_FFT, _MFCC_MELS)
    level = 10 * np.log10(np.maximum(mels, 1e-10))
    level = np.maximum(level, level.max() - _RANGE_DB)
    return np.asarray(dct(level, norm="ortho", axis=1)[:, :MFCC], np.float32)


def window_starts(half: int) -> list[int]:
    """Where the 15 windows of a half (0 or 1) begin, in frames of the log-mel of 30 s.

    Each is centred on its .96 s and moved just so far that it lies within its half.
    """
    a_second = RATE / HOP
    first, last = half * 15 * a_second, (half + 1) * 15 * a_second - FRAMES
    centres = [half * 15 + _STEP_SECONDS * (n + 0.5) for n in range(EMBEDDED_STEPS // 2)]
    starts = np.clip([at * a_second - FRAMES / 2 for at in centres], first, last)
    return [int(start) for start in np.ceil(starts - 1e-9)]


@torch.inference_mode()
def embeddings_of(body: VggBody, log_mel: Numbers) -> Numbers:
    """The tagger's embedding of each .96 s of a song's log-mel (frames, 96), shape (30, n)."""
    frames = round(SECONDS * RATE / HOP)
    whole = np.resize(log_mel, (frames, log_mel.shape[1]))
    starts = [*window_starts(0), *window_starts(1)]
    windows = np.stack([whole[start : start + FRAMES] for start in starts])
    return np.asarray(body(torch.from_numpy(windows)).numpy(), np.float32)


def cached_mfcc(songs: Sequence[Song], cache: Path) -> Numbers:
    """MFCC of every song, shape (songs, 646, 13), computed where `cache` lacks them."""

    def make(index: int) -> Numbers:
        clip = decode(songs[index].path, rate=_MFCC_RATE, seconds=SECONDS)
        return mfcc_of(np.resize(clip.samples, SECONDS * _MFCC_RATE))

    return _kept(songs, cache / _MFCC_DEFINITION, make, "MFCC")


def cached_embeddings(songs: Sequence[Song], cache: Path, load: Callable[[], VggBody]) -> Numbers:
    """Embeddings of every song, shape (songs, 30, n), computed where `cache` lacks them.

    `load` gives the tagger's body; it is called only if a song is lacking.
    """
    folder = cache / _EMBEDDED_DEFINITION
    if all((folder / f"{song.id}.npy").exists() for song in songs):
        return np.stack([np.load(folder / f"{song.id}.npy") for song in songs])
    body = load().eval()
    mels = cached_log_mels(songs, cache)
    return _kept(songs, folder, lambda index: embeddings_of(body, mels[index]), "Embeddings")


def _kept(
    songs: Sequence[Song], folder: Path, make: Callable[[int], Numbers], label: str
) -> Numbers:
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    with click.progressbar(range(len(songs)), label=label, file=sys.stderr) as bar:
        for index in bar:
            file = folder / f"{songs[index].id}.npy"
            if not file.exists():
                part = file.with_suffix(".part.npy")
                np.save(part, make(index))
                part.replace(file)
            rows.append(np.load(file))
    return np.stack(rows)
