"""Whether two files sound the same, to the last bit."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import av

from moods.audio import container_of
from moods.reading import ClipError

_OPTIONS = {"protocol_whitelist": "none"}


def fingerprint(path: Path) -> str:
    """A number for every packet that a file carries and every sample that it decodes to.

    Raises:
        ClipError: it cannot be read to its end.
    """
    heard: dict[int, hashlib._Hash] = {}
    try:
        with path.open("rb") as raw:
            name = container_of(raw.read(16))
            raw.seek(0)
            with av.open(raw, mode="r", format=name, options=_OPTIONS) as container:
                for stream in container.streams:
                    codec = stream.codec_context.name if stream.codec_context else ""
                    heard[stream.index] = hashlib.sha256(f"{stream.type} {codec}".encode())
                for packet in container.demux():
                    seen = heard[packet.stream.index]
                    seen.update(bytes(packet))
                    if packet.stream.type == "audio":
                        seen.update(_samples(packet))
    except (av.error.FFmpegError, ValueError, OSError, MemoryError) as error:
        raise ClipError("clip_corrupt", "This file is damaged or cut short.") from error
    return " ".join(f"{index}:{each.hexdigest()}" for index, each in sorted(heard.items()))


def _samples(packet: av.Packet[Any]) -> bytes:
    try:
        return b"".join(frame.to_ndarray().tobytes() for frame in packet.decode())
    except av.error.InvalidDataError:
        return b"damaged"
