"""The application under test, with browsers to visit it and rows to show."""

from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete

from moods.circumplex import MOODS, Mood
from moods.reading import Reading
from server.services import Services
from server.sources.spotify_login import Tokens
from server.store import browsers, people
from server.store.playlist_tables import PlaylistEntry, PlaylistRow
from server.store.tables import JobProblem, JobRow, MatchRow, ReadingRow, ThemeRow, TrackRow

BASE_URL = "http://localhost"  # what Flask's test client calls itself
PAGES = (
    "/",
    "/setup",
    "/start",
    "/account",
    "/jobs/job1",
    "/playlists/list1",
    "/review",
    "/playlists/list1/review",
    "/songs/00000000000000000list1",
)


@dataclass
class NotingQueue:
    """Notes the jobs it is given and runs none."""

    jobs: list[str] = field(default_factory=list)
    is_down: bool = False

    def enqueue(self, job_id: str) -> None:
        self.jobs.append(job_id)

    def ping(self) -> None:
        if self.is_down:
            raise ConnectionError("the queue is down")


@dataclass(frozen=True)
class Site:
    """An application and what it stands on."""

    app: Flask
    services: Services
    queue: NotingQueue

    def visitor(self) -> FlaskClient:
        """A browser that has not been here."""
        return self.app.test_client()

    def member(self, account: str = "mika") -> FlaskClient:
        """The browser of somebody who is logged in."""
        client = self.app.test_client()
        store, user_id = self.services.store, self.user(account)
        people.save_tokens(store, self.services.vault, user_id, _TOKENS, new_login=True)
        token = browsers.log_in(store, None, user_id)
        client.set_cookie("__session", token)
        return client

    def user(self, account: str = "mika") -> int:
        """The id of a user."""
        return people.find_or_create_user(self.services.store, account, account.title())

    def add_job(self, job_id: str = "job1", account: str = "mika", **values: Any) -> None:
        """A job with one problem."""
        user_id = self.user(account)
        request = {"source": "anilist", "username": account, "statuses": ["watching"]}
        fields = {"kind": "list", "request": request, "fingerprint": job_id, **values}
        with self.services.store.session() as session:
            session.add(JobRow(id=job_id, user_id=user_id, **fields))
            session.flush()
            session.add(
                JobProblem(job_id=job_id, item="A <b>song</b>", code="no_clip", message="None.")
            )

    def add_playlist(self, playlist_id: str = "list1", account: str = "mika") -> None:
        """A playlist of one song that was heard and one that was not found."""
        user_id = self.user(account)
        uri = f"spotify:track:{playlist_id:0>22}"
        with self.services.store.session() as session:
            session.add(
                PlaylistRow(
                    id=playlist_id,
                    user_id=user_id,
                    kind="list",
                    fingerprint=playlist_id,
                    name="Openings & endings",
                    request={"source": "anilist", "username": account},
                    spotify_url="https://open.spotify.com/playlist/x",
                )
            )
            session.add(TrackRow(uri=uri, title="Departure", artists=["Ono"]))
            for number, title in enumerate(("departure!", "Lost")):
                session.add(
                    ThemeRow(
                        key=f"{playlist_id}:{number}",
                        anime_key="mal:1",
                        anime_title="Hunter",
                        song_key=f"{title}:ono",
                        kind="OP",
                        title=title,
                        artists=[{"name": "Ono", "aliases": []}],
                        audio_urls=[],
                    )
                )
            session.flush()
            for number, (state, track) in enumerate((("sure", uri), ("not_found", None))):
                key = f"{playlist_id}:{number}"
                session.add(
                    MatchRow(
                        theme_key=key,
                        state=state,
                        track_uri=track,
                        confidence=0.9 if track else 0.0,
                        reason="found by title and artist" if track else "not on Spotify",
                        decided_by="search",
                    )
                )
                session.add(
                    PlaylistEntry(
                        playlist_id=playlist_id, position=number, theme_key=key, track_uri=track
                    )
                )
            session.add(ReadingRow(track_uri=uri, body=_READING.to_json()))

    def forget_readings(self) -> None:
        """Leave every song unread."""
        with self.services.store.session() as session:
            session.execute(delete(ReadingRow))


_TOKENS = Tokens("access", "refresh", 4e9, "playlist-modify-private")
_EVEN = dict.fromkeys(MOODS, 0.25)
_READING = Reading(
    probabilities=_EVEN,
    moods=(Mood.HAPPY,),
    valence=0.7,
    arousal=0.8,
    dominance=None,
    by_model={"spectrogram": _EVEN},
    models=("spectrogram 1.0",),
    clip_source="deezer",
)
