"""The detector's networks: one for each fold, that has not learnt from it, and one of all."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import torch

from films.detector import SOUNDS, next_piece
from training.from_three_taggers import load_taggers
from training.metrics import Scores
from training.musicnn_bodies import MusicnnBody, prune
from training.sound_fit import fit, logits_of, tagged_of
from training.sound_metrics import macro_f1
from training.sound_network import SoundNetwork
from training.sound_parts import FOLDS, Recorded
from training.sound_pools import (
    Scenes,
    ToJudge,
    ToLearn,
    to_follow,
    to_learn,
    together,
)

TAGGER = "MSD_musicnn"
ALL = "all"
_APART = 1000  # between the numbers of the scenes of one fold and the next

Say = Callable[[str], None]


@dataclass(frozen=True)
class Material:
    """What a run learns from and is judged by, and how it learns."""

    recorded: Sequence[Recorded]
    judged: Mapping[str, ToJudge]
    cache: Path
    folder: Path
    tagger: MusicnnBody | None
    followed: int
    seconds: int
    epochs: int
    seed: int

    def learnt(self, parts: Sequence[str]) -> ToLearn:
        """Single seconds of some parts."""
        return together([to_learn(self.recorded, part, self.seconds, self.cache) for part in parts])

    def followed_in(self, parts: Sequence[str]) -> Scenes:
        """Whole scenes of some parts."""
        network = SoundNetwork(self.tagger)
        name = TAGGER if self.tagger else f"random-{self.seed}"
        ears = (name, lambda rows: tagged_of(network, rows))
        return together(
            [to_follow(self.recorded, part, self.followed, ears, self.cache) for part in parts]
        )

    def every(self, name: str) -> npt.NDArray[Any]:
        """One of the fields of `ToJudge`, of all folds in a row."""
        return np.concatenate([getattr(self.judged[fold], name) for fold in FOLDS])

    def folds(self, name: str) -> npt.NDArray[Any]:
        """The fold of each row of that field."""
        return np.repeat(FOLDS, [len(getattr(self.judged[fold], name)) for fold in FOLDS])

    def scenes(self) -> npt.NDArray[Any]:
        """The scene of each second, told apart over the folds."""
        return np.concatenate(
            [self.judged[fold].scenes + _APART * place for place, fold in enumerate(FOLDS)]
        )


def load_body(source: Path) -> MusicnnBody:
    """The tagger's body, pruned, from the wheel or folder of `musicnn`. Raises TaggerError."""
    (tagger,) = load_taggers(source, [TAGGER])
    return cast(MusicnnBody, prune(tagger.body))


def held_out(material: Material, say: Say) -> tuple[Scores, Scores]:
    """Logits of the seconds of all clips (clips, seconds, 3) and of all scenes (seconds, 3), each
    from a network that has not seen its fold."""
    clips, scenes = [], []
    for fold in FOLDS:
        others = [each for each in FOLDS if each != fold]
        network = trained(fold, others, material, say)
        judge = material.judged[fold]
        clips.append(np.stack([logits_of(network, rows) for rows in judge.clip_rows]))
        scenes.append(_followed(network, judge))
        told = macro_f1(judge.labels, scenes[-1].argmax(1))
        say(f"fold {fold}: macro-F1 of the seconds of its scenes {told:.3f}")
    return np.concatenate(clips), np.concatenate(scenes)


def _followed(network: SoundNetwork, judge: ToJudge) -> Scores:
    """Logits of the seconds of scenes, each scene in pieces as recordings are served."""
    out = np.zeros((len(judge.labels), len(SOUNDS)))
    for scene in np.unique(judge.scenes):
        places = np.flatnonzero(judge.scenes == scene)
        known = 0
        while piece := next_piece(known, len(places), is_last=True):
            told = logits_of(network, judge.rows[places[piece.begin : piece.end]])
            known = piece.last
            out[places[piece.first : known]] = told[piece.first - piece.begin :][
                : known - piece.first
            ]
    return out


def trained(name: str, parts: Sequence[str], material: Material, say: Say) -> SoundNetwork:
    """The network kept under a name; trained where it is not there."""
    file = material.folder / f"{name}.pt"
    if not file.exists():
        scenes = material.followed_in(parts)
        network = fit(scenes, material.tagger, epochs=material.epochs, seed=material.seed, say=say)
        part = file.with_suffix(".part")
        torch.save(network.state_dict(), part)
        part.replace(file)
    network = SoundNetwork(material.tagger)
    network.load_state_dict(torch.load(file, weights_only=True))
    return network.eval()
