"""Films for the gallery: read ones, one with labels of its owner's, one that failed."""

from server.services import Services
from server.store import films
from server.store.films import Named
from tests.web.film_samples import reading

_DIRECTORS = ("Ann Lee", "Jo Park")


def film_rows(services: Services, user_id: int, failed_job: str) -> dict[str, str]:
    """Store the films of a listener; the ids that their pages' addresses need, by name."""
    store = services.store
    for number in range(8):
        told = reading()
        told.pop("metadata")
        told["film"] |= {"valence": 0.3 + 0.05 * number, "arousal": 0.6 - 0.02 * number}
        about = {"title": f"Film {number}", "rating": 5 + 0.4 * number, "genres": ["Drama"]}
        named = Named(f"Film {number}", _DIRECTORS[number % 2], 1990 + number)
        last = films.add(store, user_id, named, reading=told, metadata={"film": about})
    films.keep_truth(store, user_id, last, [[0, 20, "music"], [20, 30, "other"], [30, 40, "music"]])
    problem = {
        "code": "film_cut_short",
        "message": "The file is broken at 0:40: what comes before was read.",
        "at": 40.0,
    }
    broken = reading(problems=[problem], segments=[], course={n: [] for n in reading()["course"]})
    broken["film"] |= {
        name: {} for name in ("valence_classes", "energy_classes", "danceability_classes")
    }
    ids = {
        "film": last,
        "film_broken": films.add(store, user_id, Named("A broken film"), reading=broken),
        "film_failed": films.add(store, user_id, Named("No film")),
    }
    films.tie(store, ids["film_failed"], failed_job)
    return ids
