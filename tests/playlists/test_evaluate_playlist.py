"""`mooddex evaluate playlist`, on made sounds and on a made database."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cli.evaluate import command
from moods.circumplex import Mood
from moods.reading import Reading
from server.domain import Track
from server.store import people, playlists, readings, songs
from server.store.engine import Store
from server.store.playlists import Entry
from tests.moods.sounds import encode, tone

SPOTIFY_ID = "4w3J5aBcDeFgHiJkLmNoPq"


def _ask(*arguments: str, data_dir: Path | None = None) -> Result:
    environment = {"MOODDEX_DATA_DIR": str(data_dir), "MOODDEX_DATABASE_URL": ""}
    return CliRunner().invoke(command, ["playlist", *arguments], env=environment)


def _told(*arguments: str, data_dir: Path | None = None) -> dict[str, Any]:
    result = _ask(*arguments, "--json", data_dir=data_dir)
    assert result.exit_code == 0, result.output
    told: dict[str, Any] = json.loads(result.stdout)
    return told


def _reading(*moods: Mood) -> Reading:
    """A reading that carries these moods, the first of them likeliest."""
    weights = dict.fromkeys(Mood, 0.1) | {moods[0]: 0.7}
    return Reading(
        probabilities=weights, moods=moods, valence=0.5, arousal=0.5, dominance=None,
        by_model={"spectrogram": weights}, models=("spectrogram 1.0",), clip_source="deezer",
    )  # fmt: skip


@pytest.fixture
def stored(tmp_path: Path) -> str:
    """A playlist of six songs in a database: four read, one not, and one without a track."""
    store = Store(f"sqlite:///{tmp_path / 'mooddex.db'}")
    store.migrate()
    user = people.find_or_create_user(store, "mika", "Mika")
    uris = [f"spotify:track:{n:022}" for n in range(5)]
    songs.save_tracks(store, [Track(uri) for uri in uris])
    playlist = playlists.find_or_add(
        store, user, "spotify", "f" * 64, name="Rainy days", description="", request={}
    )
    playlists.record_remote(store, playlist.id, SPOTIFY_ID, None)
    rows = [Entry(None, uri) for uri in [*uris, uris[0]]]
    playlists.set_entries(store, playlist.id, [*rows, Entry("a theme", None)])
    for uri, moods in zip(
        uris,
        [(Mood.SAD,), (Mood.CALM, Mood.SAD), (Mood.SAD,), (Mood.HAPPY,)],
        strict=False,
    ):
        readings.save_reading(store, uri, _reading(*moods), provisional=False)
    store.close()
    return playlist.id


@pytest.mark.parametrize(
    "name",
    [
        "{own}",
        "http://127.0.0.1:8000/playlists/{own}",
        SPOTIFY_ID,
        f"spotify:playlist:{SPOTIFY_ID}",
        f"https://open.spotify.com/playlist/{SPOTIFY_ID}?si=abc",
    ],
)
def test_a_stored_playlist_is_counted_from_its_readings(
    name: str, stored: str, tmp_path: Path
) -> None:
    told = _told(name.format(own=stored), "--mood", "sad", data_dir=tmp_path)
    assert told == {
        "playlist": "Rainy days", "mood": "sad", "songs": 6, "read": 4, "unread": 2,
        "proposed": 3, "share": 0.75, "top": 2, "top_share": 0.5,
        "by_mood": {"happy": 1, "energetic": 0, "sad": 2, "calm": 1},
        "models": ["spectrogram 1.0"],
    }  # fmt: skip


def test_a_person_is_told_the_share_and_what_could_not_be_read(stored: str, tmp_path: Path) -> None:
    said = _ask(stored, "--mood", "sad", data_dir=tmp_path).output
    assert "3 of 4 songs read as sad (75.0%)" in said
    assert "could not be read: 2 of 6" in said


def test_a_folder_is_read_file_by_file_and_what_is_not_audio_is_told(tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / "one.mp3").write_bytes(encode(tone(4), "mp3"))
    (tmp_path / "more" / "two.ogg").write_bytes(encode(tone(4, hertz=220), "ogg"))
    (tmp_path / "broken.mp3").write_bytes(b"no audio at all")
    (tmp_path / "cover.jpg").write_bytes(b"a picture")
    told = [_told(str(tmp_path), "--mood", mood.value) for mood in Mood]
    for one in told:
        assert (one["songs"], one["read"], one["unread"]) == (3, 2, 1)
    assert sum(one["top"] for one in told) == 2
    assert "broken.mp3" in _ask(str(tmp_path), "--mood", "sad").stderr


def test_several_files_are_a_playlist_too(tmp_path: Path) -> None:
    files = [tmp_path / f"{n}.wav" for n in range(2)]
    for file in files:
        file.write_bytes(encode(tone(4), "wav"))
    told = _told(*map(str, files), "--mood", "calm")
    assert told["read"] == 2
    assert told["proposed"] in {0, 2}


def test_none_read_is_an_exit_status_of_one(tmp_path: Path) -> None:
    (tmp_path / "broken.mp3").write_bytes(b"no audio at all")
    result = _ask(str(tmp_path), "--mood", "sad")
    assert result.exit_code == 1
    assert "none of 1 songs could be read" in result.output


def test_what_names_no_playlist_is_refused_without_making_a_database(tmp_path: Path) -> None:
    result = _ask("my music", "--mood", "sad", data_dir=tmp_path / "var")
    assert result.exit_code == 2
    assert "neither a file or folder here" in result.output
    assert not (tmp_path / "var").exists()


def test_a_playlist_never_read_here_is_told_with_a_next_step(stored: str, tmp_path: Path) -> None:
    result = _ask("0" * 22, "--mood", "sad", data_dir=tmp_path)
    assert result.exit_code == 1
    assert "Read it first" in result.output


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    assert "no audio file" in _ask(str(tmp_path), "--mood", "sad").output
