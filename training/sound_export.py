"""The network that tells music, speech and other apart, as an ONNX file with its card."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch

from films.detector import SOUNDS
from moods.features import MELS
from moods.models import Card, Network, golden_input
from training.sound_cnn import FRAMES, SoundCnn

TOLERANCE = 1e-4
_OPSET = 17
_GOLDEN_SCALE = 4


class ExportError(Exception):
    """The exported graph does not answer as the trained network does."""


def export_detector(network: SoundCnn, folder: Path, card: Mapping[str, Any]) -> Card:
    """Write `detector.onnx` and its card, with the logits of a made input; read both back and
    compare. Raises ExportError."""
    network.eval()
    sample = golden_input(4, FRAMES, MELS) * _GOLDEN_SCALE
    with torch.inference_mode():
        golden = network(torch.from_numpy(sample)).numpy()
    folder.mkdir(parents=True, exist_ok=True)
    weights = folder / "detector.onnx"
    torch.onnx.export(
        network,
        (torch.from_numpy(sample),),
        weights,
        input_names=["log_mel"],
        output_names=["logits"],
        dynamic_axes={"log_mel": {0: "seconds"}, "logits": {0: "seconds"}},
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
