"""What is shown of a film: its entry, its stretches of music, the whole in shares, its course."""

from collections.abc import Mapping, Sequence
from typing import Any

from films.errors import clock
from server.errors import NotFound
from server.films.course import course_rows, waveform
from server.services import Services
from server.store import films
from server.store.films import Film, FilmEntry

SORTS = ("start", "seconds", "mood", "valence", "arousal", "energy", "danceability", "genres")
_PAGE = 200
_CLASSES = ("low", "middle", "high")
_LESS = 1 - 1e-6  # parts that come to more than their whole by rounding are not drawn
_RINGS = ("valence", "energy", "danceability")


def entry_json(entry: FilmEntry) -> dict[str, Any]:
    """A film as lists tell it: id, title, collection, year, state, job, made_at."""
    return {
        "id": entry.id,
        "title": entry.named.title,
        "collection": entry.named.collection,
        "year": entry.named.year,
        "state": entry.state,
        "job": entry.job_id,
        "made_at": entry.made_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }


def films_of(services: Services, user_id: int) -> list[dict[str, Any]]:
    """A user's films, by collection and title."""
    return [entry_json(entry) for entry in films.entries(services.store, user_id)]


def film_json(services: Services, user_id: int, film_id: str) -> dict[str, Any]:
    """A film with all that was read of it, as the API tells it. Raises NotFound."""
    film = film_of(services, user_id, film_id)
    reading = dict(film.reading or {})
    reading.pop("metadata", None)
    return {**entry_json(film.entry), **reading, "metadata": film.metadata, "truth": film.truth}


def film_of(services: Services, user_id: int, film_id: str) -> Film:
    """A user's film. Raises NotFound: there is none, or it is somebody else's."""
    film = films.get(services.store, user_id, film_id)
    if film is None:
        raise NotFound(
            "no_such_film", "There is no such film here.", "Your films are listed under Films."
        )
    return film


def film_view(film: Film, sort: str = "start", page: int = 1) -> dict[str, Any]:
    """What the page of a film that has been read shows.

    `sort` is one of `SORTS`, with a minus before it for the other way round.
    """
    reading = film.reading or {}
    length = len(reading["seconds"])
    whole = reading["film"]
    step, rows = course_rows(reading)
    segments = _sorted([_segment(one) for one in reading["segments"]], sort)
    pages = max(1, -(-len(segments) // _PAGE))
    page = min(max(page, 1), pages)
    outer = "genres" if whole["genres"] else "moods"
    within = _within(reading, outer)
    return {
        **entry_json(film.entry),
        "duration": clock(reading["duration"]),
        "music": clock(whole["music_seconds"]),
        "shares": [
            {"name": name, "share": reading["shares"].get(name, 0.0), "time": clock(seconds)}
            for name, seconds in _counts(reading["seconds"]).items()
        ],
        "segments": segments[(page - 1) * _PAGE : page * _PAGE],
        "stretches": len(segments),
        "page": page,
        "pages": pages,
        "outer": outer,
        "layers": _layers(reading["shares"], within, whole["music_seconds"] / length),
        "within": [{"name": name, "share": share} for name, share in within.items()],
        "film_genres": whole["film_genres"],
        "rings": {
            ring: [
                {"name": name, "share": whole[f"{ring}_classes"].get(name, 0.0)}
                for name in _CLASSES
            ]
            for ring in _RINGS
            if whole[f"{ring}_classes"]
        },
        "mean": {name: whole[name] for name in ("valence", "arousal")},
        "step": step,
        "course": [{**row, "at": clock(row["start"]), "until": clock(row["end"])} for row in rows],
        "waveform": waveform(reading),
        "length": length,
        "problems": [one for one in reading["problems"] if not _is_a_note(one)],
        "notes": [one for one in reading["problems"] if _is_a_note(one)],
        "models": reading["models"],
        "about": _about(film.metadata),
        "has_truth": bool(film.truth),
    }


def _segment(told: Mapping[str, Any]) -> dict[str, Any]:
    start, end = told["start"], told["end"]
    return {**told, "from": clock(start), "to": clock(end), "seconds": end - start}


def _sorted(segments: Sequence[dict[str, Any]], sort: str) -> list[dict[str, Any]]:
    name, backwards = sort.removeprefix("-"), sort.startswith("-")
    if name not in SORTS:
        name, backwards = "start", False

    def key(one: Mapping[str, Any]) -> Any:
        if name in ("mood", "genres"):
            return ", ".join(one["moods" if name == "mood" else "genres"])
        if name == "energy":
            told = one["energy_class"]
            return None if told is None else _CLASSES.index(told)
        return one[name]

    known = [one for one in segments if key(one) not in (None, "")]
    unknown = [one for one in segments if key(one) in (None, "")]
    return sorted(known, key=key, reverse=backwards) + unknown


def _counts(seconds: Sequence[str]) -> dict[str, int]:
    counts = dict.fromkeys(("music", "speech", "other"), 0)
    for label in seconds:
        counts[label] += 1
    return counts


def _is_a_note(problem: Mapping[str, Any]) -> bool:
    """Whether it only tells what was read, and nothing is lacking."""
    return bool(problem["code"] == "film_tracks") or problem["code"].startswith("metadata_")


def _within(reading: Mapping[str, Any], outer: str) -> dict[str, float]:
    """What the music in stretches is, in shares; `untold` is that of which nothing is sure."""
    told: Mapping[str, float] = reading["film"][outer]
    length = sum(one["weight"] for one in reading["segments"])
    sure = sum(one["weight"] for one in reading["segments"] if one[outer])
    if not told or not 0 < sure < length:
        return dict(told)
    return {name: share * sure / length for name, share in told.items()} | {
        "untold": 1 - sure / length
    }


def _layers(
    shares: Mapping[str, float], within: Mapping[str, float], stretches: float
) -> list[dict[str, Any]]:
    """The parts of the two-level ring: sounds inside, what the music is outside of its part.

    What is in no stretch (a share of `stretches` is), or not sure, stays empty.
    """
    parts = [
        {"id": name, "name": name, "parent": "", "share": shares.get(name, 0.0)}
        for name in ("music", "speech", "other")
    ]
    music = min(shares.get("music", 0.0), stretches)
    parts += [
        {"id": f"music/{name}", "name": name, "parent": "music", "share": share * music * _LESS}
        for name, share in within.items()
        if name != "untold"
    ]
    return [part for part in parts if part["share"]]


def _about(metadata: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The film that the metadata tell of, as far as it has the shape that is known."""
    film = (metadata or {}).get("film")
    if not isinstance(film, Mapping):
        return None
    directors, genres = film.get("directors"), film.get("genres")
    return {
        "directors": [str(one) for one in directors] if isinstance(directors, list) else [],
        "genres": [str(one) for one in genres] if isinstance(genres, list) else [],
        "rating": film.get("rating") if isinstance(film.get("rating"), int | float) else None,
        "source": str(film.get("source") or ""),
    }
