"""A library of made readings: as many songs as wanted, with nothing fetched and nothing heard.

The songs are the sandbox's. Beyond those that it has, they come again as other recordings.
"""

from collections.abc import Iterator
from itertools import count, islice

import numpy as np

from moods.circumplex import MOODS, Spread
from moods.reading import Reading
from sandbox.records import WorldAnime, WorldTheme
from sandbox.world import World, load_world
from server.domain import Anime, Artist, Match, MatchState, Theme, ThemeKind, Track
from server.songs.identity import theme_key
from server.store import songs
from server.store.engine import Store
from server.store.tables import ReadingRow

_CENTRES = ((0.62, 0.53), (0.42, 0.56), (0.38, 0.41), (0.61, 0.4))
"""Valence and arousal about which each mood's songs lie, in the order of `MOODS`."""
_CARRIED = 0.3  # a mood as probable as this is one that the song carries


def made_songs(number: int, world: World | None = None) -> list[tuple[Theme, Track]]:
    """So many songs of the sandbox's shows, each with its recording; the same ones each time."""
    return list(islice(_endless(world or load_world()), number))


def keep_songs(store: Store, made: list[tuple[Theme, Track]], *, heard: bool = True) -> None:
    """Store songs as found for sure, with a made reading each unless they were not heard."""
    songs.add_themes(store, [theme for theme, _ in made])
    songs.save_matches(
        store,
        [
            Match(theme.key, MatchState.SURE, track, 0.97, "found by title and artist", "search")
            for theme, track in made
        ],
    )
    if not heard:
        return
    with store.session() as session:
        for number, (_, track) in enumerate(made):
            body = made_reading(number).to_json()
            session.merge(ReadingRow(track_uri=track.uri, body=body))


def made_reading(number: int) -> Reading:
    """A reading as the models would give one; the same for the same number."""
    draw = np.random.default_rng(number)
    mood = int(draw.choice(len(MOODS), p=(0.35, 0.25, 0.15, 0.25)))
    weights = draw.dirichlet([4.0 if each == mood else 0.8 for each in range(len(MOODS))])
    probabilities = {each: float(weight) for each, weight in zip(MOODS, weights, strict=True)}
    place = weights @ np.array(_CENTRES) + draw.normal(0, 0.02, 2)
    carried = tuple(each for each in MOODS if probabilities[each] >= _CARRIED)
    certain = max(probabilities.values())
    return Reading(
        probabilities=probabilities,
        moods=carried or (MOODS[mood],),
        valence=float(place[0]),
        arousal=float(place[1]),
        dominance=0.5,
        by_model={"spectrogram": probabilities, "features": probabilities},
        models=("spectrogram 3.1", "features 2.0"),
        clip_source=("animethemes", "deezer", "itunes")[number % 3],
        unsure=certain < 0.45,
        spread=Spread(0.1 - 0.05 * certain, 0.06 - 0.03 * certain, 0.0005),
    )


def _endless(world: World) -> Iterator[tuple[Theme, Track]]:
    for turn in count():
        seen: set[str] = set()
        for show in world.anime:
            for theme in show.themes:
                song = theme.song
                if song.track is not None and song.id not in seen:
                    seen.add(song.id)
                    yield _song(show, theme, turn)


def _song(show: WorldAnime, theme: WorldTheme, turn: int) -> tuple[Theme, Track]:
    song, recording = theme.song, theme.song.track
    assert recording is not None
    anime = Anime(show.title, show.mal_id, show.anilist_id, show.native_title, show.english_title)
    again = f" ({turn + 1})" if turn else ""
    title = f"{song.title}{again}"
    kind = ThemeKind(theme.kind)
    uri = f"spotify:track:{f'{turn}{recording.id[1:]}' if turn else recording.id}"
    made = Theme(
        key=theme_key(anime, kind, theme.sequence, title),
        anime=anime,
        kind=kind,
        title=title,
        sequence=theme.sequence,
        native_title=song.native_title,
        artists=tuple(
            Artist(each.name, (each.native_name,) if each.native_name else ())
            for each in song.artists
        ),
        audio_urls=(),
    )
    track = Track(
        uri,
        recording.title,
        recording.artists,
        recording.isrc,
        recording.duration_ms,
        recording.album,
        "single",
    )
    return made, track
