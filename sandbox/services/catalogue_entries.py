"""What Deezer and iTunes sell: the world's songs under those shops' own numbers and spellings."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from sandbox import draws
from sandbox.jukebox import clip_name
from sandbox.matching import WordIndex, coverage, tokens
from sandbox.world import World

_LEAST = 0.5


@dataclass(frozen=True)
class Entry:
    """A recording in a shop. `has_clip`: a preview is offered for it."""

    number: int
    title: str
    native_title: str | None
    artists: tuple[str, ...]
    native_artists: tuple[str, ...]
    album: str
    isrc: str
    duration_ms: int
    clip: str
    has_clip: bool

    @cached_property
    def words(self) -> tuple[str, ...]:
        """All words by which it can be found."""
        texts = (self.title, self.native_title or "", *self.artists, *self.native_artists)
        return tuple(sorted({word for text in texts for word in tokens(text)}))


def entries_of(world: World, shop: str) -> list[Entry]:
    """All that a shop (`deezer` or `itunes`) sells: songs, and about half of the decoys."""
    entries = []
    for song in world.songs:
        has_clip = song.deezer if shop == "deezer" else song.itunes
        # Some songs are listed with no clip; where a clip exists the song is listed too.
        if not has_clip and draws.number(world.seed, shop, "listed", song.id) % 3:
            continue
        rng = draws.dice(world.seed, shop, song.id)
        entries.append(
            Entry(
                number=_number(world, shop, song.id),
                title=song.title,
                native_title=song.native_title,
                artists=tuple(artist.name for artist in song.artists),
                native_artists=tuple(artist.native_name or artist.name for artist in song.artists),
                album=song.track.album if song.track else song.title,
                isrc=song.track.isrc if song.track else draws.isrc(world.seed, 2015, song.id),
                duration_ms=song.track.duration_ms
                if song.track
                else rng.randrange(205_000, 295_000),
                clip=song.id,
                has_clip=has_clip,
            )
        )
    for track in world.decoys:
        if draws.number(world.seed, shop, "decoy", track.id) % 2 == 0:
            entries.append(
                Entry(
                    number=_number(world, shop, track.id),
                    title=track.title,
                    native_title=None,
                    artists=track.artists,
                    native_artists=track.artists,
                    album=track.album,
                    isrc=track.isrc,
                    duration_ms=track.duration_ms,
                    clip=clip_name(track),
                    has_clip=True,
                )
            )
    return entries


class Shop:
    """What a shop sells, and its search."""

    def __init__(self, world: World, name: str) -> None:
        self.entries = entries_of(world, name)
        self._index = WordIndex(entry.words for entry in self.entries)

    def find(self, query: str, keep: Callable[[Entry], bool] = lambda _: True) -> list[Entry]:
        """The entries that answer a query and are to be kept, the likeliest first."""
        wanted = tokens(query)
        found = (
            self._index.coverage(wanted) if wanted else dict.fromkeys(range(len(self.entries)), 1.0)
        )
        scored = []
        for place, share in found.items():
            entry = self.entries[place]
            if share >= _LEAST and keep(entry):
                titles = (entry.title, entry.native_title or entry.title)
                tight = max(coverage(tokens(title), wanted) for title in titles)
                scored.append((-share - 0.25 * tight, place, entry))
        return [entry for _, _, entry in sorted(scored, key=lambda one: one[:2])]


def _number(world: World, shop: str, name: str) -> int:
    return draws.number(world.seed, shop, name) % 2_000_000_000 + 1000
