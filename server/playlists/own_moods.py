"""A listener's own word on a song: it wins over the models, in all that is theirs."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from moods.circumplex import MOODS, Mood
from moods.reading import Reading
from server.errors import BadRequest, NotFound
from server.sources.spotify_links import track_id
from server.store import own_readings, readings
from server.store.engine import Store

_BRIGHT = {Mood.HAPPY, Mood.CALM}
_LIVELY = {Mood.HAPPY, Mood.ENERGETIC}


@dataclass(frozen=True)
class Listened:
    """Tracks as they count for one listener.

    Attributes:
        readings: the models' readings, with the listener's own moods put in.
        own: the moods that the listener gave, by track.
        by_models: what the models alone say.
    """

    readings: Mapping[str, Reading]
    own: Mapping[str, Mood]
    by_models: Mapping[str, Reading]


def listened(store: Store, user_id: int, uris: Collection[str]) -> Listened:
    """The readings of these tracks for a listener; a track that only they spoke of has one too."""
    read = readings.readings(store, uris)
    own = own_readings.own_moods(store, user_id, uris)
    return Listened(
        read | {uri: with_own_mood(read.get(uri), mood) for uri, mood in own.items()}, own, read
    )


def with_own_mood(reading: Reading | None, mood: Mood) -> Reading:
    """A reading in which the listener's mood stands alone.

    On the plane the song moves as little as their word asks for: a coordinate that lies on the
    mood's side of the middle stays as the models heard it, one on the other side goes to where
    the songs of the right side lie (0.3 or 0.7 in valence, 0.4 or 0.6 in arousal). A calm song
    said to be sad gets darker and no less quiet. What each model says is left as it is, and the
    reading is no longer unsure; how far off the models may be says nothing of it. Where they have
    not read the song, all of the probability is the mood's.
    """
    if reading is None:
        certain = {each: float(each is mood) for each in MOODS}
        return Reading(
            probabilities=certain,
            moods=(mood,),
            valence=_on_side(0.5, mood in _BRIGHT, 0.2),
            arousal=_on_side(0.5, mood in _LIVELY, 0.1),
            dominance=None,
            by_model={},
            models=(),
            clip_source=None,
        )
    return replace(
        reading,
        moods=(mood,),
        valence=_on_side(reading.valence, mood in _BRIGHT, 0.2),
        arousal=_on_side(reading.arousal, mood in _LIVELY, 0.1),
        unsure=False,
        spread=None,
    )


def say(store: Store, user_id: int, track: str, mood: object) -> tuple[str, Mood]:
    """Keep a listener's mood of a track (its URI or id); gives the URI and the mood.

    Raises:
        NotFound: the track is on none of their playlists.
        BadRequest: that is no mood.
    """
    uri = _uri_of(store, user_id, track)
    if not isinstance(mood, str) or mood not in set(MOODS):
        raise BadRequest(
            "unknown_mood",
            "That is not one of the four moods.",
            f"Choose one of {', '.join(MOODS)}.",
        )
    own_readings.save_own_mood(store, user_id, uri, Mood(mood))
    return uri, Mood(mood)


def take_back(store: Store, user_id: int, track: str) -> str:
    """Forget what a listener said of a track, so that the models' word counts again; its URI.

    Raises:
        NotFound: the track is on none of their playlists.
    """
    uri = _uri_of(store, user_id, track)
    own_readings.forget_own_mood(store, user_id, uri)
    return uri


def _uri_of(store: Store, user_id: int, track: str) -> str:
    uri = f"spotify:track:{track_id(track)}"
    if not own_readings.is_theirs(store, user_id, uri):
        raise NotFound(
            "no_such_song",
            "There is no such song on your playlists.",
            "A mood can be given to the songs of playlists made or read here.",
        )
    return uri


def _on_side(coordinate: float, plus: bool, away: float) -> float:
    if plus:
        return coordinate if coordinate > 0.5 else 0.5 + away
    return coordinate if coordinate < 0.5 else 0.5 - away
