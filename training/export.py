"""Trained networks to ONNX files, each with its card and the golden logits of a made input."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import keras
import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

from moods.circumplex import MOODS
from moods.feature_net import FEATURES
from moods.features import MELS
from moods.models import Array, Card, Network, golden_input

TOLERANCE = 1e-4
_OPSET = 17
_EVERY = (
    188  # of the numbers of the made input, so many are passed over from one golden to the next
)


class ExportError(Exception):
    """The exported graph does not answer as the trained network does."""


def export_spectrogram(
    network: nn.Module, frames: int, folder: Path, card: Mapping[str, Any]
) -> Card:
    """Write `spectrogram.onnx` and its card; the network takes songs (n, k, frames, 96) of k
    windows of log-mel and gives logits (n, 4). Its last layer has to be linear; the graph also
    gives what `with_numbers` adds.
    """
    network.eval()
    sample = golden_input(2, 3, frames, MELS) * 4
    with torch.inference_mode():
        golden = network(torch.from_numpy(sample)).numpy()
    folder.mkdir(parents=True, exist_ok=True)
    weights = folder / "spectrogram.onnx"
    torch.onnx.export(
        network,
        (torch.from_numpy(sample),),
        weights,
        input_names=["log_mel"],
        output_names=["logits"],
        dynamic_axes={"log_mel": {0: "songs", 1: "windows"}, "logits": {0: "songs"}},
        opset_version=_OPSET,
        dynamo=False,
    )
    described = {"name": "spectrogram", **card}
    return _write(folder, described, with_numbers(weights.read_bytes()), sample, golden)


def with_numbers(graph: bytes) -> bytes:
    """The spectrogram graph with three more outputs; what it answers stays bit for bit.

    `numbers` (songs, n) are those that its last linear layer, the head, reads, as a mean over the
    windows of a song; `head_weight` (m, n) and `head_bias` (m) are that layer, whose first four
    outputs are the moods. Raises ExportError where the graph does not end so.
    """
    model = onnx.load_from_string(graph)
    heads = [node for node in model.graph.node if node.op_type == "Gemm"]
    told = {part.name: part for part in model.graph.initializer}
    if not heads or not {"transB"} <= {each.name for each in heads[-1].attribute}:
        raise ExportError("spectrogram: the graph has no linear layer for a head.")
    flow, weight, bias = heads[-1].input
    answers = heads[-1].output[0]
    nodes: list[onnx.NodeProto] = []
    for node in model.graph.node:
        # A head that answers window by window: the numbers are averaged as its answers are.
        if answers in node.input and node.op_type in ("Reshape", "ReduceMean"):
            answers, twin = node.output[0], onnx.NodeProto()
            twin.CopyFrom(node)
            twin.name, twin.input[0], twin.output[0] = "", flow, f"numbers_{len(nodes)}"
            flow = twin.output[0]
            nodes.append(twin)
    width = told[weight].dims[1]
    for name, source, shape in (
        ("numbers", flow, ["songs", width]),
        ("head_weight", weight, list(told[weight].dims)),
        ("head_bias", bias, list(told[bias].dims)),
    ):
        nodes.append(helper.make_node("Identity", [source], [name]))
        model.graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, shape))
    model.graph.node.extend(nodes)
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())


def export_features(network: keras.Model, folder: Path, card: Mapping[str, Any]) -> Card:
    """Write `features.onnx` and its card, for a Keras stack of dense layers."""
    sample = golden_input(3, 2 * len(FEATURES))
    golden = np.asarray(network(sample, training=False))
    dense = [layer for layer in network.layers if isinstance(layer, keras.layers.Dense)]
    graph = _dense_graph([layer.get_weights() for layer in dense])
    return _write(folder, {"name": "features", **card}, graph, sample, golden)


def _dense_graph(layers: list[list[Array]]) -> bytes:
    """A graph of dense layers with ReLU between them, from (kernel, bias) pairs."""
    nodes, constants, flow = [], [], "features"
    for number, (kernel, bias) in enumerate(layers):
        names = (f"kernel{number}", f"bias{number}")
        constants += [
            numpy_helper.from_array(np.asarray(array, np.float32), name)
            for array, name in zip((kernel, bias), names, strict=True)
        ]
        last = number == len(layers) - 1
        out = "logits" if last else f"sum{number}"
        nodes.append(helper.make_node("Gemm", [flow, *names], [out]))
        flow = f"hidden{number}"
        if not last:
            nodes.append(helper.make_node("Relu", [out], [flow]))
    width = layers[0][0].shape[0]
    graph = helper.make_graph(
        nodes,
        "features",
        [helper.make_tensor_value_info("features", TensorProto.FLOAT, ["rows", width])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["rows", len(MOODS)])],
        constants,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", _OPSET)])
    model.ir_version = 8
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())


def _write(
    folder: Path, card: Mapping[str, Any], graph: bytes, sample: Array, golden: Array
) -> Card:
    """Write weights, then card, then read both back and compare with the trained network.

    What the spectrogram graph gives as numbers goes onto its card once its head has agreed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    name = card["name"]
    weights = folder / f"{name}.onnx"
    weights.write_bytes(graph)
    body = {
        **card,
        "file": weights.name,
        "sha256": hashlib.sha256(graph).hexdigest(),
        "bytes": len(graph),
        "outputs": [mood.value for mood in MOODS],
        "golden": {
            "input": "moods.models.golden_input of this shape, times the scale",
            "shape": list(sample.shape),
            "scale": 4 if name == "spectrogram" else 1,
            "logits": _rounded(golden),
        },
    }
    path = folder / f"{name}.json"
    written = _card(path, body)
    network = Network(written)
    _agree(name, network.logits(sample), golden)
    if name == "spectrogram":
        numbers = network.numbers(sample)
        _agree(f"{name}, by its head", network.head().logits(numbers), golden)
        body["golden"] |= {"numbers_every": _EVERY, "numbers": _rounded(numbers[:, ::_EVERY])}
        written = _card(path, body)
    return written


def _card(path: Path, body: Mapping[str, Any]) -> Card:
    path.write_text(json.dumps(body, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return Card.read(path)


def _rounded(rows: Array) -> list[list[float]]:
    return [[round(float(x), 6) for x in row] for row in rows]


def _agree(name: str, served: Array, trained: Array) -> None:
    gap = float(np.abs(served - trained).max())
    if gap > TOLERANCE:
        raise ExportError(f"{name}: serving differs from training by {gap:.2g}.")
