"""Whether the sound of a file is locked, told from its header: such sound decodes to noise.

MP4: the sample entries `enca` (ISO/IEC 23001-7), `drms` (Apple) and `aavd` (Audible).
Matroska: `ContentEncryption` within a track (RFC 9559). ASF: the content encryption objects.
MPEG-TS: the scrambling bits of its packets (ISO/IEC 13818-1).
"""

from collections.abc import Iterator
from typing import IO

_LOCKED_ENTRIES = {b"enca", b"drms", b"aavd"}
_MP4_PARENTS = {b"moov", b"trak", b"mdia", b"minf", b"stbl"}
_ASF_HEADER = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")
_ASF_LOCKS = (
    bytes.fromhex("fbb3112223bdd211b4b700a0c955fc6e"),
    bytes.fromhex("14e68a292226174cb935dae07ee9289c"),
)
_EBML = b"\x1a\x45\xdf\xa3"
_CONTENT_ENCRYPTION = 0x5035
# Segment, Tracks, TrackEntry, ContentEncodings, ContentEncoding
_EBML_PARENTS = {0x18538067, 0x1654AE6B, 0xAE, 0x6D80, 0x6240}
_CLUSTER = 0x1F43B675
_TS_PACKET = 188
_MOST_ELEMENTS = 5_000
_HEAD = 256 * 1024


def is_locked(file: IO[bytes]) -> bool:
    """Whether the header of a file says that its sound is encrypted; the file is left rewound.

    A header that cannot be followed says no such thing.
    """
    file.seek(0)
    head = file.read(_HEAD)
    try:
        if head[4:8] == b"ftyp":
            size = file.seek(0, 2)
            return any(entry in _LOCKED_ENTRIES for entry in _mp4_entries(file, 0, size))
        if head.startswith(_EBML):
            return _CONTENT_ENCRYPTION in _ebml_elements(file, file.seek(0, 2))
        if head.startswith(_ASF_HEADER):
            return any(lock in head for lock in _ASF_LOCKS)
        return _ts_scrambled(head)
    finally:
        file.seek(0)


def _mp4_entries(file: IO[bytes], begin: int, end: int) -> Iterator[bytes]:
    """Kinds of the sample entries of all tracks between two places."""
    for _ in range(_MOST_ELEMENTS):
        if begin + 8 > end:
            return
        file.seek(begin)
        header = file.read(16)
        size, kind = int.from_bytes(header[:4]), header[4:8]
        inner = begin + 8
        if size == 1:
            size, inner = int.from_bytes(header[8:16]), begin + 16
        elif size == 0:
            size = end - begin
        if size < 8:
            return
        if kind in _MP4_PARENTS:
            yield from _mp4_entries(file, inner, min(begin + size, end))
        elif kind == b"stsd":
            # version and flags, a count, then the entries: size and kind first
            yield from _mp4_entries(file, inner + 8, min(begin + size, end))
        else:
            yield kind
        begin += size


def _ebml_elements(file: IO[bytes], end: int) -> set[int]:
    """The ids of the elements before the first cluster, those within tracks among them."""
    seen: set[int] = set()
    at = 0
    for _ in range(_MOST_ELEMENTS):
        if at >= end:
            break
        file.seek(at)
        header = file.read(12)
        name, after = _ebml_number(header, 0, keep_marker=True)
        size, after = _ebml_number(header, after, keep_marker=False)
        if name is None or size is None or name == _CLUSTER:
            break
        seen.add(name)
        at += after if name in _EBML_PARENTS else after + size
    return seen


def _ebml_number(data: bytes, at: int, *, keep_marker: bool) -> tuple[int | None, int]:
    """A number of variable length and where it ends; None where there is none."""
    if at >= len(data) or not data[at]:
        return None, at
    length = 9 - data[at].bit_length()
    value = int.from_bytes(data[at : at + length])
    if not keep_marker:
        value &= (1 << 7 * length) - 1
    return value, at + length


def _ts_scrambled(head: bytes) -> bool:
    packets = range(0, len(head) - _TS_PACKET, _TS_PACKET)
    if len(packets) < 8 or any(head[at] != 0x47 for at in packets):
        return False
    scrambled = sum(head[at + 3] & 0xC0 != 0 for at in packets)
    return scrambled > len(packets) / 2
