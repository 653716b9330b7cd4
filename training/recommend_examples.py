"""Films for the songs that Spotiflix showed its answers for, so that one can look for oneself."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from films.recommend.credits import names_in
from films.recommend.finder import FilmFinder
from films.recommend.folding import title_keys
from films.recommend.question import Heard
from training.datasets.soundtracks import FilmTracks, Track
from training.film_lift import Fit, Rows
from training.film_ties import Level, Shelf, heard_tracks

SONGS = (
    Track("Hotel California", "Eagles", "Don Henley, Glenn Frey, Don Felder"),
    Track("Ne me quitte pas", "Jacques Brel", "Jacques Brel"),
    Track("Volare", "Domenico Modugno", "Domenico Modugno, Franco Migliacci"),
)
COUNT = 5
Answer = Callable[[Heard], list[str]]
"""A song to films, told as one reads them."""

_KNOWN = {
    Level.SONG: "Its own features are known.",
    Level.PERFORMER: "Its features are taken from other songs of its performer.",
    Level.TITLE: "Its features are taken from songs of that title by others.",
    Level.WRITER: "Its features are taken from songs that its writers perform.",
    Level.NONE: "How it sounds is not known here: its credits ask alone.",
}


def examples(
    films: Sequence[FilmTracks],
    shelf: Shelf,
    weights: Mapping[Level, float],
    ways: Mapping[str, Answer],
    songs: Sequence[Track] = SONGS,
) -> list[dict[str, Any]]:
    """For each song the films that have it, how it is known, and what each way names."""
    told = []
    for song in songs:
        tie = shelf.tie(song)
        asked = heard_tracks(
            FilmTracks(0, "", None, frozenset(), (song,)), [tie], shelf.songs, weights
        )[0]
        told.append(
            {
                "song": f"{song.title}, {song.performer}",
                "in": [_named(film) for film in films if _has(film, song)],
                "known": _KNOWN[tie.level],
                "films": {name: answer(asked) for name, answer in ways.items()},
            }
        )
    return told


def by_finder(finder: FilmFinder) -> Answer:
    """What an index names, each film with its first reason."""

    def answer(song: Heard) -> list[str]:
        return [
            f"{one.title} ({one.year or 'year unknown'}): {one.reasons[0]}"
            for one in finder.find([song], count=COUNT)
        ]

    return answer


def by_fit(
    make: Callable[[Sequence[Sequence[Heard]]], Fit],
    films: Sequence[FilmTracks],
    heard: Sequence[Sequence[Heard]],
    known: Rows,
) -> Answer:
    """What a way names that knows films by their songs: the song asks as a film of its own."""

    def answer(song: Heard) -> list[str]:
        rank = make([*heard, [song]])(known)
        return [_named(films[at]) for at in list(rank(len(heard)))[:COUNT]]

    return answer


def _has(film: FilmTracks, song: Track) -> bool:
    """Whether a film's credits have the song: a title in common, and a name."""
    titles, names = set(title_keys(song.title)), _names(song)
    return any(
        titles & set(title_keys(track.title)) and names & _names(track) for track in film.tracks
    )


def _names(track: Track) -> set[str]:
    return {
        key
        for credit in (track.performer, track.writer)
        for name in names_in(credit)
        for key in name.keys
    }


def _named(film: FilmTracks) -> str:
    return f"{film.title} ({film.year})" if film.year else film.title
