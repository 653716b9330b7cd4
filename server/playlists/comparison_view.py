"""A comparison of two lists as its page and the API tell it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from moods.circumplex import MOODS
from moods.reading import Reading
from server.domain import Theme
from server.errors import NotFound
from server.jobs.comparison_request import ComparisonRequest
from server.jobs.requests import from_json
from server.jobs.titles import names_of, service_title
from server.playlists.corrections import own_matches, sure_uri
from server.playlists.own_moods import listened
from server.playlists.views import show_titles
from server.services import Services
from server.songs.identity import song_key
from server.songs.shared import divide_songs
from server.store import comparisons, playlists, songs
from server.store.engine import Store

BOTH, FIRST, SECOND = "both", "first", "second"


@dataclass(frozen=True)
class _Known:
    """All that is known of the songs that a comparison names."""

    themes: Mapping[str, Theme]
    tracks: Mapping[str, str]
    """By song: the first known track of one of its themes."""
    readings: Mapping[str, Reading]
    shared: frozenset[str]
    """The songs of both."""

    def song(self, theme: Theme) -> dict[str, Any]:
        """A song as it is told."""
        key = song_key(theme)
        uri = self.tracks.get(key)
        reading = self.readings.get(uri or "")
        return {
            "title": theme.title,
            "native_title": theme.native_title,
            "artists": [artist.name for artist in theme.artists],
            "anime": theme.anime.title,
            "shows": [show_titles(theme.anime)],
            "kind": theme.kind.value,
            "sequence": theme.sequence,
            "shared": key in self.shared,
            "spotify_uri": uri,
            "reading": None
            if reading is None
            else {
                "valence": round(reading.valence, 4),
                "arousal": round(reading.arousal, 4),
                "moods": [mood.value for mood in reading.moods],
            },
        }

    def reading(self, theme: Theme) -> Reading | None:
        """What is known of how a song feels."""
        return self.readings.get(self.tracks.get(song_key(theme), ""))


def comparisons_of(services: Services, user_id: int) -> list[dict[str, str]]:
    """The user's comparisons, the newest first: `id` and a plain `name`."""
    told = []
    for comparison_id, body in comparisons.requests_of(services.store, user_id):
        request = _request(body)
        told.append({"id": comparison_id, "name": " and ".join(names_of(request.people))})
    return told


def comparison_request(services: Services, user_id: int, comparison_id: str) -> ComparisonRequest:
    """What was asked for in a comparison. Raises NotFound."""
    return _request(_stored(services.store, user_id, comparison_id).request)


def comparison_view(services: Services, user_id: int, comparison_id: str) -> dict[str, Any]:
    """A comparison with its shows and songs, and both people's places on the plane.

    Readings are those that exist, the user's own word before the models'. `shared.shows` are the
    shows of both, `shared.also` the songs that both know from different shows; `alone` has what
    only the first has and what only the second has. `songs` counts each song once. `plane` has
    each song that was read, `who` being `first`, `second` or `both`.

    Raises:
        NotFound: there is no such comparison, or it is somebody else's.
    """
    store = services.store
    stored = _stored(store, user_id, comparison_id)
    request = _request(stored.request)
    parts = {part: stored.shows[part] for part in ("shared", FIRST, SECOND)}
    keys = {key for shows in parts.values() for show in shows for key in show["songs"]}
    themes = songs.themes_by_key(store, keys)
    of = {
        part: [themes[key] for show in shows for key in show["songs"] if key in themes]
        for part, shows in parts.items()
    }
    mine = divide_songs(of["shared"] + of[FIRST], of["shared"] + of[SECOND])
    known = _known(store, user_id, themes, mine.shared)
    held = {song_key(theme) for theme in of["shared"]}
    also = [theme for theme in mine.shared if song_key(theme) not in held]
    people = ((*mine.shared, *mine.first), (*mine.shared, *mine.second))
    return {
        "id": stored.id,
        "people": [
            {
                "source": person.source.value,
                "username": person.username,
                "name": name,
                "service": service_title(person.source.value),
                **_profile(theirs, known),
            }
            for person, name, theirs in zip(
                request.people, names_of(request.people), people, strict=True
            )
        ],
        "statuses": [status.value for status in request.statuses],
        "kinds": [kind.value for kind in request.kinds],
        "made_at": stored.made_at.isoformat(),
        "shared": {
            "shows": _shows(parts["shared"], known),
            "also": [known.song(theme) for theme in also],
            "songs": len(mine.shared),
        },
        "alone": [
            {"shows": _shows(parts[part], known), "songs": len(some)}
            for part, some in ((FIRST, mine.first), (SECOND, mine.second))
        ],
        "plane": [
            {"who": who, "title": theme.title, **_place(reading)}
            for who, some in ((FIRST, mine.first), (SECOND, mine.second), (BOTH, mine.shared))
            for theme in some
            if (reading := known.reading(theme)) is not None
        ],
        "playlist": _playlist(store, user_id, comparison_id),
    }


def no_comparison() -> NotFound:
    """The answer for a comparison that is not there, or not the asker's."""
    return NotFound(
        "no_such_comparison",
        "There is no such comparison here.",
        "Yours are listed where two lists are compared.",
    )


def _stored(store: Store, user_id: int, comparison_id: str) -> comparisons.Comparison:
    stored = comparisons.get(store, user_id, comparison_id)
    if stored is None:
        raise no_comparison()
    return stored


def _request(body: Mapping[str, Any]) -> ComparisonRequest:
    request = from_json(body)
    assert isinstance(request, ComparisonRequest)
    return request


def _known(
    store: Store, user_id: int, themes: Mapping[str, Theme], shared: Sequence[Theme]
) -> _Known:
    matches = own_matches(store, user_id, list(themes.values()))
    tracks: dict[str, str] = {}
    for theme in themes.values():
        match = matches.get(theme.key)
        uri = theme.track_uri if match is None else sure_uri(match)
        if uri is not None:
            tracks.setdefault(song_key(theme), uri)
    return _Known(
        themes=themes,
        tracks=tracks,
        readings=listened(store, user_id, set(tracks.values())).readings,
        shared=frozenset(song_key(theme) for theme in shared),
    )


def _shows(shows: Iterable[Mapping[str, Any]], known: _Known) -> list[dict[str, Any]]:
    return [
        {
            **{name: show[name] for name in ("title", "native_title", "mal_id", "anilist_id")},
            "english_title": show.get("english_title"),
            "songs": [
                known.song(known.themes[key]) for key in show["songs"] if key in known.themes
            ],
        }
        for show in shows
    ]


def _profile(theirs: Sequence[Theme], known: _Known) -> dict[str, Any]:
    """How many songs somebody has and how many were read, and the mean and moods of those."""
    read = [reading for theme in theirs if (reading := known.reading(theme)) is not None]
    mean = None
    if read:
        mean = {
            "valence": round(sum(each.valence for each in read) / len(read), 4),
            "arousal": round(sum(each.arousal for each in read) / len(read), 4),
        }
    counts = {mood.value: sum(mood in each.moods for each in read) for mood in MOODS}
    return {"songs": len(theirs), "read": len(read), "place": mean, "counts": counts}


def _place(reading: Reading) -> dict[str, float]:
    return {"valence": round(reading.valence, 4), "arousal": round(reading.arousal, 4)}


def _playlist(store: Store, user_id: int, comparison_id: str) -> dict[str, Any] | None:
    """The playlist of what they share, if it was made."""
    for made in playlists.of_user(store, user_id):
        if made.request.get("comparison_id") == comparison_id and made.spotify_url:
            return made.told()
    return None
