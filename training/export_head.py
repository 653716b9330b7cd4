"""A linear head over the mood network's numbers, as an ONNX file with its card."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from moods.heads import Head
from moods.models import golden_input
from training.export import TOLERANCE, ExportError
from training.heads import Linear

_OPSET = 17


def export_head(name: str, head: Linear, folder: Path, card: Mapping[str, Any]) -> Head:
    """Write `NAME.onnx` and `NAME.json`, read them back and compare with the trained head.

    Raises:
        ExportError: the file does not answer as the head does.
    """
    width, labels = head.weights.shape
    graph = helper.make_graph(
        [helper.make_node("Gemm", ["numbers", "weights", "bias"], ["logits"])],
        name,
        [helper.make_tensor_value_info("numbers", TensorProto.FLOAT, ["rows", width])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["rows", labels])],
        [
            numpy_helper.from_array(head.weights, "weights"),
            numpy_helper.from_array(head.bias, "bias"),
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", _OPSET)])
    model.ir_version = 8
    onnx.checker.check_model(model)
    content = bytes(model.SerializeToString())
    sample = golden_input(2, width)
    golden = head.logits(sample)
    body = {
        "name": name,
        "temperature": 1.0,
        **card,
        "file": f"{name}.onnx",
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
        "golden": {
            "input": "moods.models.golden_input of this shape",
            "shape": list(sample.shape),
            "logits": [[round(float(x), 6) for x in row] for row in golden],
        },
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.onnx").write_bytes(content)
    path = folder / f"{name}.json"
    path.write_text(json.dumps(body, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    written = Head.read(path)
    gap = float(np.abs(written.logits(sample) - golden).max())
    if gap > TOLERANCE:
        raise ExportError(f"{name}: serving differs from training by {gap:.2g}.")
    return written
