"""The page of one song: what it shows, to whom, and what it says where little is known."""

import struct
import zlib
from typing import Any

import numpy as np
import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from moods.circumplex import MOODS, Mood, Spread
from moods.portrait import Portrait
from moods.reading import Reading
from server.domain import Track
from server.store import playlists, readings
from server.store.playlist_tables import PlaylistEntry
from server.store.songs import save_tracks
from server.web import song_drawing
from tests.support.portraits import made_portrait
from tests.web.site import Site
from tests.web.test_api import check, error_code

ID = f"{'list1':0>22}"
URI = f"spotify:track:{ID}"
TEMPLATE = "/api/songs/{track}"
EVEN = dict.fromkeys(MOODS, 0.25)
SURE = {mood: 0.91 if mood is Mood.CALM else 0.03 for mood in MOODS}


def _reading(clip: str | None = "deezer", mood: Mood = Mood.CALM) -> Reading:
    return Reading(
        probabilities=SURE,
        moods=(mood,),
        valence=0.66,
        arousal=0.37,
        dominance=0.6,
        by_model={"spectrogram": SURE, "features": EVEN} if clip else {"features": EVEN},
        models=("spectrogram 3.1", "features 1.1") if clip else ("features 1.1",),
        clip_source=clip,
        spread=Spread(0.1, 0.07, -0.001),
    )


def _keep(site: Site, uri: str = URI, portrait: Portrait | None = None, **reading: Any) -> None:
    readings.save_reading(
        site.services.store, uri, _reading(**reading), provisional=False, portrait=portrait
    )


def _add_song(site: Site, name: str, playlist_id: str = "list1") -> str:
    """A further song of a playlist; its URI."""
    uri = f"spotify:track:{name:0>22}"
    store = site.services.store
    save_tracks(store, [Track(uri, name.title(), ("LiSA",))])
    position = len(playlists.entries(store, playlist_id))
    with store.session() as session:
        session.add(PlaylistEntry(playlist_id=playlist_id, position=position, track_uri=uri))
    return uri


def _first_moment() -> list[str]:
    place = made_portrait().course[0][1]
    return ["0:14", *(f"{x:.2f}" for x in (place.valence, place.arousal, place.dominance))]


def _page(client: FlaskClient, path: str = f"/songs/{ID}") -> BeautifulSoup:
    answer = client.get(path)
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def test_a_song_is_shown_with_all_that_is_known_of_it(site: Site) -> None:
    site.add_playlist()
    _keep(site, portrait=made_portrait())
    client = site.member()
    page = _page(client)
    assert page.select_one("h1").text.strip() == "departure!"  # type: ignore[union-attr]
    assert "Opening" in page.text
    assert "Hunter" in page.text
    assert page.select_one(f"a[href='/playlists/list1#{ID}']")
    rows = {
        row.th.text: [cell.text for cell in row.select("td")]
        for row in page.select(".bars tbody tr")
    }  # type: ignore[union-attr]
    assert rows["Calm"] == ["91\xa0%", "25\xa0%", "91\xa0%"]
    assert [head.text for head in page.select(".bars thead th")] == [
        "By ear", "By features", "Together"
    ]  # fmt: skip
    table = page.select(".sound table tbody tr")
    assert [cell.text for row in table for cell in row.select("th, td")][:4] == [
        *_first_moment()
    ]  # fmt: skip
    assert "30 seconds from Deezer, from 0:12 on" in page.text
    image = page.select_one("img.spectrogram")
    assert image is not None
    assert "Spectrogram of 30 seconds" in image["alt"]
    picture = client.get(str(image["src"]))
    assert picture.mimetype == "image/png"
    assert page.select_one("ellipse.ring")
    assert page.select_one(f"a[data-sample='{ID}'][href='/songs/{ID}?sample=1#sample']")
    assert "spectrogram 3.1, features 1.1" in page.text
    assert page.select_one("a[href='/models']")


def test_the_picture_is_a_png_of_the_size_and_brightness_of_the_sound() -> None:
    picture = np.zeros((96, 240), np.uint8)
    picture[0, :] = 255  # the lowest pitch, all the time
    data = song_drawing.spectrogram_png(picture)
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", data[16:24]) == (240, 96)
    start = data.index(b"IDAT") + 4
    rows = np.frombuffer(zlib.decompress(data[start:]), np.uint8).reshape(96, 241)
    assert (rows[:, 0] == 0).all()
    assert (rows[-1, 1:] == 255).all()
    assert not rows[:-1].any()
    palette = np.frombuffer(data[data.index(b"PLTE") + 4 :][:768], np.uint8).reshape(256, 3)
    assert (np.diff(palette.astype(int) @ [0.2126, 0.7152, 0.0722]) >= -1e-9).all()


def test_the_ring_is_the_spread_in_the_units_of_the_plane() -> None:
    reading = _reading().to_json() | {"spread": {"valence": 0.1, "arousal": 0.02, "tilt": 0.0}}
    ring = song_drawing.ring(reading)
    assert ring is not None
    assert (ring.rx, ring.turn) == (pytest.approx(105.1, abs=0.2), 0)
    assert ring.ry == pytest.approx(0.02 * 1160 * 1.51, abs=0.2)
    up = reading | {"spread": {"valence": 0.1, "arousal": 0.06, "tilt": 0.004}}
    turned = song_drawing.ring(up)
    assert turned is not None
    assert -90 < turned.turn < 0, "brighter and livelier together lean upwards to the right"
    assert song_drawing.ring(reading | {"spread": None}) is None


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("unread", "has not been heard yet"),
        ("features_only", "has not heard this song itself"),
        ("no_portrait", "no picture of this song's sound yet"),
    ],
)
def test_a_song_of_which_little_is_known_says_so(site: Site, state: str, words: str) -> None:
    site.add_playlist()
    site.forget_readings()
    if state != "unread":
        _keep(site, clip=None if state == "features_only" else "itunes")
    client = site.member()
    page = _page(client)
    assert words in page.text
    assert not page.select(".sound, .near")
    assert bool(page.select(".bars")) == (state != "unread")
    told = check(client, client.get(f"/api/songs/{ID}"), TEMPLATE)
    assert (told["state"], told["portrait"], told["nearest"]) == (state, None, [])
    assert client.get(f"/songs/{ID}/spectrogram.png").status_code == 404


def test_the_nearest_are_the_listeners_own_songs_by_sound(site: Site) -> None:
    site.add_playlist()
    site.add_playlist("list2", "aoi")
    mine, others = made_portrait(), made_portrait(2)
    near = Portrait(**vars(mine) | {"sound": (mine.sound // 2).astype(np.int8)})
    _keep(site, portrait=mine)
    for name, portrait, mood in (("far", others, Mood.SAD), ("near", near, Mood.CALM)):
        _keep(site, _add_song(site, name), portrait, mood=mood)
    _add_song(site, "unheard")
    _keep(site, f"spotify:track:{'list2':0>22}", mine)
    client = site.member()
    told = check(client, client.get(f"/api/songs/{URI}"), TEMPLATE)
    assert [each["title"] for each in told["nearest"]] == ["Near", "Far"]
    near_likeness, far_likeness = (each["likeness"] for each in told["nearest"])
    assert near_likeness > 0.99
    assert far_likeness < 0.2
    assert told["state"] == "whole"
    assert told["portrait"]["spectrogram_url"] == f"/songs/{ID}/spectrogram.png"
    assert len(told["portrait"]["waveform"]) == 240
    items = _page(client).select(".near li")
    assert [item.a["href"] for item in items] == [f"/songs/{'near':0>22}", f"/songs/{'far':0>22}"]  # type: ignore[index]
    assert "also" in items[0].text
    assert "though it is" in items[1].text


def test_a_listeners_word_is_taken_on_the_page_without_scripts(site: Site) -> None:
    site.add_playlist()
    _keep(site, portrait=made_portrait())
    client = site.member()
    answer = client.post(
        f"/songs/{ID}/mood", data={"mood": "sad"}, headers={"Origin": "http://localhost"}
    )
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/songs/{ID}#own")
    page = _page(client)
    assert page.select_one("button[name=mood][value=sad][aria-pressed=true]")
    assert "you say" in page.text
    assert page.select_one("ellipse.ring"), "how far off the models may be is told of their place"
    assert "The ring lies around where MoodDex heard it" in page.text
    client.post(f"/songs/{ID}/mood", data={"forget": "1"}, headers={"Origin": "http://localhost"})
    assert not _page(client).select("button[aria-pressed=true]")


@pytest.mark.parametrize("path", ["", "/spectrogram.png", "/mood"])
@pytest.mark.parametrize("track", [ID, "x", "é" * 22, "spotify:track:x"])
def test_a_song_of_none_of_ones_playlists_is_not_there(site: Site, track: str, path: str) -> None:
    site.add_playlist()
    _keep(site, portrait=made_portrait())
    aoi = site.member("aoi")
    headers = {"Origin": "http://localhost"}
    if path == "/mood":
        answer = aoi.post(f"/songs/{track}{path}", data={"mood": "sad"}, headers=headers)
    else:
        answer = aoi.get(f"/songs/{track}{path}")
    assert answer.status_code == 404
    told = aoi.get(f"/api/songs/{track}")
    assert (told.status_code, error_code(told)) == (404, "no_such_song")


def test_without_scripts_a_sample_that_is_not_to_be_had_is_told(site: Site) -> None:
    site.add_playlist()
    page = _page(site.member(), f"/songs/{ID}?sample=1")
    assert page.select_one(".sample-of .notice")
    assert page.select_one("h1")


def test_the_models_are_told_with_their_figures_and_faults(site: Site) -> None:
    page = _page(site.visitor(), "/models")
    for card in site.services.reader.cards:
        section = page.select_one(f"section[aria-labelledby='model-{card.name}']")
        assert section is not None
        assert card.version in section.text
        assert str(card.body["figures"]["accuracy"]) in section.text
        for fault in card.body["known_faults"]:
            assert fault in section.text
