"""Films and shows like a song, like the songs of a playlist, or like the music of a film."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from films.recommend.from_film import heard_in_film
from films.recommend.question import Heard
from moods.circumplex import Point
from server.errors import BadRequest
from server.films.film_view import film_of
from server.playlists.choosing import Choice
from server.playlists.song_places import Place
from server.services import Services
from server.store import suggestion_words
from server.store.suggestion_words import FILM, SHOW
from server.suggestions.films import are_familiar, films_like
from server.suggestions.library import (
    AskedSong,
    Library,
    by_sound_alone,
    chosen,
    heard,
    library_of,
    library_of_playlist,
    library_of_song,
)
from server.suggestions.shows import shows_like


@dataclass(frozen=True)
class Liked:
    """What is suggested, and from what.

    Attributes:
        songs: that were asked with.
        read: how many of them have a place on the plane.
        films, shows: as `films_like` and `shows_like` tell them; a show tells `rank` and `liked`
            too.
        has_films: whether there is an index of films to ask.
        by_sound: whether films were asked for by sound alone, and not by names and titles.
        kind: what was asked with: `song`, `playlist` or `film`.
        title, native_title: of that.
        artists: of a song.
    """

    songs: int
    read: int
    films: Sequence[dict[str, Any]]
    shows: Sequence[dict[str, Any]]
    has_films: bool
    by_sound: bool
    kind: str
    title: str
    native_title: str | None = None
    artists: Sequence[str] = ()


def like_song(services: Services, user_id: int, track: str) -> Liked:
    """What is like a song, by its URI or id; its own shows are not named.

    Where films hardly know who made what is asked with, here as for playlists, they are named by
    how it sounds.

    Raises:
        NotFound: it is on none of their playlists.
    """
    library = library_of_song(services, user_id, track)
    song = library.asked[0]
    own = {theme.anime.key for theme in song.themes}
    return _liked(
        services,
        user_id,
        library,
        [song],
        own_shows=own,
        kind="song",
        title=song.title,
        native_title=song.native_title,
        artists=song.artists,
    )


def like_playlist(
    services: Services,
    user_id: int,
    playlist_id: str,
    choice: Choice,
    *,
    words: str = "",
    only: Collection[str] | None = None,
) -> Liked:
    """What is like the songs of a playlist that fit a choice and hold all of the words.

    Who chooses on the plane asks for a feeling: then films are named by how the songs sound, not
    by who made them.

    Args:
        only: the URIs of the songs to ask with, instead of a choice.

    Raises:
        NotFound: there is no such playlist, or it is somebody else's.
    """
    playlist, library = library_of_playlist(services, user_id, playlist_id)
    songs: Sequence[AskedSong] = library.asked
    if only is not None:
        songs = [song for song in songs if song.uri in only]
    songs = chosen(songs, choice, words)
    return _liked(
        services,
        user_id,
        library,
        songs,
        by_sound=only is not None or not choice.is_all,
        kind="playlist",
        title=playlist.name,
    )


def like_film(services: Services, user_id: int, film_id: str) -> Liked:
    """What is like the music of a film that was read here, stretch by stretch; itself left out.

    Raises:
        NotFound: there is no such film, or it is somebody else's.
        BadRequest: it has not been read.
    """
    film = film_of(services, user_id, film_id)
    if film.reading is None:
        raise BadRequest(
            "film_not_read", "This film has not been read yet.", "Wait until its job has ended."
        )
    named, stretches = film.entry.named, heard_in_film(film.reading)
    likes, refused = _said(services, user_id, SHOW)
    shows = shows_like(
        library_of(services, user_id),
        [_place(each) for each in stretches],
        [each.weight for each in stretches],
        without=refused,
    )
    return Liked(
        songs=len(stretches),
        read=len(stretches),
        films=_films(services, user_id, stretches, services.films.named(named.title, named.year)),
        shows=_marked(shows, likes),
        has_films=services.films.finder() is not None,
        by_sound=True,
        kind="film",
        title=named.title,
    )


def _liked(
    services: Services,
    user_id: int,
    library: Library,
    songs: Sequence[AskedSong],
    *,
    own_shows: Collection[str] = (),
    by_sound: bool = False,
    **named: Any,
) -> Liked:
    places = [place for song in songs if (place := song.place) is not None]
    asked = heard(services, songs)
    by_sound = by_sound or (bool(places) and not are_familiar(services.films, asked))
    likes, refused = _said(services, user_id, SHOW)
    shows = shows_like(library, places, without=refused | set(own_shows))
    return Liked(
        songs=len(songs),
        read=len(places),
        films=_films(services, user_id, by_sound_alone(asked) if by_sound else asked),
        shows=_marked(shows, likes),
        has_films=services.films.finder() is not None,
        by_sound=by_sound,
        **named,
    )


def _place(stretch: Heard) -> Place:
    return Place(Point(stretch.valence or 0.0, stretch.arousal or 0.0))


def _films(
    services: Services,
    user_id: int,
    songs: Sequence[Heard],
    without: Collection[int] = (),
) -> list[dict[str, Any]]:
    liked, refused = _said(services, user_id, FILM)
    return films_like(
        services.films,
        songs,
        without={*map(int, refused), *without},
        liked=set(map(int, liked)),
    )


def _marked(shows: Sequence[dict[str, Any]], likes: Collection[str]) -> list[dict[str, Any]]:
    """The shows with their ranks, and whether they are among those that somebody likes."""
    return [
        each | {"rank": rank, "liked": each["key"] in likes} for rank, each in enumerate(shows, 1)
    ]


def _said(services: Services, user_id: int, kind: str) -> tuple[set[str], set[str]]:
    """What somebody likes, and what is not for them."""
    words = suggestion_words.words(services.store, user_id, kind)
    return ({each.item for each in words if each.liked}, {e.item for e in words if not e.liked})
