"""The bodies of Pons and Serra's music taggers (ISMIR 2019, ISC licence) in torch.

The checkpoints are those in the package `musicnn`; the layers follow the graphs stored beside
them. For MSD_vgg that graph's pools are (4, 1), (1, 4), 2 x 2, 2 x 2, 4 x 4, which is not what
the package's source says; for MTT_vgg the first pool is (4, 1) at stride (2, 2).
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from torch.nn import functional

from training.tagger import TaggerError

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

TAGS = 50
_EPSILON = 1e-3

Pools = Sequence[tuple[tuple[int, int], tuple[int, int]]]
_TIMBRAL = ((7, 38), (7, 67))  # frames, bands
TEMPORAL = (128, 64, 32)
"""Frames that the convolutions over tempo reach over."""
_MIDDLE = 64
_DENSE = 200

MSD_POOLS: Pools = tuple((side, side) for side in ((4, 1), (1, 4), (2, 2), (2, 2), (4, 4)))
MTT_POOLS: Pools = (((4, 1), (2, 2)), *((s, s) for s in ((2, 2), (2, 2), (2, 2), (4, 4))))


class VggBody(nn.Module):
    """Windows of log-mel (n, 187, 96) to embeddings (n, 256): two halves of 128 maps each."""

    def __init__(self, pools: Pools, widths: Sequence[int] = (128,) * 5) -> None:
        super().__init__()
        self.scale = _norm2d(1)
        self.blocks: Any = nn.ModuleList(
            nn.Sequential(
                nn.Conv2d(before, width, 3, padding=1),
                nn.ReLU(),
                _norm2d(width),
                nn.MaxPool2d(*pool),
            )
            for before, width, pool in zip((1, *widths), widths, pools, strict=False)
        )
        self.embedding = 2 * widths[-1]

    def maps(self, windows: torch.Tensor) -> list[torch.Tensor]:
        """The maps after each block's pool."""
        out = [self.scale(windows[:, None])]
        for block in self.blocks:
            out.append(block(out[-1]))
        return out[1:]

    def forward(self, windows: torch.Tensor) -> torch.Tensor:
        return self.maps(windows)[-1].permute(0, 2, 3, 1).flatten(1)


class MusicnnBody(nn.Module):
    """Windows of log-mel (n, frames, 96) to embeddings (n, 200), through 753 maps over time.

    The front hears timbre (7 frames by 38 or 67 bands) and tempo (128, 64, 32 frames); three
    convolutions over time follow, the second and third with a path around them.
    """

    embedding = _DENSE

    def __init__(self, widths: Sequence[int] = (204, 204, 51, 51, 51)) -> None:
        super().__init__()
        front = sum(widths)
        self.pooled = 2 * (front + 3 * _MIDDLE)
        self.scale = _norm2d(1)
        self.timbral: Any = nn.ModuleList(
            nn.Sequential(nn.Conv2d(1, maps, kernel), nn.ReLU(), _norm2d(maps))
            for kernel, maps in zip(_TIMBRAL, widths, strict=False)
        )
        self.temporal: Any = nn.ModuleList(
            nn.Sequential(nn.Conv2d(1, maps, (frames, 1)), nn.ReLU(), _norm2d(maps))
            for frames, maps in zip(TEMPORAL, widths[2:], strict=True)
        )
        self.middle: Any = nn.ModuleList(
            nn.Sequential(nn.Conv1d(maps, _MIDDLE, 7, padding=3), nn.ReLU(), _norm1d(_MIDDLE))
            for maps in (front, _MIDDLE, _MIDDLE)
        )
        self.flat = _norm1d(self.pooled)
        self.dense: Any = nn.Sequential(nn.Linear(self.pooled, _DENSE), nn.ReLU(), _norm1d(_DENSE))

    def front(self, windows: torch.Tensor) -> torch.Tensor:
        """What the convolutions over timbre and tempo hear, shape (n, maps, frames)."""
        image = self.scale(windows[:, None])
        padded = functional.pad(image, (0, 0, 3, 3))
        heard = [layer(padded).amax(3) for layer in self.timbral]
        for layer, frames in zip(self.temporal, TEMPORAL, strict=True):
            sides = (0, 0, (frames - 1) // 2, frames // 2)
            heard.append(layer(functional.pad(image, sides)).amax(3))
        return torch.cat(heard, 1)

    def through_middle(self, front: torch.Tensor) -> torch.Tensor:
        """The front's maps and the middle's, shape (n, maps + 192, frames)."""
        out = [front, self.middle[0](front)]
        for layer in self.middle[1:]:
            out.append(layer(out[-1]) + out[-1])
        return torch.cat(out, 1)

    def pool(self, maps: torch.Tensor) -> torch.Tensor:
        """Greatest and mean value of each map over time, interleaved, shape (n, 2 x maps)."""
        return torch.stack([maps.amax(2), maps.mean(2)], 2).flatten(1)

    def embed(self, pooled: torch.Tensor) -> torch.Tensor:
        """The dense layer's answer to pooled maps, shape (n, 200)."""
        return self.dense(self.flat(pooled))  # type: ignore[no-any-return]

    def forward(self, windows: torch.Tensor) -> torch.Tensor:
        return self.embed(self.pool(self.through_middle(self.front(windows))))


@dataclass(frozen=True)
class Tagger:
    """A body with the layer of 50 tags it was trained for."""

    body: VggBody | MusicnnBody
    tags: nn.Linear


def make_body(model: str) -> VggBody | MusicnnBody:
    """An untrained body of the shape of MSD_vgg, MTT_vgg, MSD_musicnn or MTT_musicnn."""
    if model.endswith("_vgg"):
        return VggBody(MSD_POOLS if model.startswith("MSD") else MTT_POOLS)
    return MusicnnBody()


def load_tagger(folder: Path) -> Tagger:
    """The tagger stored in one of the package's model folders.

    Raises:
        TaggerError: there is no checkpoint there.
    """
    import tensorflow as tf  # noqa: PLC0415 (seconds to import, and only needed here)

    if not (folder / ".index").exists():
        raise TaggerError(f"There is no checkpoint in {folder}.")
    reader = tf.compat.v1.train.NewCheckpointReader(f"{folder}{os.sep}")
    body = make_body(folder.name)
    tags = nn.Linear(body.embedding, TAGS)
    if isinstance(body, VggBody):
        convolutions = [(block[0], f"{n}CNN") for n, block in enumerate(body.blocks, 1)]
        norms = [body.scale, *(block[2] for block in body.blocks)]
        layers = [*convolutions, (tags, "dense")]
    else:
        parts = [*body.timbral, *body.temporal, *body.middle]
        convolutions = [(part[0], _numbered("conv2d", n)) for n, part in enumerate(parts)]
        norms = [body.scale, *(part[2] for part in parts), body.flat, body.dense[2]]
        layers = [*convolutions, (body.dense[0], "dense"), (tags, "dense_1")]
    with torch.no_grad():
        for layer, name in layers:
            weight = torch.from_numpy(np.array(reader.get_tensor(f"{name}/kernel")))
            weight = weight.T if weight.ndim == 2 else weight.permute(3, 2, 0, 1)
            if isinstance(layer, nn.Conv1d):  # stored as (7, maps, 1, out)
                weight = weight[:, 0].transpose(1, 2)
            layer.weight.copy_(weight)
            layer.bias.copy_(torch.from_numpy(np.array(reader.get_tensor(f"{name}/bias"))))
        for number, norm in enumerate(norms):
            _copy_norm(norm, reader, _numbered("batch_normalization", number))
    return Tagger(body.eval(), tags.eval())


@torch.no_grad()
def prune(body: VggBody | MusicnnBody, least: float = 1e-3) -> VggBody | MusicnnBody:
    """The same function with the filters that training had driven to zero left out.

    Half to nine tenths of the taggers' filters are such; what they answer is a constant, which
    is folded into the bias of the dense layer where one follows (the next convolutions weigh
    them by nothing). An embedding loses its constant columns. `least` is the norm of a filter
    that stays, as a share of its layer's greatest; at 0.03 MTT_musicnn's embedding is still
    within 0.001 of its spread.
    """
    if isinstance(body, VggBody):
        return _prune_vgg(body, least)
    return _prune_musicnn(body, least)


def _live(layer: Any, least: float) -> torch.Tensor:
    norms = layer.weight.flatten(1).norm(dim=1)
    return torch.nonzero(norms > least * norms.max())[:, 0]


def _keep(after: Any, before: Any, out: torch.Tensor, into: torch.Tensor | None) -> None:
    weight = before[0].weight[out]
    after[0].weight.copy_(weight if into is None else weight[:, into])
    after[0].bias.copy_(before[0].bias[out])
    for name in ("weight", "bias", "running_mean", "running_var"):
        getattr(after[2], name).copy_(getattr(before[2], name)[out])


def _prune_vgg(body: VggBody, least: float) -> VggBody:
    live = [_live(block[0], least) for block in body.blocks]
    pools = tuple((b[3].kernel_size, b[3].stride) for b in body.blocks)
    out = VggBody(pools, [len(kept) for kept in live])
    out.scale.load_state_dict(body.scale.state_dict())
    for after, before, kept, into in zip(
        out.blocks, body.blocks, live, (None, *live), strict=False
    ):
        _keep(after, before, kept, into)
    return out.eval()


def _prune_musicnn(body: MusicnnBody, least: float) -> MusicnnBody:
    parts = [*body.timbral, *body.temporal]
    live = [_live(part[0], least) for part in parts]
    out = MusicnnBody([len(kept) for kept in live])
    out.scale.load_state_dict(body.scale.state_dict())
    for after, before, kept in zip([*out.timbral, *out.temporal], parts, live, strict=True):
        _keep(after, before, kept, None)
    offsets = np.cumsum([0, *(len(part[0].bias) for part in parts)])
    front = torch.cat([kept + int(at) for kept, at in zip(live, offsets, strict=False)])
    every = torch.arange(_MIDDLE)
    for number, (after, before) in enumerate(zip(out.middle, body.middle, strict=True)):
        _keep(after, before, every, every if number else front)
    maps = torch.cat([front, torch.arange(offsets[-1], offsets[-1] + 3 * _MIDDLE)])
    columns = torch.stack([2 * maps, 2 * maps + 1], 1).flatten()
    for name in ("weight", "bias", "running_mean", "running_var"):
        getattr(out.flat, name).copy_(getattr(body.flat, name)[columns])
    fixed = torch.cat(
        [p[2](functional.relu(p[0].bias)[None, :, None, None])[0, :, 0, 0] for p in parts]
    )
    pooled = torch.zeros(body.pooled)
    pooled[: 2 * len(fixed)] = fixed.repeat_interleave(2)
    rest = torch.ones(body.pooled, dtype=torch.bool)
    rest[columns] = False
    lost = body.dense[0].weight[:, rest] @ body.flat(pooled[None])[0, rest]
    out.dense.load_state_dict(
        {
            **body.dense.state_dict(),
            "0.weight": body.dense[0].weight[:, columns],
            "0.bias": body.dense[0].bias + lost,
        }
    )
    return out.eval()


def graph_tags(folder: Path, windows: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Tag logits (n, 50) of the stored graph itself, to check the torch network against."""
    import tensorflow as tf  # noqa: PLC0415

    v1 = tf.compat.v1
    reader = v1.train.NewCheckpointReader(f"{folder}{os.sep}")
    stored = v1.MetaGraphDef()
    stored.ParseFromString((folder / ".meta").read_bytes())
    answer = f"model/{'dense' if folder.name.endswith('_vgg') else 'dense_1'}/BiasAdd"
    # The gradients of the stored graph can no longer be imported; the answer's part can.
    wanted = v1.graph_util.extract_sub_graph(stored.graph_def, [answer])
    with v1.Graph().as_default() as graph, v1.Session(graph=graph) as session:
        tf.import_graph_def(wanted, name="")
        feed: dict[str, Any] = {}
        for operation in graph.get_operations():
            if operation.type in ("VariableV2", "Variable"):
                feed[f"{operation.name}/read:0"] = reader.get_tensor(operation.name)
            elif operation.type == "Placeholder":
                one = operation.outputs[0]
                feed[one.name] = False if one.dtype == tf.bool else windows
        return np.asarray(session.run(f"{answer}:0", feed))


def _norm2d(maps: int) -> nn.BatchNorm2d:
    return nn.BatchNorm2d(maps, eps=_EPSILON, momentum=0.01)


def _norm1d(maps: int) -> nn.BatchNorm1d:
    return nn.BatchNorm1d(maps, eps=_EPSILON, momentum=0.01)


def _numbered(name: str, number: int) -> str:
    return f"{name}_{number}" if number else name


def _copy_norm(norm: nn.Module, reader: Any, prefix: str) -> None:
    names = {"weight": "gamma", "bias": "beta"}
    names |= {"running_mean": "moving_mean", "running_var": "moving_variance"}
    for ours, theirs in names.items():
        value = torch.from_numpy(np.array(reader.get_tensor(f"{prefix}/{theirs}")))
        getattr(norm, ours).copy_(value)
