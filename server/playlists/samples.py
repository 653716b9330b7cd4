"""A sample of a song to hear: looked up when it is asked for, never fetched here, never kept."""

import logging
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from server.domain import ClipLink, Theme, Track
from server.errors import MoodDexError, NotFound, SourceError
from server.jobs.reading import Recording
from server.jobs.titles import service_title
from server.services import Services
from server.sources.clips import page_of
from server.sources.pacing import in_a_hurry
from server.sources.spotify_links import track_id
from server.store import own_readings, playlists, songs

SOURCES = ("animethemes", "deezer", "itunes")
"""Where samples come from, the best first: the very recording of the show, then previews."""

_LOG = logging.getLogger(__name__)
_PATIENCE = 5.0
"""Seconds that a listener waits for a turn at a service that jobs ask too."""


@dataclass(frozen=True)
class Sample:
    """Where a sample can be heard.

    Attributes:
        audio_url: at one of the places of `server.sources.clips.audio_places`; it may die soon.
        source: one of `SOURCES`.
        source_url: the song's page at the source, or the source's home.
        seconds: its length, where that is known.
    """

    audio_url: str
    source: str
    source_url: str
    seconds: int | None = None

    @property
    def source_name(self) -> str:
        """The source's name as people write it."""
        return service_title(self.source)

    def to_json(self) -> dict[str, Any]:
        """The sample as the API tells it."""
        return {
            "audio_url": self.audio_url,
            "source": self.source,
            "source_name": self.source_name,
            "source_url": self.source_url,
            "seconds": self.seconds,
        }


def find_sample(
    services: Services, user_id: int, track: str, without: Collection[str] = ()
) -> Sample:
    """Where the user can hear a sample of a track (its URI or id) of a playlist of theirs.

    Args:
        without: sources that are not to be looked at, because what they have cannot be played.

    Raises:
        NotFound: `no_such_song`, it is on none of their playlists; `no_sample`, nobody has one.
        MoodDexError: 429 `too_many_samples`.
        SourceError: nobody who answered has one, and a service did not answer.
    """
    uri = f"spotify:track:{track_id(track)}"
    if not own_readings.is_theirs(services.store, user_id, uri):
        raise NotFound(
            "no_such_song",
            "There is no such song on your playlists.",
            "Samples are there for the songs of playlists made or read here.",
        )
    return sample_of(services, user_id, _recording(services, user_id, uri), without)


def sample_of(
    services: Services, user_id: int, recording: Recording, without: Collection[str] = ()
) -> Sample:
    """Where the user can hear a sample of a recording; as `find_sample`, which says whose it is.

    Raises:
        NotFound: `no_sample`, nobody has one.
        MoodDexError, SourceError: as `find_sample`.
    """
    _take_turn(services, user_id)
    unheard: list[SourceError] = []
    with in_a_hurry(_PATIENCE):
        for link in _links(services, recording, without, unheard):
            if services.fetcher.allows(link):
                return Sample(link.url, link.source, page_of(link), link.seconds)
            _LOG.warning("a link of %s leads elsewhere and was not shown", link.source)
    if unheard:
        raise unheard[0]
    raise NotFound(
        "no_sample",
        "No sample of this song was found at AnimeThemes, Deezer or iTunes.",
        "Spotify plays the song itself.",
    )


def _links(
    services: Services,
    recording: Recording,
    without: Collection[str],
    unheard: list[SourceError],
) -> Iterator[ClipLink]:
    """Where samples are, the best first; services that do not answer go to `unheard`."""
    if recording.theme is not None and SOURCES[0] not in without:
        for url in recording.theme.audio_urls:
            yield ClipLink(SOURCES[0], url)
    song = recording.song
    if not song.titles and not song.isrc:
        return
    for finder in services.clip_finders:
        if finder.name in without:
            continue
        try:
            link = finder.find_clip(song)
        except SourceError as error:
            unheard.append(_for_a_sample(error))
            continue
        if link is not None:
            yield link


def _recording(services: Services, user_id: int, uri: str) -> Recording:
    store = services.store
    track = songs.tracks(store, [uri]).get(uri, Track(uri))
    known = songs.themes_by_key(store, playlists.theme_keys(store, user_id, uri))
    themes: list[Theme] = [known[key] for key in sorted(known)]
    themes += songs.themes_of_tracks(store, [uri]).values()
    with_audio = (theme for theme in themes if theme.audio_urls)
    return Recording(track, next(with_audio, themes[0] if themes else None))


def _for_a_sample(error: SourceError) -> SourceError:
    """The same failure with the next step for somebody who wants to hear a song."""
    return SourceError(
        error.service,
        error.code,
        error.message,
        "Try again in a moment; Spotify plays the song itself.",
        retry_after=error.retry_after,
        http_status=error.http_status,
    )


def _take_turn(services: Services, user_id: int) -> None:
    wait = services.sample_turns.take(user_id)
    if wait:
        raise MoodDexError(
            "too_many_samples",
            "That were many samples in a short time.",
            f"The next one can be looked up in {max(round(wait), 1)} seconds.",
            status=429,
        )
