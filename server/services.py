"""Everything that a request or a job needs, built once and handed down."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, Self

from moods.models import Card
from moods.portrait import Portrait
from moods.reader import MoodReader
from moods.reading import Reading
from server.config import Settings
from server.domain import ClipLink, ListSource
from server.errors import LoginNeeded
from server.sources.anilist import AniList
from server.sources.animethemes import AnimeThemes
from server.sources.clips import ClipFetcher, Song
from server.sources.deezer import Deezer
from server.sources.itunes import ITunes
from server.sources.myanimelist import MyAnimeList
from server.sources.reccobeats import ReccoBeats
from server.sources.spotify import Spotify
from server.sources.spotify_login import SpotifyLogin, Tokens
from server.store import people
from server.store.calls import SpotifyLedger
from server.store.engine import Store
from server.store.vault import Vault
from server.suggestions.films import FilmsAtHand
from server.turns import Turns

AnimeLists = MyAnimeList | AniList


class Reader(Protocol):
    """What reads moods; `moods.reader.MoodReader` does."""

    @property
    def versions(self) -> Mapping[str, str]:
        """Version of each model by its name."""
        ...

    @property
    def cards(self) -> Sequence[Card]:
        """What each model is."""
        ...

    def read(
        self,
        clip: bytes | None,
        features: Mapping[str, float | None] | None,
        *,
        clip_source: str | None,
    ) -> Reading:
        """What the models say of a recording. Raises `moods.reading.ClipError`."""
        ...

    def portray(
        self, clip: bytes, features: Mapping[str, float | None] | None, *, clip_source: str | None
    ) -> tuple[Reading, Portrait | None]:
        """The same with a portrait of the clip; None where it cannot be read."""
        ...


class ClipFinder(Protocol):
    """A service that may have a clip of a song."""

    @property
    def name(self) -> str:
        """The service's plain name, as in `ClipLink.source`."""
        ...

    def find_clip(self, song: Song) -> ClipLink | None:
        """Where a clip of this very recording is; None when the service has none."""
        ...


@dataclass(frozen=True)
class Services:
    """The parts, each one built once in a process; all are safe to use from several threads.

    `sample_turns` bounds how many samples one person may ask this process for; `films` finds those
    whose music is like some songs, and is loaded when it is first asked for.
    """

    settings: Settings
    store: Store
    vault: Vault
    reader: Reader
    lists: Mapping[ListSource, AnimeLists]
    myanimelist: MyAnimeList
    animethemes: AnimeThemes
    clip_finders: Sequence[ClipFinder]
    fetcher: ClipFetcher
    reccobeats: ReccoBeats
    login: SpotifyLogin
    ledger: SpotifyLedger
    films: FilmsAtHand = field(default_factory=FilmsAtHand, repr=False)
    sample_turns: Turns = field(default_factory=lambda: Turns(40, 60.0), repr=False)
    _refreshing: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @classmethod
    def build(cls, settings: Settings) -> Self:
        """The parts as configured, with the database's schema brought up to date.

        Raises:
            moods.models.WeightsError: the models' files are not the ones on their cards.
            sqlalchemy.exc.SQLAlchemyError: the database cannot be reached.
        """
        store = Store(settings.database_url)
        store.migrate()
        urls = settings.urls
        myanimelist = MyAnimeList(urls.myanimelist, settings.mal_client_id)
        return cls(
            settings=settings,
            store=store,
            vault=Vault(settings.secret_keys),
            reader=MoodReader.load(),
            lists={
                ListSource.MYANIMELIST: myanimelist,
                ListSource.ANILIST: AniList(urls.anilist),
            },
            myanimelist=myanimelist,
            animethemes=AnimeThemes(urls.animethemes),
            clip_finders=(Deezer(urls.deezer), ITunes(urls.itunes)),
            fetcher=ClipFetcher(urls),
            reccobeats=ReccoBeats(urls.reccobeats),
            login=SpotifyLogin(settings),
            ledger=SpotifyLedger(store),
            films=FilmsAtHand(settings.film_index),
        )

    def spotify_for(self, user_id: int) -> Spotify:
        """Spotify in a user's name; tokens are read, and refreshed, when a call is made."""
        held: list[Tokens] = []

        def access_token() -> str:
            # Read each time: once somebody has disconnected, no further call is to go out.
            tokens = self._stored_tokens(user_id)
            held[:] = [self._usable_tokens(user_id) if tokens.is_stale() else tokens]
            return held[0].access_token

        def renew() -> str:
            held[:] = [self._usable_tokens(user_id, refused=held[0] if held else None)]
            return held[0].access_token

        return Spotify(self.settings.urls.spotify_api, access_token, self.ledger, renew=renew)

    def close(self) -> None:
        """Give the database's connections back."""
        self.store.close()

    def _usable_tokens(self, user_id: int, refused: Tokens | None = None) -> Tokens:
        """Tokens good for another minute at least, and other than those Spotify refused.

        A refresh may end the refresh token it was made with, so only one is made at a time;
        if another process was quicker, its tokens are in the store by then.
        """
        with self._refreshing:
            tokens = self._stored_tokens(user_id)
            if not tokens.is_stale() and tokens != refused:
                return tokens
            try:
                fresh = self.login.refresh(tokens)
            except LoginNeeded:
                current = people.load_tokens(self.store, self.vault, user_id)
                if current is not None and current != tokens:
                    return current
                people.forget_tokens(self.store, user_id)
                raise
            people.save_tokens(self.store, self.vault, user_id, fresh, new_login=False)
            return fresh

    def _stored_tokens(self, user_id: int) -> Tokens:
        tokens = people.load_tokens(self.store, self.vault, user_id)
        if tokens is None:
            raise LoginNeeded(
                "spotify_login_expired",
                "Your Spotify login has ended.",
                "Log in with Spotify again; your playlists and songs are kept.",
            )
        return tokens
