"""The recipe that is served: three music taggers' bodies, pruned, with one head over them."""

import tempfile
import zipfile
from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

import numpy as np
import torch

from moods.features import windows_of
from training.cross_validation import Labels, Material, Say, Scores
from training.feelings import feelings
from training.musicnn_bodies import TAGS, Tagger, graph_tags, load_tagger
from training.spectrogram_cnn import FRAMES
from training.tagger import LICENCE, TaggerError
from training.three_taggers import ThreeTaggers
from training.three_taggers_fit import (
    Numbers,
    Settings,
    Songs,
    frozen_maps,
    song_numbers,
    train,
)

MODELS = ("MSD_vgg", "MSD_musicnn", "MTT_musicnn")
CITATION = (
    "J. Pons and X. Serra, 'musicnn: pre-trained convolutional neural networks for music audio "
    "tagging', ISMIR late-breaking demo, 2019; the checkpoints MSD_vgg and MSD_musicnn, trained "
    "by their authors on the Million Song Dataset, and MTT_musicnn, on MagnaTagATune."
)
LEFT_ALONE = (
    "As published, but for dead filters left out: the first three blocks of MSD_vgg, the front of "
    "MSD_musicnn, all of MTT_musicnn, and every batch normalisation's statistics."
)
_NOTES = (
    "What was chosen where: the penalty of the head by inner folds. Which layers, how many "
    "taggers, what to do about loudness (about 30 candidates), five windows of ten, and the rates' "
    "bounds, epochs, dropout and weight of the second task (about 10) by the log loss of the same "
    "ten folds, so that the figures are a little better than new songs will bear out (by .005 "
    "is a guess, not a measure). The finder's rate, found once on the first fold's songs, lies at "
    "its lower bound.",
    "Five windows are every second of ten evenly spread ones.",
)
_WINDOWS = 10
_TOLERANCE = 1e-3


def load_bodies(source: Path) -> ThreeTaggers:
    """The pruned bodies with a head that knows nothing, from the package's wheel or folder.

    Raises:
        TaggerError: one is not there, or torch and the checkpoint's own graph disagree.
    """
    vgg, musicnn, second = load_taggers(source, MODELS)
    return ThreeTaggers.of(vgg, musicnn, second, Settings().dropout)


def load_taggers(source: Path, models: Sequence[str]) -> list[Tagger]:
    """Some of the package's taggers, whole, from its wheel or folder. Raises TaggerError, as
    above."""
    with tempfile.TemporaryDirectory() as scratch:
        if source.is_file():
            with zipfile.ZipFile(source) as wheel:
                wanted = tuple(f"musicnn/{model}/" for model in models)
                wheel.extractall(scratch, [n for n in wheel.namelist() if n.startswith(wanted)])
            source = Path(scratch) / "musicnn"
        return [_checked(source / model) for model in models]


def _checked(folder: Path) -> Tagger:
    tagger = load_tagger(folder)
    windows = np.random.default_rng(1).random((2, FRAMES, 96), np.float32) * 3
    with torch.inference_mode():
        ours = tagger.tags(tagger.body(torch.from_numpy(windows))).numpy()
    theirs = graph_tags(folder, windows)
    gap = float(np.abs(ours - theirs).max())
    if not (theirs.shape[1] == TAGS and gap < _TOLERANCE):
        raise TaggerError(f"{folder.name} loads wrongly: its tags are off by {gap:.3g}.")
    return tagger


class FromThreeTaggers:
    """Trains a `ThreeTaggers`: the head to its end, then the upper layers with it.

    Args:
        network: untrained, as `load_bodies` gives it.
        runs: where the learning rate, once found, is kept.
    """

    name = "three-taggers"

    def __init__(
        self, network: ThreeTaggers, runs: Path, say: Say, epochs: int = Settings.epochs
    ) -> None:
        self.network, self.say = network.eval(), say
        self.kept_rate = runs / f"{self.name}-rate.json"
        self.settings = Settings(epochs=epochs)
        self.key = repr(self.settings)
        self._known: tuple[Material, Songs, Numbers] | None = None
        self._run: dict[str, Any] = {}

    def train(self, material: Material, learn: Labels, seed: int) -> ThreeTaggers:
        """A network trained on the songs at these positions."""
        songs, numbers = self._heard(material)
        network = deepcopy(self.network)
        self._run = train(
            network,
            songs,
            learn,
            self.settings,
            seed=seed,
            kept_rate=self.kept_rate,
            numbers=numbers,
        )
        return network

    def describe(self) -> dict[str, Any]:
        """Settings, and the last run's losses by batch."""
        return {
            "network": f"{', '.join(MODELS)}: pruned bodies, one linear head",
            "source": CITATION,
            "source_licence": LICENCE,
            "left_alone": LEFT_ALONE,
            "weights": sum(p.numel() for p in self.network.parameters()),
            "notes": list(_NOTES),
            **self._run,
        }

    def _heard(self, material: Material) -> tuple[Songs, Numbers]:
        """What the layers that are never trained hear; made once a run, about 0.6 GB."""
        if self._known is None or self._known[0] is not material:
            self.say("hearing every song through the taggers' lower layers")
            heard = [windows_of(song, FRAMES, _WINDOWS) for song in material.spectrograms]
            maps, rows = frozen_maps(self.network, heard)
            songs = Songs(maps, rows, material.labels, feelings_of(material))
            self._known = (material, songs, song_numbers(self.network, songs))
        return self._known[1:]


def feelings_of(material: Material) -> Scores:
    """Valence, arousal, dominance of every song; the middle of its mood's quarter if unknown."""
    return feelings(material.songs)
