"""The journeys of a listener: which of their songs a request takes along, by what is stored."""

from collections.abc import Mapping, Sequence
from functools import cache

from moods.circumplex import MOODS, Mood, Point
from moods.models import WEIGHTS_DIR, Card
from moods.reading import Reading
from server.jobs.journey_request import JourneyRequest
from server.playlists.journey import Journey, JourneySong, plan_journey
from server.songs.normalise import artist_forms
from server.store import readings, songs
from server.store.engine import Store
from server.store.playlists import Entry


@cache
def mood_places() -> Mapping[Mood, Point]:
    """Where the songs of each mood lie on average, as the card of the models has it."""
    places = Card.read(WEIGHTS_DIR / "spectrogram.json").body["places"]
    return {mood: Point(*map(float, places[mood.value][:2])) for mood in MOODS}


def points_of(request: JourneyRequest) -> tuple[Point, ...]:
    """The path that a request asks for."""
    if request.ends is None:
        return request.path
    return tuple(mood_places()[mood] for mood in request.ends)


def travel(
    store: Store,
    entries: Mapping[str, Entry],
    heard: Mapping[str, Reading],
    request: JourneyRequest,
    kept: Sequence[str] = (),
) -> Journey:
    """The journey through those of these entries (by track) that were heard; keys are tracks.

    `kept` are the tracks of the journey as it was, which it keeps where they still fit: when its
    source grows, few of its songs change and those that stay keep their order.
    """
    uris = [uri for uri in entries if uri in heard]
    tracks, features = songs.tracks(store, uris), readings.features(store, uris)
    themes = songs.themes_by_key(
        store, [key for uri in uris if (key := entries[uri].theme_key) is not None]
    )
    found: list[JourneySong] = []
    for uri in uris:
        theme, track = themes.get(entries[uri].theme_key or ""), tracks.get(uri)
        artists = [artist.name for artist in theme.artists] if theme else []
        length = track.duration_ms if track else None
        found.append(
            JourneySong(
                key=uri,
                place=heard[uri].point,
                seconds=length / 1000 if length else None,
                tempo=(features.get(uri) or {}).get("tempo"),
                unsure=heard[uri].unsure,
                groups=_groups(
                    artists or list(track.artists if track else ()),
                    theme.anime.title if theme else None,
                ),
            )
        )
    return plan_journey(found, points_of(request), request.minutes, kept)


def _groups(artists: Sequence[str], show: str | None) -> frozenset[str]:
    names = {f"by {form}" for artist in artists for form in artist_forms(artist)}
    return frozenset(names | ({f"from {show}"} if show else set()))
