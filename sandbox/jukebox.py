"""The clips that the sandbox's services offer: rendered when first asked for, then kept."""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from sandbox import draws
from sandbox.composer import compose
from sandbox.encoding import encode
from sandbox.world import World, WorldTrack

MEDIA_TYPES = {"ogg": "audio/ogg", "mp3": "audio/mpeg", "m4a": "audio/mp4"}

_RATE = 44_100
_MEMORY_BYTES = 192 * 1024 * 1024
_BROKEN_BYTES = 60_000
_MAGIC = {"ogg": b"OggS\x00\x02", "mp3": b"ID3\x04\x00", "m4a": b"\x00\x00\x00\x1cftypM4A "}


@dataclass(frozen=True)
class Score:
    """What there is to play: the composer's targets (0 to 1) and its seed."""

    valence: float
    arousal: float
    seed: int
    broken: bool = False


Render = Callable[[Score, str, float], bytes]


def render(score: Score, extension: str, seconds: float) -> bytes:
    """Composes and encodes; beyond 30 s the piece is played again, as themes repeat themselves."""
    samples = compose(score.valence, score.arousal, score.seed, min(seconds, 30.0), _RATE)
    times = round(seconds / 30.0)
    if times > 1:
        samples = np.tile(samples, (times, 1))
    return encode(samples, _RATE, extension)


def score_of(world: World, name: str) -> Score | None:
    """What a clip name stands for: a song's id, or `t` and the id of any other recording."""
    song = world.song(name)
    if song is not None:
        return Score(song.valence, song.arousal, song.seed, song.broken_audio)
    track = world.track(name[1:]) if name.startswith("t") else None
    if track is None:
        return None
    rng = draws.dice(world.seed, "score", track.id)
    return Score(round(rng.random(), 3), round(rng.random(), 3), rng.getrandbits(32))


def clip_name(track: WorldTrack) -> str:
    """The clip name of a recording."""
    return track.song_id or f"t{track.id}"


@dataclass
class Jukebox:
    """Renders each clip once, however many ask at the same time.

    Attributes:
        cache_dir: clips are also kept here between runs, when given.
        seconds: how long a clip is; AnimeThemes' run to three times that for some songs.
    """

    cache_dir: Path | None = None
    seconds: float = 30.0
    renderer: Render = render
    _clips: OrderedDict[str, bytes] = field(default_factory=OrderedDict)
    _locks: dict[str, threading.Lock] = field(default_factory=dict)
    _guard: threading.Lock = field(default_factory=threading.Lock)
    _turns: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(2))

    def clip(self, score: Score, extension: str, repeats: int = 1) -> bytes:
        """The encoded clip."""
        seconds = self.seconds * repeats
        named = f"{score.valence}-{score.arousal}-{score.seed}-{seconds:g}"
        key = f"{hashlib.blake2b(named.encode(), digest_size=12).hexdigest()}.{extension}"
        with self._guard:
            lock = self._locks.setdefault(key, threading.Lock())
        with lock:
            found = self._remembered(key)
            if found is None:
                found = self._make(key, score, extension, seconds)
                self._remember(key, found)
        return found

    def _make(self, key: str, score: Score, extension: str, seconds: float) -> bytes:
        if score.broken:
            noise = draws.dice(score.seed, "broken").randbytes(_BROKEN_BYTES)
            return _MAGIC[extension] + noise
        kept = None if self.cache_dir is None else self.cache_dir / f"{recipe()}-{key}"
        if kept is not None and kept.exists():
            return kept.read_bytes()
        with self._turns:
            made = self.renderer(score, extension, seconds)
        if kept is not None:
            kept.parent.mkdir(parents=True, exist_ok=True)
            unfinished = kept.with_suffix(f".{threading.get_ident()}.part")
            unfinished.write_bytes(made)
            unfinished.replace(kept)
        return made

    def _remembered(self, key: str) -> bytes | None:
        with self._guard:
            if key in self._clips:
                self._clips.move_to_end(key)
            return self._clips.get(key)

    def _remember(self, key: str, clip: bytes) -> None:
        with self._guard:
            self._clips[key] = clip
            held = sum(map(len, self._clips.values()))
            while held > _MEMORY_BYTES and len(self._clips) > 1:
                _, dropped = self._clips.popitem(last=False)
                held -= len(dropped)


def recipe() -> str:
    """A mark of the composer's own code, so that kept clips of an older one are not used."""
    here = Path(__file__).parent
    sources = [here / "composer.py", here / "encoding.py", *sorted(here.glob("music/*.py"))]
    digest = hashlib.blake2b(digest_size=4)
    for source in sources:
        digest.update(source.read_bytes())
    return digest.hexdigest()
