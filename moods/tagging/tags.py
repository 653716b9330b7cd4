"""What a mood is called inside an audio file, in each of the three ways that files keep tags.

| | mood | the rest |
|---|---|---|
| ID3 (mp3, wav) | `TMOO` | `TXXX` with the name as its description |
| Vorbis comments (ogg, opus, flac) | `MOOD` | the name |
| MP4 (m4a) | `----:com.apple.iTunes:MOOD` | `----:com.apple.iTunes:` and the name |

`VALENCE` and `AROUSAL` run from 0 to 1. `MOODDEX` names the models that heard the file: whoever
finds it knows that the mood is not a listener's own word.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from mutagen import File
from mutagen.flac import FLAC
from mutagen.id3 import TMOO, TXXX, Encoding
from mutagen.mp3 import MP3
from mutagen.mp4 import MP4, AtomDataType, MP4FreeForm
from mutagen.oggflac import OggFLAC
from mutagen.oggopus import OggOpus
from mutagen.oggvorbis import OggVorbis
from mutagen.wave import WAVE

from moods.reading import Reading

MARK = "MOODDEX"
_MOOD = "MOOD"
_OURS = (_MOOD, "VALENCE", "AROUSAL", MARK)
_MP4_PREFIX = "----:com.apple.iTunes:"
_ID3_KINDS = (MP3, WAVE)
_KINDS = (*_ID3_KINDS, MP4, FLAC, OggFLAC, OggOpus, OggVorbis)
_V1_BYTES = 128

Tags = Mapping[str, Sequence[str]]


class TagError(Exception):
    """A file that was left as it is, and why; the message is fit for a user."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def tags_of(reading: Reading) -> Tags:
    """What is written of a reading."""
    return {
        _MOOD: [mood.value for mood in reading.moods],
        "VALENCE": [f"{reading.valence:.4f}"],
        "AROUSAL": [f"{reading.arousal:.4f}"],
        MARK: [", ".join(reading.models)],
    }


def is_written(path: Path, tags: Tags) -> bool:
    """Whether the file tells what these models heard in it already.

    Raises:
        TagError: it cannot hold tags, or it tells a mood that MoodDex did not write.
    """
    file = _opened(path)
    mark = _get(file, MARK)
    if _get(file, _MOOD) and not mark:
        raise TagError(
            "own_mood", "This file tells its mood already, and not by MoodDex: it is left as it is."
        )
    return mark == list(tags[MARK])


def is_ours(path: Path) -> bool:
    """Whether a file carries MoodDex's mark."""
    try:
        return bool(_get(_opened(path), MARK))
    except TagError:
        return False


def write(path: Path, tags: Tags) -> None:
    """Write tags into a file that nobody else knows of yet; every other tag stays.

    Raises:
        TagError: it cannot be done; the file may then be spoilt.
    """
    file = _opened(path)
    before = _others(file)
    end = _v1_of(path) if isinstance(file, MP3) else None
    try:
        if file.tags is None:
            file.add_tags()
        for name, values in tags.items():
            _put(file, name, list(values))
        if _is_id3(file):
            minor = 3 if file.tags.version[:2] == (2, 3) else 4
            file.save(v2_version=minor, v23_sep=None)
        else:
            file.save()
        if end is not None:  # rewritten from the newer tags, which may say less
            with path.open("r+b") as raw:
                raw.seek(-_V1_BYTES, 2)
                raw.write(end)
    except Exception as error:
        raise TagError("tags_not_written", "This file takes no tags.") from error
    after = _opened(path)
    if _others(after) != before or any(_get(after, name) != list(tags[name]) for name in tags):
        raise TagError("tags_not_kept", "Tags that this file holds would have been lost.")


def read_tags(path: Path) -> dict[str, list[str]]:
    """What MoodDex wrote into a file. Raises TagError for a file that can hold no tags."""
    file = _opened(path)
    return {name: values for name in _OURS if (values := _get(file, name))}


def _opened(path: Path) -> Any:
    kept_as_is = {"translate": False}
    try:
        file: Any = File(path, options=_KINDS)
        if _is_id3(file):
            file = type(file)(path, **kept_as_is)
    except Exception as error:  # a parser of strangers' bytes trips in many ways
        raise TagError("tags_unreadable", "The tags of this file cannot be read.") from error
    if file is None:
        raise TagError("tags_unknown", "MoodDex knows no tags for files of this kind.")
    if _is_id3(file) and file.tags and file.tags.version[:2] == (2, 2):
        raise TagError(
            "tags_old", "The tags of this file are of a kind that is no longer written (ID3 2.2)."
        )
    return file


def _is_id3(file: Any) -> bool:
    return isinstance(file, _ID3_KINDS)


def _is_mp4(file: Any) -> bool:
    return isinstance(file, MP4)


def _key(file: Any, name: str) -> str:
    if _is_id3(file):
        return "TMOO" if name == _MOOD else f"TXXX:{name}"
    return f"{_MP4_PREFIX}{name}" if _is_mp4(file) else name


def _get(file: Any, name: str) -> list[str]:
    key = _key(file, name)
    if not file.tags or key not in file.tags:
        return []
    value = file.tags[key]
    if _is_id3(file):
        return [str(text) for text in value.text]
    if _is_mp4(file):
        return [bytes(each).decode(errors="replace") for each in value]
    return list(value)


def _put(file: Any, name: str, values: list[str]) -> None:
    key = _key(file, name)
    if _is_id3(file):
        is_mood = name == _MOOD
        frame: Any = TMOO(text=values) if is_mood else TXXX(desc=name, text=values)
        frame.encoding = Encoding.UTF8
        file.tags.setall(key, [frame])
    elif _is_mp4(file):
        file.tags[key] = [MP4FreeForm(each.encode(), AtomDataType.UTF8) for each in values]
    else:
        file.tags[key] = values


def _others(file: Any) -> list[str]:
    """All that the file tells beside what MoodDex writes, in a form that can be compared."""
    if not file.tags:
        return []
    ours = {_key(file, name).casefold() for name in _OURS}
    names = set(file.tags.keys())
    told = [f"{name}={file.tags[name]!r}" for name in names if name.casefold() not in ours]
    told += [repr(picture.write()) for picture in getattr(file, "pictures", ())]
    return sorted(told + [repr(frame) for frame in getattr(file.tags, "unknown_frames", ())])


def _v1_of(path: Path) -> bytes | None:
    with path.open("rb") as raw:
        if raw.seek(0, 2) < _V1_BYTES:
            return None
        raw.seek(-_V1_BYTES, 2)
        end = raw.read()
    return end if end.startswith(b"TAG") else None
