"""Trained networks as they are shipped: an ONNX file and a card that says what it is.

A weights file is loaded only when its SHA-256 is the one on its card.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from moods.circumplex import MOODS, Probabilities

# It reports to its maker from the moment it is imported, unless told not to before.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
import onnxruntime

WEIGHTS_DIR = Path(__file__).parent / "weights"

Array = npt.NDArray[np.float32]


class WeightsError(Exception):
    """A weights file or its card is missing, malformed, or not the one it says it is."""


@dataclass(frozen=True)
class Card:
    """What a model is, as far as serving needs it; `body` holds all of the card.

    Attributes:
        name: `spectrogram` or `features`.
        version: as stored with each reading; a new one whenever answers change.
        file: the weights, beside the card.
        sha256: of that file, in hexadecimal.
        temperature: what the logits are divided by, so that probabilities can be believed.
    """

    name: str
    version: str
    file: Path
    sha256: str
    temperature: float
    body: Mapping[str, Any]

    @classmethod
    def read(cls, path: Path) -> "Card":
        """The card in a JSON file. Raises WeightsError."""
        try:
            body = json.loads(path.read_text(encoding="utf-8"))
            return cls(
                name=str(body["name"]),
                version=str(body["version"]),
                file=path.parent / Path(body["file"]).name,
                sha256=str(body["sha256"]),
                temperature=float(body["temperature"]),
                body=body,
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise WeightsError(f"{path} is not a model card: {error}") from error


@dataclass(frozen=True, eq=False)
class Head:
    """The last, linear layer of a network: numbers to logits.

    Attributes:
        weight: shape (4, n).
        bias: shape (4,).
    """

    weight: Array
    bias: Array

    def logits(self, numbers: Array) -> Array:
        """The network's answer to the numbers (..., n), shape (..., 4).

        It is linear: a mean of windows' numbers gives what the network says of them together.
        """
        return np.asarray(numbers @ self.weight.T + self.bias, np.float32)


class Network:
    """A verified ONNX graph with one input, run on one thread; its first output is logits.

    Safe to use from several threads at once.
    """

    def __init__(self, card: Card) -> None:
        try:
            weights = card.file.read_bytes()
        except OSError as error:
            raise WeightsError(f"The weights of {card.name} are missing: {card.file}") from error
        if hashlib.sha256(weights).hexdigest() != card.sha256:
            raise WeightsError(f"{card.file} is not the file its card describes.")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            weights, options, providers=["CPUExecutionProvider"]
        )
        self._input = self._session.get_inputs()[0]
        self._outputs = [output.name for output in self._session.get_outputs()]
        self.card = card

    def logits(self, batch: Array) -> Array:
        """The graph's answer to a batch, shape (n, 4)."""
        return self._run(batch, self._outputs[0])[0]

    def numbers(self, batch: Array) -> Array:
        """What the head reads of a batch, shape (n, numbers): standardised, a mean over windows.

        Raises WeightsError: the graph does not give them; so do the two below.
        """
        return self._run(batch, "numbers")[0]

    def both(self, batch: Array) -> tuple[Array, Array]:
        """Logits and numbers of a batch at the cost of one."""
        logits, numbers = self._run(batch, self._outputs[0], "numbers")
        return logits, numbers

    def head(self) -> Head:
        """The layer that makes logits of numbers, as it is in the graph."""
        least = [size if isinstance(size, int) else 1 for size in self._input.shape]
        weight, bias = self._run(np.zeros(least, np.float32), "head_weight", "head_bias")
        return Head(weight[: len(MOODS)], bias[: len(MOODS)])

    def _run(self, batch: Array, *outputs: str) -> list[Array]:
        if not set(outputs) <= set(self._outputs):
            raise WeightsError(f"{self.card.file} does not give {' and '.join(outputs)}.")
        answers: list[Array] = self._session.run(list(outputs), {self._input.name: batch})
        return answers


def to_probabilities(logits: npt.NDArray[Any], temperature: float) -> Probabilities:
    """The softmax of four logits over a temperature, by mood."""
    scaled = np.asarray(logits, np.float64) / temperature
    powers = np.exp(scaled - scaled.max())
    return {mood: float(share) for mood, share in zip(MOODS, powers / powers.sum(), strict=True)}


def golden_input(*shape: int) -> Array:
    """A made input that is the same on every machine; a card holds the logits it gives."""
    count = int(np.prod(shape))
    return (np.arange(count, dtype=np.float64) * 0.618033988749895 % 1.0).astype(
        np.float32
    ).reshape(shape)  # fmt: skip
