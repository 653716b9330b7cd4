"""Reading the moods of recordings within a job: features, clips, models."""

import logging
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field

from moods.portrait import Portrait
from moods.reading import ClipError, Reading
from server.domain import ClipLink, Problem, Theme, Track
from server.errors import SourceError
from server.jobs.breaker import Breaker
from server.jobs.life import Job
from server.jobs.titles import service_title
from server.songs.identity import is_on_spotify
from server.sources.clips import Song
from server.store import readings

_LOG = logging.getLogger(__name__)
_FEATURE_BATCH = 40
_AUDIO_TRIES = 2
"""Recordings of one theme that are tried before another source is asked."""
_STAYS = (" It stays on the playlist.", " The song stays on the playlist without a mood.")
"""What is said of a song that cannot be read; where there is no playlist, it is left out."""


@dataclass(frozen=True)
class Recording:
    """A track to be read, with the theme it is, if it is one.

    A theme that no track is known of is read under a name of its own (`identity.song_uri`).
    """

    track: Track
    theme: Theme | None = None

    @property
    def name(self) -> str:
        """What a person would call it."""
        title = (self.theme.title if self.theme else self.track.title) or self.track.uri
        return f"{title} ({self.theme.anime.title})" if self.theme else title

    @property
    def song(self) -> Song:
        """What to look for a clip by."""
        titles = [self.track.title]
        artists: list[str] = []
        if self.theme is not None:
            titles += [self.theme.title, self.theme.native_title]
            artists += [name for each in self.theme.artists for name in (each.name, *each.aliases)]
        artists += self.track.artists
        return Song(
            titles=tuple(dict.fromkeys(title for title in titles if title)),
            artists=tuple(dict.fromkeys(artists)),
            isrc=self.track.isrc,
            duration_ms=self.track.duration_ms,
        )


@dataclass
class _Attempt:
    """What came of one recording so far."""

    reading: Reading | None = None
    portrait: Portrait | None = None
    problem: ClipError | None = None
    out_of_reach: bool = field(default=False)
    """Whether a source that might have had a clip could not be asked."""


def read_recordings(job: Job, recordings: Sequence[Recording], *, on_playlist: bool = True) -> None:
    """Read the moods of recordings that the models served now have not read yet, and keep what
    they say.

    A recording that cannot be read is told as a problem and left alone for a week; the others go
    on. One that other models have read keeps their reading until there is a new one, and without
    a word if there is none. A service that is down is asked a few times and then no more in this
    job. Raises like `Job.check`.

    Args:
        on_playlist: whether there is a playlist that they stay on.
    """
    store = job.services.store
    by_uri = {each.track.uri: each for each in recordings}
    job.stage("readings", len(by_uri))
    models = [f"{name} {version}" for name, version in job.services.reader.versions.items()]
    settled = readings.settled(store, by_uri, models)
    earlier = readings.readings(store, by_uri.keys() - settled)
    failed = readings.recent_failures(store, by_uri.keys() - settled)
    for uri, (code, message) in failed.items():
        if uri not in earlier:
            job.problem(
                by_uri[uri].name, code, message if on_playlist else without_playlist(message)
            )
    job.advance(len(settled) + len(failed))
    open_uris = [uri for uri in by_uri if uri not in settled and uri not in failed]
    if not open_uris:
        return
    features, features_down = _features(job, open_uris)
    reading = _Reading(job, features, features_down, earlier, on_playlist=on_playlist)
    reading.run([by_uri[uri] for uri in open_uris])


def without_playlist(message: str) -> str:
    """Why a song could not be read, without a word on the playlist that it stays on."""
    for words in _STAYS:
        message = message.removesuffix(words)
    return message


def _features(
    job: Job, uris: Sequence[str]
) -> tuple[Mapping[str, Mapping[str, float] | None], bool]:
    """Features by track, None where there are none; and whether some could not be asked for."""
    store = job.services.store
    known = readings.features(store, uris)
    missing = [uri for uri in uris if uri not in known and is_on_spotify(uri)]
    for start in range(0, len(missing), _FEATURE_BATCH):
        job.check()
        batch = missing[start : start + _FEATURE_BATCH]
        try:
            found = job.services.reccobeats.features(batch)
        except SourceError as error:
            job.problem(
                "ReccoBeats", error.code, f"{error.message} Songs are read from their audio alone."
            )
            return known, True
        answers = {uri: found.get(uri) for uri in batch}
        readings.save_features(store, answers)
        known |= {uri: None if each is None else dict(each) for uri, each in answers.items()}
    return known, False


class _Over(Exception):
    """The job has stopped; what a thread still has in hand is dropped."""


class _Reading:
    """One job's reading of many recordings, side by side."""

    def __init__(
        self,
        job: Job,
        features: Mapping[str, Mapping[str, float] | None],
        features_down: bool,
        earlier: Mapping[str, Reading],
        *,
        on_playlist: bool,
    ) -> None:
        self._job = job
        self._on_playlist = on_playlist
        self._earlier = earlier
        self._services = job.services
        self._features = features
        self._features_down = features_down
        self._breaker = Breaker()
        self._is_over = threading.Event()

    def run(self, recordings: Sequence[Recording]) -> None:
        workers = max(self._services.settings.clip_workers, 1)
        pool = ThreadPoolExecutor(workers, thread_name_prefix="clip")
        try:
            tasks = {pool.submit(self._read, each): each for each in recordings}
            for task in as_completed(tasks):
                self._tell(task, tasks[task])
                self._job.advance()
        finally:
            self._is_over.set()
            pool.shutdown(cancel_futures=True)
        for service in self._breaker.open_services():
            self._job.problem(
                service_title(service),
                f"{service.replace(' ', '_')}_unreachable",
                f"{service_title(service)} did not answer and was not asked for every song; songs "
                "without a clip are tried again when you ask another time.",
            )

    def _tell(self, task: "Future[Problem | None]", recording: Recording) -> None:
        try:
            problem = task.result()
        except Exception:
            _LOG.exception("reading %s failed", recording.track.uri)
            problem = Problem(
                recording.name, "reading_failed", "This song could not be read; the others go on."
            )
        if problem is not None:
            words = problem.message if self._on_playlist else without_playlist(problem.message)
            self._job.problem(problem.item, problem.code, words)

    def _read(self, recording: Recording) -> Problem | None:
        """Read one recording and keep what came of it; the problem if nothing did."""
        uri = recording.track.uri
        features = self._features.get(uri)
        attempt = self._read_clip(recording, features)
        if attempt.reading is None and features:
            try:
                attempt.reading = self._services.reader.read(None, features, clip_source=None)
            except ClipError as error:
                attempt.problem = attempt.problem or error
        lacks_features = self._features_down and features is None and is_on_spotify(uri)
        out_of_reach = attempt.out_of_reach or lacks_features
        earlier = self._earlier.get(uri)
        if attempt.reading is not None and not _lost_the_clip(attempt.reading, earlier):
            lacks_clip = attempt.reading.clip_source is None and attempt.out_of_reach
            readings.save_reading(
                self._services.store,
                uri,
                attempt.reading,
                provisional=lacks_clip or lacks_features,
                portrait=attempt.portrait,
            )
            return None
        problem = Problem(recording.name, *_why(attempt.problem, out_of_reach))
        if earlier is not None:
            _LOG.info("%s keeps its earlier reading: %s", uri, problem.code)
        if earlier is not None or not out_of_reach:
            readings.save_failure(self._services.store, uri, problem)
        return None if earlier is not None else problem

    def _read_clip(self, recording: Recording, features: Mapping[str, float] | None) -> _Attempt:
        """Try one clip after another until one can be read."""
        attempt = _Attempt()
        for link in self._links(recording, attempt):
            if self._is_over.is_set():
                raise _Over
            data = self._fetch(link, attempt)
            if data is None:
                continue
            try:
                attempt.reading, attempt.portrait = self._services.reader.portray(
                    data, features, clip_source=link.source
                )
            except ClipError as error:
                attempt.problem = error
                continue
            if attempt.reading.clip_source is not None:
                return attempt
        return attempt

    def _links(self, recording: Recording, attempt: _Attempt) -> Iterator[ClipLink]:
        """Where clips are, the best first; a service is asked only if it comes to that."""
        if recording.theme is not None:
            for url in recording.theme.audio_urls[:_AUDIO_TRIES]:
                yield ClipLink("animethemes", url)
        song = recording.song
        if not song.titles and not song.isrc:
            return
        for finder in self._services.clip_finders:
            if self._breaker.is_open(finder.name):
                attempt.out_of_reach = True
                continue
            try:
                link = finder.find_clip(song)
            except SourceError as error:
                self._breaker.failed(finder.name)
                attempt.out_of_reach = True
                _LOG.info("%s: %s", error.code, error.message)
                continue
            self._breaker.worked(finder.name)
            if link is not None:
                yield link

    def _fetch(self, link: ClipLink, attempt: _Attempt) -> bytes | None:
        place = f"{link.source} audio"
        if self._breaker.is_open(place):
            attempt.out_of_reach = True
            return None
        try:
            data = self._services.fetcher.fetch(link)
        except SourceError as error:
            if error.code == "clip_unreachable":
                self._breaker.failed(place)
                attempt.out_of_reach = True
            attempt.problem = ClipError(error.code, error.message)
            return None
        self._breaker.worked(place)
        return data


def _lost_the_clip(reading: Reading, earlier: Reading | None) -> bool:
    """Whether a reading has no clip where the earlier one had."""
    return earlier is not None and earlier.clip_source is not None and reading.clip_source is None


def _why(problem: ClipError | None, out_of_reach: bool) -> tuple[str, str]:
    if out_of_reach:
        return (
            readings.NO_CLIP_NOW,
            "No audio could be had now, for a service did not answer; ask again later.",
        )
    if problem is None:
        return (
            "no_clip",
            "No audio of this song was found, so its mood is not known. It stays on the playlist.",
        )
    return problem.code, f"{problem.message} The song stays on the playlist without a mood."
