"""The drawings of a song's page: its spectrogram, its waveform and course, its place. Pure."""

import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import degrees
from typing import Any

from moods.circumplex import Spread
from moods.portrait import Bytes
from server.playlists import plane

HELD = 0.68
"""With what probability the ellipse about a song's place holds it."""

WIDTH, HEIGHT = 600, 200
"""Units of the drawing of the course."""

LOWEST, HIGHEST = 0.2, 0.8
"""What the bottom and the top of the course stand for."""

DIMENSIONS = ("valence", "arousal", "dominance")

_LAMPS = (
    (0, (18, 19, 31)),
    (60, (52, 38, 92)),
    (115, (140, 44, 92)),
    (165, (214, 82, 56)),
    (215, (243, 176, 74)),
    (255, (255, 250, 226)),
)
"""From night to lamp light: as bright as the sound is loud, on light pages and dark ones."""


@dataclass(frozen=True)
class Ring:
    """An ellipse on the plane's drawing, in its units; `turn` in degrees, clockwise."""

    x: float
    y: float
    rx: float
    ry: float
    turn: float


def spectrogram_png(picture: Bytes) -> bytes:
    """A log-mel picture (96, n) as a PNG file, high pitches at the top."""
    height, width = picture.shape
    rows = b"".join(b"\0" + row.tobytes() for row in picture[::-1])
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    chunks = (
        (b"IHDR", header),
        (b"PLTE", _palette()),
        (b"IDAT", zlib.compress(rows, 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, body) for name, body in chunks)


def waveform_path(peaks: Sequence[Sequence[int]]) -> str:
    """The outline of a waveform over the whole drawing, as an SVG path."""
    step = WIDTH / len(peaks)

    def side(number: int) -> list[str]:
        return [
            f"{(n + 0.5) * step:.1f} {HEIGHT - HEIGHT * pair[number] / 255:.1f}"
            for n, pair in enumerate(peaks)
        ]

    return f"M{'L'.join(side(1))}L{'L'.join(reversed(side(0)))}Z"


def course_lines(portrait: Mapping[str, Any]) -> dict[str, str]:
    """The points of a line for each dimension over its course, as an SVG polyline has them."""

    def point(moment: Mapping[str, float], name: str) -> str:
        x = WIDTH * (moment["at"] - portrait["offset_seconds"]) / portrait["seconds"]
        share = (moment[name] - LOWEST) / (HIGHEST - LOWEST)
        return f"{x:.1f},{HEIGHT * (1 - min(max(share, 0), 1)):.1f}"

    return {
        name: " ".join(point(moment, name) for moment in portrait["course"]) for name in DIMENSIONS
    }


def ring(reading: Mapping[str, Any]) -> Ring | None:
    """The ellipse that holds a song's place with `HELD`; None where its spread is not known."""
    spread = reading.get("spread")
    if not spread:
        return None
    drawn = Spread(
        spread["valence"] * plane.ACROSS,
        spread["arousal"] * plane.DOWN,
        -spread["tilt"] * plane.ACROSS * plane.DOWN,  # downwards is positive in a drawing
    ).ellipse(HELD)
    return Ring(
        round(plane.across(reading["valence"]), 1),
        round(plane.down(reading["arousal"]), 1),
        round(drawn.length, 1),
        round(drawn.width, 1),
        round(degrees(drawn.angle), 1),
    )


def _palette() -> bytes:
    colours = []
    for shade in range(256):
        (low, dark), (high, light) = next(
            (one, two) for one, two in pairwise(_LAMPS) if one[0] <= shade <= two[0]
        )
        share = (shade - low) / (high - low)
        colours.append(bytes(round(a + share * (b - a)) for a, b in zip(dark, light, strict=True)))
    return b"".join(colours)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
