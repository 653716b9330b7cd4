"""A playlist of as many made songs as wanted, served over HTTP: the plane's pages without a demo.

`python -m tests.support.made_playlist 2000 --port 9270` serves one to look at.
"""

import argparse
import random
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from selenium.webdriver import Chrome
from werkzeug.serving import make_server

from moods.circumplex import MOODS, Dimensions, Mood, Spread, place_of
from moods.hybrid import fuse, proposed
from moods.reading import Reading
from server.app import create_app
from server.config import Settings
from server.services import Services
from server.store.engine import Store
from server.store.playlist_tables import PlaylistEntry, PlaylistRow
from server.store.tables import MatchRow, ReadingRow, ThemeRow, TrackRow
from tests.web.site import NotingQueue, Site

PLAYLIST = "made"
_SYLLABLES = ("a", "ka", "ki", "shi", "no", "ha", "ra", "to", "mi", "sa", "yu", "ren", "dou", "kyo")
_KANJI = "紅蓮華残酷天使風心夢空花星光影旅道海月夜雪鳥声涙虹"
_PLACES = {
    Mood.HAPPY: Dimensions(0.738, 0.599, 0.668),
    Mood.ENERGETIC: Dimensions(0.312, 0.548, 0.429),
    Mood.SAD: Dimensions(0.335, 0.392, 0.434),
    Mood.CALM: Dimensions(0.682, 0.362, 0.628),
}
_BASE_62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Made:
    """A served playlist: where it is, the application behind it, and a session's token."""

    url: str
    site: Site
    token: str

    @property
    def path(self) -> str:
        """The path of the playlist's page."""
        return f"/playlists/{PLAYLIST}"

    def open(self, browser: Chrome, query: str = "") -> None:
        """Show the playlist's page in a browser, logged in."""
        browser.get(f"{self.url}/healthz")
        browser.add_cookie({"name": "__session", "value": self.token, "path": "/"})
        browser.get(f"{self.url}{self.path}{query}")


@contextmanager
def made_playlist(folder: Path, songs: int, *, port: int = 0, unheard: int = 0) -> Iterator[Made]:
    """Serve a playlist of made songs, the last `unheard` of which nobody has heard."""
    # The address is needed to build the application, and known once the port is bound.
    server = make_server("127.0.0.1", port, Flask(__name__), threaded=True)
    url = f"http://127.0.0.1:{server.server_port}"
    nobody = {
        f"MOODDEX_{name}_URL": "http://127.0.0.1:9"
        for name in ("SPOTIFY_API", "SPOTIFY_ACCOUNTS", "MAL", "ANILIST")
    }
    settings = Settings.from_environment(
        {
            "SPOTIFY_CLIENT_ID": "client",
            "MAL_CLIENT_ID": "mal",
            "MOODDEX_BASE_URL": url,
            "MOODDEX_DATA_DIR": str(folder),
            "MOODDEX_SECRET_KEY": "a key for tests",
            **nobody,
        }
    )
    services = Services.build(settings)
    queue = NotingQueue()
    site = Site(create_app(services, queue), services, queue)  # type: ignore[arg-type]
    add_songs(services.store, site.user(), songs, unheard)
    cookie = site.member().get_cookie("__session")
    assert cookie is not None
    server.app = site.app
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Made(url, site, cookie.value)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        services.close()


def add_songs(store: Store, user_id: int, number: int, unheard: int = 0) -> None:
    """Store the playlist `PLAYLIST` of so many made songs; the same number gives the same songs."""
    made = random.Random(number)
    shows = [_words(made, 3) for _ in range(number // 3 + 1)]
    singers = [_words(made, 2) for _ in range(number // 2 + 1)]
    with store.session() as session:
        session.add(
            PlaylistRow(
                id=PLAYLIST,
                user_id=user_id,
                kind="list",
                fingerprint=PLAYLIST,
                name="mika: anime openings and endings (score 7 and up)",
                description="From mika's MyAnimeList list (completed, watching).",
                request={"source": "myanimelist", "username": "mika"},
                spotify_url="https://open.spotify.com/playlist/x",
            )
        )
        for place in range(number):
            uri = "spotify:track:" + "".join(made.choice(_BASE_62) for _ in range(22))
            title = _words(made, made.randint(1, 3)).capitalize()
            key = f"made:{place}"
            duration = made.randint(80_000, 320_000) if made.random() < 0.97 else None
            session.add(TrackRow(uri=uri, title=title, artists=[], duration_ms=duration))
            session.add(
                ThemeRow(
                    key=key,
                    anime_key=f"mal:{place // 3}",
                    anime_title=shows[place // 3].title(),
                    song_key=key,
                    kind=made.choice(("OP", "ED", "IN")),
                    sequence=place % 3 + 1,
                    title=title,
                    native_title=_native(made) if made.random() < 0.7 else None,
                    artists=[{"name": made.choice(singers).title(), "aliases": []}],
                    audio_urls=[],
                )
            )
            session.flush()
            session.add(
                MatchRow(
                    theme_key=key,
                    state="sure",
                    track_uri=uri,
                    confidence=0.9,
                    reason="found by title and artist",
                    decided_by="search",
                )
            )
            session.add(
                PlaylistEntry(playlist_id=PLAYLIST, position=place, theme_key=key, track_uri=uri)
            )
            if place < number - unheard:
                session.add(ReadingRow(track_uri=uri, body=_reading(made)))


def _reading(made: random.Random) -> dict[str, object]:
    said = {
        model: {mood: share / sum(shares) for mood, share in zip(MOODS, shares, strict=True)}
        for model in ("spectrogram", "features")
        if (shares := [made.expovariate(1) ** 2 + 0.01 for _ in MOODS])
    }
    if made.random() < 0.2:
        del said["features"]
    fused = fuse(said)
    place = place_of(fused, _PLACES)
    reading = Reading(
        probabilities=fused,
        moods=proposed(said),
        valence=place.valence,
        arousal=place.arousal,
        dominance=place.dominance,
        by_model=said,
        models=tuple(f"{model} 1.0" for model in said),
        clip_source="animethemes",
        unsure=max(fused.values()) < 0.54,
        spread=Spread(
            made.uniform(0.05, 0.12), made.uniform(0.04, 0.09), made.uniform(-2e-3, 3e-3)
        ),
    )
    return reading.to_json()


def _words(made: random.Random, number: int) -> str:
    return " ".join(
        "".join(made.choice(_SYLLABLES) for _ in range(made.randint(1, 4))) for _ in range(number)
    )


def _native(made: random.Random) -> str:
    return "".join(made.choice(_KANJI) for _ in range(made.randint(2, 6)))


def main() -> None:
    """Serve one until the terminal says stop."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("songs", type=int)
    parser.add_argument("--port", type=int, default=0)
    given = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        made_playlist(
            Path(folder), given.songs, port=given.port, unheard=given.songs // 20
        ) as made,
    ):
        print(made.url, made.path, made.token, flush=True)
        while True:
            time.sleep(60)


if __name__ == "__main__":
    main()
