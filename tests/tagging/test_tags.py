"""What is promised to the files that tags are written into."""

import os
import stat
from pathlib import Path
from typing import Any

import mutagen
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mutagen.flac import FLAC, Picture
from mutagen.id3 import ID3, TIT2, TMOO

from moods.audio import decode
from moods.circumplex import MOODS
from moods.reading import Reading
from moods.tagging.safely import clear_leftovers, tag_copy, tag_in_place
from moods.tagging.sound import fingerprint
from moods.tagging.tags import TagError, read_tags, tags_of
from tests.moods.sounds import FORMATS, encode, tone

TAGGABLE = [kind for kind in FORMATS if kind != "webm"]
SOUNDS = {kind: encode(tone(2), kind) for kind in FORMATS}


def reading(
    moods: tuple[Any, ...] = MOODS[:1], valence: float = 0.61, model: str = "a 1"
) -> Reading:
    even = dict.fromkeys(MOODS, 0.25)
    return Reading(even, tuple(moods), valence, 0.4, None, {"a": even}, (model,), "file")


TAGS = tags_of(reading())


def song(folder: Path, kind: str = "mp3") -> Path:
    path = folder / f"song.{kind}"
    path.write_bytes(SOUNDS[kind])
    return path


def code(path: Path) -> str:
    """Why a file was refused; it must be as it was, and nothing left beside it."""
    before, beside = path.read_bytes(), sorted(path.parent.iterdir())
    with pytest.raises(TagError) as caught:
        tag_in_place(path, TAGS)
    assert (path.read_bytes(), sorted(path.parent.iterdir())) == (before, beside)
    return caught.value.code


@pytest.mark.parametrize("kind", TAGGABLE)
def test_a_tagged_file_tells_its_mood_and_is_tagged_once(tmp_path: Path, kind: str) -> None:
    path = song(tmp_path, kind)
    assert tag_in_place(path, TAGS)
    assert read_tags(path) == {
        "MOOD": ["happy"], "VALENCE": ["0.6100"], "AROUSAL": ["0.4000"], "MOODDEX": ["a 1"],
    }  # fmt: skip
    known = path.stat()
    assert not tag_in_place(path, TAGS)
    assert path.stat() == known, "not touched a second time"
    assert tag_in_place(path, tags_of(reading(MOODS[2:], model="a 2"))), "newer models' word"
    assert read_tags(path)["MOOD"] == ["sad", "calm"]
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("kind", TAGGABLE)
@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    moods=st.lists(st.sampled_from(MOODS), min_size=1, max_size=4, unique=True).map(tuple),
    valence=st.floats(0, 1),
    title=st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=40),
    seconds=st.floats(1.1, 2.5),
)
def test_a_tagged_file_sounds_the_same_to_the_last_sample_and_keeps_its_other_tags(
    *, tmp_path: Path, kind: str, moods: tuple[Any, ...], valence: float, title: str, seconds: float
) -> None:
    path = tmp_path / f"any.{kind}"
    path.write_bytes(encode(tone(seconds), kind))
    _name(path, title)
    before, told = decode(path).samples, _title(path)
    tag_in_place(path, tags_of(reading(moods, valence)))
    assert np.array_equal(decode(path).samples, before)
    assert _title(path) == told
    assert read_tags(path)["MOOD"] == [mood.value for mood in moods]


def _name(path: Path, title: str) -> None:
    file: Any = mutagen.File(path)
    if file.tags is None:
        file.add_tags()
    if path.suffix in {".mp3", ".wav"}:
        file.tags.add(TIT2(encoding=3, text=[title]))
    else:
        file.tags["\xa9nam" if path.suffix == ".m4a" else "title"] = [title]
    file.save()


def _title(path: Path) -> list[str]:
    tags: Any = mutagen.File(path).tags
    if path.suffix in {".mp3", ".wav"}:
        return list(tags["TIT2"].text)
    return list(tags["\xa9nam" if path.suffix == ".m4a" else "title"])


def test_old_tags_stay_of_their_kind(tmp_path: Path) -> None:
    path = song(tmp_path)
    old = ID3()
    old.add(TIT2(encoding=1, text=["紅蓮華"]))
    old.save(path, v2_version=3)
    end = b"TAG" + b"An older title".ljust(125, b"\0")
    with path.open("ab") as raw:
        raw.write(end)
    tag_in_place(path, TAGS)
    assert ID3(path, translate=False).version == (2, 3, 0)
    assert ID3(path)["TIT2"].text == ["紅蓮華"]
    assert path.read_bytes().endswith(end)


def test_a_listeners_own_mood_is_never_written_over(tmp_path: Path) -> None:
    path = song(tmp_path)
    own = ID3()
    own.add(TMOO(encoding=3, text=["dreamy"]))
    own.save(path)
    assert code(path) == "own_mood"


def test_permissions_stay_and_a_copy_has_its_files_time(tmp_path: Path) -> None:
    path = song(tmp_path)
    path.chmod(0o640)
    os.utime(path, (1e9, 1e9))
    copy = tmp_path / "copies" / "deep" / "song.mp3"
    before = path.read_bytes()
    assert tag_copy(path, copy, TAGS)
    assert not tag_copy(path, copy, TAGS)
    assert path.read_bytes() == before
    assert (copy.stat().st_mtime, stat.S_IMODE(copy.stat().st_mode)) == (1e9, 0o640)
    assert fingerprint(copy) == fingerprint(path)
    os.utime(path, (2e9, 2e9))
    assert tag_copy(path, copy, TAGS), "a file that changed is copied anew"
    tag_in_place(path, TAGS)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_copy_writes_over_nothing_of_somebody_elses(tmp_path: Path) -> None:
    path = song(tmp_path)
    copy = tmp_path / "copy.mp3"
    copy.write_bytes(b"mine")
    with pytest.raises(TagError) as caught:
        tag_copy(path, copy, TAGS)
    assert caught.value.code == "in_the_way"
    assert copy.read_bytes() == b"mine"


def test_what_must_not_be_written_is_left_as_it_is(tmp_path: Path) -> None:
    path = song(tmp_path)
    path.chmod(0o444)
    assert code(path) == "read_only"
    path.chmod(0o644)
    link = tmp_path / "link.mp3"
    link.symlink_to(path)
    assert code(link) == "link"
    (tmp_path / "second.mp3").hardlink_to(path)
    assert code(path) == "several_names"
    assert code(song(tmp_path, "webm")) == "tags_unknown"
    assert tag_in_place(song(tmp_path, "ogg").rename(tmp_path / "really-ogg.mp3"), TAGS)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(kind=st.sampled_from(TAGGABLE), data=st.data())
def test_a_broken_file_is_tagged_without_harm_or_left_as_it_is(
    tmp_path: Path, kind: str, data: st.DataObject
) -> None:
    whole = bytearray(SOUNDS[kind])
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, min(len(whole), 4000) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / f"broken.{kind}"
    path.write_bytes(whole[: data.draw(st.integers(1, len(whole)))])
    before = path.read_bytes()
    try:
        tag_in_place(path, TAGS)
    except TagError:
        assert path.read_bytes() == before
    else:
        broken = tmp_path / f"before.{kind}"
        broken.write_bytes(before)
        assert fingerprint(path) == fingerprint(broken)
    assert not list(tmp_path.glob(".*"))


def test_a_killed_runs_leftovers_go_when_they_are_old(tmp_path: Path) -> None:
    old, new, other = (tmp_path / f".mooddex-{name}.part" for name in ("abcdefg1", "abcdefg2", "x"))
    for path in (old, new, other):
        path.write_bytes(b"half")
        os.utime(path, (1e9, 1e9))
    os.utime(new)
    clear_leftovers(tmp_path)
    assert not old.exists()
    assert new.exists()
    assert other.exists()


def test_a_picture_stays(tmp_path: Path) -> None:
    path = song(tmp_path, "flac")
    file: Any = mutagen.File(path)
    picture = Picture()
    picture.data, picture.mime, picture.type = b"\x89PNG a cover", "image/png", 3
    file.add_picture(picture)
    file.save()
    tag_in_place(path, TAGS)
    assert [each.data for each in FLAC(path).pictures] == [b"\x89PNG a cover"]
