"""A playlist's cover, drawn from the moods of its songs: a dot each on the mood plane."""

from collections.abc import Sequence
from fractions import Fraction

import av
import numpy as np
from numpy.typing import NDArray

from moods.circumplex import Mood, Point

SIDE = 640
"""Pixels; Spotify shows covers at up to this size."""
MOST_DOTS = 400
"""Songs that are drawn, spread over the list; more would only cover each other."""

_MARGIN = 48
_RADIUS = 15
_TINTS = {
    Mood.HAPPY: (251, 228, 161),
    Mood.ENERGETIC: (249, 205, 189),
    Mood.SAD: (208, 217, 241),
    Mood.CALM: (201, 229, 212),
}
_INKS = {
    Mood.HAPPY: (185, 122, 0),
    Mood.ENERGETIC: (203, 60, 34),
    Mood.SAD: (63, 92, 174),
    Mood.CALM: (37, 128, 91),
}
_Picture = NDArray[np.float64]


def draw_cover(songs: Sequence[tuple[Point, Mood]]) -> bytes:
    """A square JPEG of `SIDE` pixels: bright is right, lively is up.

    Each song is a dot of its mood's colour at its place; dots that lie together show through
    each other. The same songs give the same picture. It stays well under the 192 KB that Spotify
    takes (256 KB as base64 text).
    """
    picture = _plane()
    for point, mood in songs[:: max(1, -(-len(songs) // MOST_DOTS))]:
        _dot(picture, point, _INKS[mood])
    return _jpeg(picture)


def _plane() -> _Picture:
    half = SIDE // 2
    picture = np.empty((SIDE, SIDE, 3))
    picture[:half, half:] = _TINTS[Mood.HAPPY]
    picture[:half, :half] = _TINTS[Mood.ENERGETIC]
    picture[half:, :half] = _TINTS[Mood.SAD]
    picture[half:, half:] = _TINTS[Mood.CALM]
    return picture


def _dot(picture: _Picture, point: Point, ink: tuple[int, int, int]) -> None:
    width = SIDE - 2 * _MARGIN
    x, y = _MARGIN + width * point.valence, _MARGIN + width * (1 - point.arousal)
    left, top = int(x) - _RADIUS - 1, int(y) - _RADIUS - 1
    size = 2 * _RADIUS + 3
    rows, columns = np.mgrid[top : top + size, left : left + size]
    far = np.hypot(columns - x, rows - y)
    cover = 0.75 * np.clip(_RADIUS + 0.5 - far, 0, 1)[..., None]
    patch = picture[top : top + size, left : left + size]
    patch *= 1 - cover
    patch += cover * np.array(ink)


def _jpeg(picture: _Picture) -> bytes:
    pixels = np.clip(np.rint(picture), 0, 255).astype(np.uint8)
    frame = av.VideoFrame.from_ndarray(pixels, format="rgb24").reformat(format="yuvj420p")
    coder = av.CodecContext.create("mjpeg", "w")
    assert isinstance(coder, av.VideoCodecContext)
    coder.width = coder.height = SIDE
    coder.pix_fmt = "yuvj420p"
    coder.time_base = Fraction(1, 1)
    return b"".join(bytes(packet) for packet in [*coder.encode(frame), *coder.encode(None)])
