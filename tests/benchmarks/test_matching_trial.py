"""What the measure of matching promises: a fair split, and figures that hold no names."""

import csv
import gzip
import json
from pathlib import Path

import pytest

from benchmarks.matching.catalogue import build_index
from benchmarks.matching.figures import figures, mistakes
from benchmarks.matching.gold import GoldMissing, GoldSong, load
from benchmarks.matching.japanese import is_japanese, made_spelling
from benchmarks.matching.trial import run
from server.songs.reading import read_as
from training.matching_section import matching_section

_HEAD = (
    "mal_id,anime_title,other_titles,year,season,theme_id,type,sequence,version,song_title,"
    "artist,artist_from_title,video"
)
_SHOWS = ("Sora no Tani", "Sora no Tani 2nd Season", "Midori Days: Part 2", "Yoake Station")
_SONGS = ("Hoshi no Kakera", "Blue Lantern Street", "Kimi to Aruku Michi", "Run Away")
_ARTISTS = ("Mika Asagiri", "The Lanterns", "Haruka Minase; Yui Sorano")


@pytest.fixture(scope="module")
def songs(tmp_path_factory: pytest.TempPathFactory) -> list[GoldSong]:
    folder = tmp_path_factory.mktemp("data") / "anime"
    folder.mkdir()
    rows = [
        f'{number},{show},,2010,,{number}-{place},OP,{place},,{song} {number},"{artist}",,x.webm'
        for number, show in enumerate(_SHOWS, start=1)
        for place, song in enumerate(_SONGS, start=1)
        for artist in [_ARTISTS[(number + place) % len(_ARTISTS)]]
    ]
    with gzip.open(folder / "themes.csv.gz", "wt", encoding="utf-8") as file:
        file.write("\n".join([_HEAD, *rows]) + "\n")
    with (folder / "matches.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["anime", "song", "artist", "spotify_id", "spotify_url"])
        out.writerow(["Yoake Station", "Untold", "", "A" * 22, "https://open.spotify.com/track/A"])
    return load(folder.parent)


def test_a_show_and_its_sequels_are_in_one_half(songs: list[GoldSong]) -> None:
    halves = {song.half for song in songs if song.themes[0].anime.title.startswith("Sora no Tani")}
    assert len(songs) == len(_SHOWS) * len(_SONGS) + 1
    assert len(halves) == 1


def test_the_index_is_the_same_each_time_and_holds_traps(songs: list[GoldSong]) -> None:
    first, second = build_index(songs), build_index(songs)
    assert first.releases == second.releases
    assert any(release.trap for release in first.releases.values())
    assert f"spotify:track:{'A' * 22}" in first.releases


def test_matching_is_measured_and_no_name_goes_on_record(
    songs: list[GoldSong], tmp_path: Path
) -> None:
    index = build_index(songs)
    steps: list[int] = []
    trial = run(songs, index, steps.append)
    assert sum(steps) == len(songs)
    assert trial.warm_calls == 0
    assert 0 < trial.cold_calls <= 2 * len(songs)
    body = figures(songs, index, trial)
    wrong = mistakes(songs, index, trial)
    assert body["all"]["sure"] - body["all"]["right"] == len(wrong)
    assert body["artist_unknown"]["sure"] == 0
    text = json.dumps(body)
    assert not any(song.title in text or song.themes[0].anime.title in text for song in songs)
    half = {**body, "wrong": {}}
    record = {"data": "d", "split": "s", "command": "c", "test": half, "tune": half}
    (tmp_path / "results").mkdir()
    section = matching_section(record, tmp_path)
    assert "untouched half" in section
    assert (tmp_path / "results/matching-reliability.png").exists()


def test_where_there_is_no_set_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(GoldMissing):
        load(tmp_path)


def test_made_spellings_keep_what_kana_would_tell() -> None:
    assert is_japanese("Hoshi no Kakera")
    assert not is_japanese("Blue Lantern Street")
    spelt = made_spelling("Hoshi no Kakera")
    assert "の" in spelt
    assert read_as(spelt, "Hoshi no Kakera") > 0
