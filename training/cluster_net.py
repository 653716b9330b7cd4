"""The net that tells a song's cluster from its seven features: 7-512-256-128-500, as Spotiflix.

Its labels are k-means' own, and k-means' answer is the nearest centre. The net is thus taught to
repeat a rule that is known and exact; its accuracy says how well it draws the borders between
clusters, and nothing of whether the clusters mean anything.
"""

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from torch import nn

from training.clusters import Clusters, Rows, Table, nearest

HIDDEN = (512, 256, 128)
LEARNING_RATE = 0.002
EPOCHS = 160
BATCH = 128

_HELD = 5


@dataclass(frozen=True, slots=True)
class ClusterNet:
    """A trained net: of each layer the weight (inputs, outputs) and the bias."""

    weights: tuple[Table, ...]
    biases: tuple[Table, ...]

    def clusters(self, rows: Table) -> Rows:
        """The likeliest cluster of each row, shape (rows,)."""
        flow = np.asarray(rows, np.float32)
        for weight, bias in zip(self.weights[:-1], self.biases[:-1], strict=True):
            flow = np.maximum(flow @ weight + bias, 0)
        return np.asarray((flow @ self.weights[-1] + self.biases[-1]).argmax(1), np.int64)


@dataclass(frozen=True, slots=True)
class SongClusters:
    """Clusters of songs and the net that repeats them.

    Attributes:
        clusters: of all songs.
        net: trained on four songs of five.
        validation, training: the net's accuracy on the songs it has not seen, and on those it has.
        nearest_validation: the accuracy of the nearest centre on the former.
    """

    clusters: Clusters
    net: ClusterNet
    validation: float
    training: float
    nearest_validation: float


def train_net(
    rows: Table,
    clusters: Clusters,
    *,
    epochs: int = EPOCHS,
    hidden: tuple[int, ...] = HIDDEN,
    seed: int = 1,
) -> SongClusters:
    """Adam with rate .002 on four songs of five, drawn at random; the fifth validates."""
    torch.manual_seed(seed)
    mixed = torch.from_numpy(np.random.default_rng(seed).permutation(len(rows)))
    held, taught = mixed[: len(rows) // _HELD], mixed[len(rows) // _HELD :]
    sizes = (rows.shape[1], *hidden, len(clusters.centres))
    layers = [nn.Linear(*two) for two in pairwise(sizes)]
    parts: list[nn.Module] = [layers[0]]
    for layer in layers[1:]:
        parts += [nn.ReLU(), layer]
    network = nn.Sequential(*parts)
    steps = torch.optim.Adam(network.parameters(), LEARNING_RATE)
    table, labels = torch.from_numpy(rows), torch.from_numpy(clusters.labels)
    for _ in range(epochs):
        for some in torch.split(taught[torch.randperm(len(taught))], BATCH):
            loss = nn.functional.cross_entropy(network(table[some]), labels[some])
            steps.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            steps.step()
    net = ClusterNet(
        tuple(layer.weight.detach().numpy().T.copy() for layer in layers),
        tuple(layer.bias.detach().numpy().copy() for layer in layers),
    )
    right = net.clusters(rows) == clusters.labels
    by_centre = nearest(rows, clusters.centres) == clusters.labels
    return SongClusters(
        clusters,
        net,
        float(right[held.numpy()].mean()),
        float(right[taught.numpy()].mean()),
        float(by_centre[held.numpy()].mean()),
    )


def keep(made: SongClusters, path: Path) -> None:
    """Write clusters and net as one .npz file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    layers = {
        f"{kind}{at}": layer
        for kind, parts in (("weight", made.net.weights), ("bias", made.net.biases))
        for at, layer in enumerate(parts)
    }
    np.savez_compressed(
        path,
        centres=made.clusters.centres,
        labels=made.clusters.labels,
        figures=np.array([made.validation, made.training, made.nearest_validation]),
        **layers,  # type: ignore[arg-type]
    )


def kept(path: Path) -> SongClusters | None:
    """What `keep` wrote, or None."""
    if not path.exists():
        return None
    with np.load(path, allow_pickle=False) as held:
        layers = sum(name.startswith("weight") for name in held.files)
        net = ClusterNet(
            *(
                tuple(np.asarray(held[f"{kind}{at}"], np.float32) for at in range(layers))
                for kind in ("weight", "bias")
            )
        )
        figures = held["figures"].tolist()
        return SongClusters(Clusters(held["centres"], held["labels"]), net, *figures)
