"""The body of a music tagger (Pons and Serra's MSD_vgg, ISMIR 2019, ISC licence) in torch.

The checkpoint is the one in the package `musicnn`; the layers here follow the graph stored
beside it, whose pools differ from that package's source: (4, 1), (1, 4), 2 x 2, 2 x 2, 4 x 4.
Every convolution is 3 x 3 with 128 maps, then ReLU, then batch normalisation.
"""

import os
import tempfile
import zipfile
from pathlib import Path

import numpy as np
import torch
from torch import nn

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

MODEL = "MSD_vgg"
TAGS = 50
WIDTH = 128
EMBEDDING = 256
POOLS = ((4, 1), (1, 4), (2, 2), (2, 2), (4, 4))
_EPSILON = 1e-3

CITATION = (
    "J. Pons and X. Serra, 'musicnn: pre-trained convolutional neural networks for music audio "
    "tagging', ISMIR late-breaking demo, 2019; the MSD_vgg checkpoint, trained by its authors on "
    "the Million Song Dataset."
)
LICENCE = "ISC, Copyright (c) Music Technology Group, Universitat Pompeu Fabra 2019"


class TaggerError(Exception):
    """The checkpoint is not there or does not answer as its own graph does."""


def make_block(before: int, pool: tuple[int, int]) -> nn.Sequential:
    """A convolution, ReLU, batch normalisation and pool of the tagger."""
    return nn.Sequential(
        nn.Conv2d(before, WIDTH, 3, padding=1),
        nn.ReLU(inplace=True),
        nn.BatchNorm2d(WIDTH, eps=_EPSILON, momentum=0.01),
        nn.MaxPool2d(pool),
    )


class TaggerBody(nn.Module):
    """Windows of log-mel (n, 187, 96) to embeddings (n, 256): two halves of 128 maps each."""

    def __init__(self) -> None:
        super().__init__()
        self.scale = nn.BatchNorm2d(1, eps=_EPSILON, momentum=0.01)
        self.low = nn.Sequential(make_block(1, POOLS[0]), make_block(WIDTH, POOLS[1]))
        self.high = nn.Sequential(*(make_block(WIDTH, pool) for pool in POOLS[2:]))

    def forward(self, windows: torch.Tensor) -> torch.Tensor:
        maps = self.high(self.low(self.scale(windows[:, None])))
        return torch.flatten(maps.permute(0, 2, 3, 1), 1)


def load_tagger(source: Path) -> tuple[TaggerBody, nn.Linear]:
    """The tagger's body and its layer of 50 tags, from the package's wheel or its folder.

    Raises:
        TaggerError: it is not there, or torch and the checkpoint's own graph disagree.
    """
    with tempfile.TemporaryDirectory() as scratch:
        folder = _folder_of(source, Path(scratch))
        body, tags = _read_checkpoint(folder)
        _compare_with_graph(folder, body, tags)
    return body, tags


def _folder_of(source: Path, scratch: Path) -> Path:
    if source.is_file():
        with zipfile.ZipFile(source) as wheel:
            members = [name for name in wheel.namelist() if name.startswith(f"musicnn/{MODEL}/")]
            wheel.extractall(scratch, members)
        source = scratch / "musicnn"
    folder = source / MODEL
    if not (folder / ".index").exists():
        raise TaggerError(f"There is no {MODEL} checkpoint in {source}.")
    return folder


def _read_checkpoint(folder: Path) -> tuple[TaggerBody, nn.Linear]:
    import tensorflow as tf  # noqa: PLC0415 (seconds to import, and only needed here)

    reader = tf.compat.v1.train.NewCheckpointReader(f"{folder}{os.sep}")

    def tensor(name: str) -> torch.Tensor:
        return torch.from_numpy(np.array(reader.get_tensor(name)))

    body, tags = TaggerBody(), nn.Linear(EMBEDDING, TAGS)
    blocks = [*body.low, *body.high]
    state = {"weight": "gamma", "bias": "beta", "running_mean": "moving_mean"}
    state["running_var"] = "moving_variance"
    with torch.no_grad():
        for number, norm in enumerate([body.scale, *(block[2] for block in blocks)]):
            prefix = f"batch_normalization_{number}" if number else "batch_normalization"
            for ours, theirs in state.items():
                getattr(norm, ours).copy_(tensor(f"{prefix}/{theirs}"))
        for number, block in enumerate(blocks, 1):
            block[0].weight.copy_(tensor(f"{number}CNN/kernel").permute(3, 2, 0, 1))
            block[0].bias.copy_(tensor(f"{number}CNN/bias"))
        tags.weight.copy_(tensor("dense/kernel").T)
        tags.bias.copy_(tensor("dense/bias"))
    return body.eval(), tags.eval()


def _compare_with_graph(folder: Path, body: TaggerBody, tags: nn.Linear) -> None:
    """Run the stored graph itself on a made input and compare the tags."""
    import tensorflow as tf  # noqa: PLC0415

    windows = np.random.default_rng(1).random((2, 187, 96), np.float32) * 3
    v1 = tf.compat.v1
    reader = v1.train.NewCheckpointReader(f"{folder}{os.sep}")
    stored = v1.MetaGraphDef()
    stored.ParseFromString((folder / ".meta").read_bytes())
    # The gradients of the stored graph can no longer be imported; the answer's part can.
    wanted = v1.graph_util.extract_sub_graph(stored.graph_def, ["model/dense/BiasAdd"])
    with v1.Graph().as_default() as graph, v1.Session(graph=graph) as session:
        tf.import_graph_def(wanted, name="")
        feed = {}
        for operation in graph.get_operations():
            if operation.type == "VariableV2":
                feed[f"{operation.name}/read:0"] = reader.get_tensor(operation.name)
            elif operation.type == "Placeholder":
                one = operation.outputs[0]
                feed[one.name] = False if one.dtype == tf.bool else windows
        theirs = session.run("model/dense/BiasAdd:0", feed)
    with torch.inference_mode():
        ours = tags(body(torch.from_numpy(windows))).numpy()
    gap = float(np.abs(ours - theirs).max())
    if not gap < 1e-3:
        raise TaggerError(f"The tagger loads wrongly: its tags are off by {gap:.3g}.")
