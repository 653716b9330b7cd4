"""The journeys of a listener: which of their songs a request takes along, by what is stored."""

from collections.abc import Mapping, Sequence
from functools import cache
from statistics import median
from typing import Any

from moods.circumplex import MOODS, Mood, Point
from moods.models import WEIGHTS_DIR, Card
from moods.reading import Reading
from server.jobs.journey_request import JourneyRequest, is_journey, parse_journey_request
from server.playlists.journey import USUAL_SECONDS, Journey, JourneySong, plan_journey
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


def told_journey(body: Mapping[str, Any]) -> dict[str, Any] | None:
    """A journey's request, in its JSON form, as pages and the API tell it; None for another.

    `from` and `to` are moods, where the path begins and ends; `drawn` is whether the path was
    given rather than the moods; `path` is there in both cases; `minutes` as asked.
    """
    if not body.get("playlist_id") or not is_journey(body):
        return None
    request = parse_journey_request(str(body["playlist_id"]), body)
    points = points_of(request)
    first, last = request.ends or (points[0].mood, points[-1].mood)
    return {
        "from": first.value,
        "to": last.value,
        "drawn": request.ends is None,
        "path": [{"valence": each.valence, "arousal": each.arousal} for each in points],
        "minutes": request.minutes,
    }


def lasting(told: Mapping[str, Any], lengths: Sequence[int | None]) -> dict[str, Any]:
    """A told journey with `lasts`, its minutes by its songs' lengths in ms, None where unknown.

    `is_short` tells whether it ends more than a song before it was to.
    """
    known = [length for length in lengths if length]
    usual = median(known or [USUAL_SECONDS * 1000])
    minutes = (sum(known) + usual * (len(lengths) - len(known))) / 60_000
    is_short = minutes < told["minutes"] - usual / 60_000
    return {**told, "lasts": round(minutes), "is_short": is_short}


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
