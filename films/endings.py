"""Whether a file ends before it should, told from its bytes: its reader takes it for whole.

RIFF: the length in its header. Ogg: its last page is marked as the last (RFC 3533).
"""

from typing import IO

_UNKNOWN = {b"\0\0\0\0", b"\xff\xff\xff\xff"}  # written by what cannot go back
_PAGE_HEADER = 27
_LONGEST_PAGE = _PAGE_HEADER + 255 + 255 * 255
_IS_LAST = 4


def ends_early(file: IO[bytes]) -> bool:
    """Whether its end is missing; False where that cannot be told. The file is left rewound."""
    file.seek(0)
    head = file.read(8)
    size = file.seek(0, 2)
    try:
        if head[:4] == b"RIFF":
            return head[4:8] not in _UNKNOWN and int.from_bytes(head[4:8], "little") + 8 > size
        if head[:4] == b"OggS":
            file.seek(max(size - 2 * _LONGEST_PAGE, 0))
            return not _ends_with_last_page(file.read())
        return False
    finally:
        file.seek(0)


def _ends_with_last_page(tail: bytes) -> bool:
    at = tail.rfind(b"OggS")
    header = tail[at : at + _PAGE_HEADER]
    if at < 0 or len(header) < _PAGE_HEADER or not header[5] & _IS_LAST:
        return False
    lengths = tail[at + _PAGE_HEADER :][: header[26]]
    return len(tail) >= at + _PAGE_HEADER + len(lengths) + sum(lengths)
