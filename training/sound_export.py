"""The network that tells music, speech and other apart, as an ONNX file with its card."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from films.detector import COLUMNS, FRAMES, SOUNDS
from moods.models import Card, Network, golden_input
from training.sound_network import SoundNetwork

TOLERANCE = 1e-4
_OPSET = 17
_GOLDEN_SCALE = 4
_GOLDEN_SECONDS = 12


class ExportError(Exception):
    """The exported graph does not answer as the trained network does."""


class _OneRecording(nn.Module):
    """Rows (seconds, 63, 97) to logits (seconds, 3)."""

    def __init__(self, network: SoundNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, rows: torch.Tensor) -> torch.Tensor:
        return self.network(rows[None])[0]  # type: ignore[no-any-return]


def export_detector(network: SoundNetwork, folder: Path, card: Mapping[str, Any]) -> Card:
    """Write `detector.onnx` and its card, with the logits of a made input; read both back and
    compare. Raises ExportError."""
    whole = _OneRecording(network).eval()
    sample = golden_input(_GOLDEN_SECONDS, FRAMES, COLUMNS) * _GOLDEN_SCALE
    with torch.inference_mode():
        golden = whole(torch.from_numpy(sample)).numpy()
    folder.mkdir(parents=True, exist_ok=True)
    weights = folder / "detector.onnx"
    torch.onnx.export(
        whole,
        (torch.from_numpy(sample),),
        weights,
        input_names=["rows"],
        output_names=["logits"],
        dynamic_axes={"rows": {0: "seconds"}, "logits": {0: "seconds"}},
        opset_version=_OPSET,
        dynamo=False,
    )
    graph = weights.read_bytes()
    body = {
        "name": "detector",
        **card,
        "file": weights.name,
        "sha256": hashlib.sha256(graph).hexdigest(),
        "bytes": len(graph),
        "outputs": list(SOUNDS),
        "golden": {
            "input": "moods.models.golden_input of this shape, times the scale",
            "shape": list(sample.shape),
            "scale": _GOLDEN_SCALE,
            "logits": [[round(float(x), 6) for x in row] for row in golden],
        },
    }
    path = folder / "detector.json"
    path.write_text(json.dumps(body, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    written = Card.read(path)
    gap = float(np.abs(Network(written).logits(sample) - golden).max())
    if gap > TOLERANCE:
        raise ExportError(f"detector: serving differs from training by {gap:.2g}.")
    return written
