"""What is known of films elsewhere: IMDb's tables or MovieLens', joined by title and year.

The tables are read as streams, so that their size does not matter; only rows whose title is looked
for are kept. A title that several films have is told with its candidates, never guessed.
"""

import csv
import gzip
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO

from films.film_facts import MOST_TOLD, Film, Found, MetadataError, choose
from films.film_names import FilmName, folded, titles_of_movielens

_MOST_CANDIDATES = 500  # of one title
_MOST_LINE = 1 << 20
_KINDS = {
    "movie": "film",
    "tvMovie": "film",
    "video": "film",
    "tvSpecial": "special",
    "tvSeries": "series",
    "tvMiniSeries": "series",
    "short": "short",
}
_TABLES = (
    "title.basics.tsv",
    "title.ratings.tsv",
    "title.crew.tsv",
    "name.basics.tsv",
    "movies.csv",
    "links.csv",
    "ratings.csv",
)


@dataclass(frozen=True)
class Tables:
    """Where the tables lie, by their names."""

    paths: Mapping[str, Path] = field(default_factory=dict)

    @classmethod
    def at(cls, places: Iterable[Path]) -> "Tables":
        """The tables that are given, or that lie in the folders that are given.

        Raises:
            MetadataError: a place is not there, or none of the tables is at any.
        """
        found: dict[str, Path] = {}
        for place in places:
            if not place.exists():
                raise MetadataError(f"There is no {place}.")
            for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
                name = path.name.removesuffix(".gz")
                if name in _TABLES and path.is_file():
                    found.setdefault(name, path)
        if "title.basics.tsv" not in found and "movies.csv" not in found:
            raise MetadataError(
                "There is neither IMDb's title.basics.tsv nor MovieLens' movies.csv "
                "(either may end in .gz)."
            )
        return cls(found)

    def look_up(self, names: Sequence[FilmName]) -> list[Found]:
        """What the tables say of each name, in order; each table is read once for all.

        Raises:
            MetadataError: a table is damaged or is not what its name says.
        """
        answers = [Found(name) for name in names]
        for table, ask in (("title.basics.tsv", self._imdb), ("movies.csv", self._movielens)):
            open_ones = [at for at, found in enumerate(answers) if found.film is None]
            if table not in self.paths or not open_ones:
                continue
            asked = ask([names[at] for at in open_ones])
            for at, found in zip(open_ones, asked, strict=True):
                if found.film or not answers[at].candidates:
                    answers[at] = found
        return answers

    def _imdb(self, names: Sequence[FilmName]) -> list[Found]:
        wanted = _wanted(names)
        rows: dict[str, list[Film]] = {}
        for row in self._rows("title.basics.tsv", ("tconst", "titleType", "primaryTitle")):
            kind = _KINDS.get(row["titleType"])
            if kind is None:
                continue
            titles = {folded(row["primaryTitle"]), folded(row.get("originalTitle") or "")}
            for title in titles & wanted:
                _keep(rows, title, _imdb_film(row, kind))
        found = [_chosen(name, rows) for name in names]
        return self._with_imdb_facts(found)

    def _with_imdb_facts(self, found: Sequence[Found]) -> list[Found]:
        ids = {film.id for one in found for film in _films(one)}
        rated: dict[str, tuple[float | None, int | None]] = {}
        if "title.ratings.tsv" in self.paths and ids:
            for row in self._rows("title.ratings.tsv", ("tconst", "averageRating", "numVotes")):
                if row["tconst"] in ids:
                    rated[row["tconst"]] = (_float(row["averageRating"]), _int(row["numVotes"]))
        directors = self._directors(ids) if ids else {}

        def whole(film: Film) -> Film:
            rating, votes = rated.get(film.id, (None, None))
            return replace(film, rating=rating, votes=votes, directors=directors.get(film.id, ()))

        return [_mapped(one, whole) for one in found]

    def _directors(self, ids: set[str]) -> dict[str, tuple[str, ...]]:
        if not {"title.crew.tsv", "name.basics.tsv"} <= set(self.paths):
            return {}
        by_film = {
            row["tconst"]: _several(row["directors"])
            for row in self._rows("title.crew.tsv", ("tconst", "directors"))
            if row["tconst"] in ids
        }
        people = {person for own in by_film.values() for person in own}
        names = {
            row["nconst"]: row["primaryName"]
            for row in self._rows("name.basics.tsv", ("nconst", "primaryName"))
            if row["nconst"] in people
        }
        return {
            film: tuple(names[person] for person in own if person in names)
            for film, own in by_film.items()
        }

    def _movielens(self, names: Sequence[FilmName]) -> list[Found]:
        wanted = _wanted(names)
        rows: dict[str, list[Film]] = {}
        for row in self._rows("movies.csv", ("movieId", "title", "genres")):
            titles, year = titles_of_movielens(row["title"])
            genres = () if row["genres"].startswith("(") else tuple(row["genres"].split("|"))
            film = Film("movielens", row["movieId"], titles[0] if titles else "", year)
            for title in {folded(one) for one in titles} & wanted:
                _keep(rows, title, replace(film, genres=genres))
        found = [_chosen(name, rows) for name in names]
        return self._with_movielens_facts(found)

    def _with_movielens_facts(self, found: Sequence[Found]) -> list[Found]:
        ids = {film.id for one in found for film in _films(one)}
        linked: dict[str, str] = {}
        if "links.csv" in self.paths and ids:
            for row in self._rows("links.csv", ("movieId", "imdbId")):
                if row["movieId"] in ids and row["imdbId"]:
                    linked[row["movieId"]] = f"tt{row['imdbId'].zfill(7)}"
        sums: dict[str, tuple[float, int]] = {}
        if "ratings.csv" in self.paths and ids:
            for row in self._rows("ratings.csv", ("movieId", "rating")):
                rating = _float(row["rating"]) if row["movieId"] in ids else None
                if rating is not None:
                    before, count = sums.get(row["movieId"], (0.0, 0))
                    sums[row["movieId"]] = (before + rating, count + 1)

        def whole(film: Film) -> Film:
            rated, count = sums.get(film.id, (0.0, 0))
            mean = round(rated / count, 3) if count else None
            return replace(film, imdb_id=linked.get(film.id), rating=mean, votes=count or None)

        return [_mapped(one, whole) for one in found]

    def _rows(self, table: str, needed: Sequence[str]) -> Iterator[dict[str, str]]:
        """The rows of a table by column; those with too few fields are passed over."""
        path = self.paths[table]
        try:
            with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as file:
                rows = _fields(_lines(file), is_csv=table.endswith(".csv"))
                header = next(rows, [])
                missing = [name for name in needed if name not in header]
                if missing:
                    raise MetadataError(f"{path} has no column {', '.join(missing)}.")
                for row in rows:
                    if len(row) == len(header):
                        yield dict(zip(header, row, strict=True))
        except (OSError, EOFError, zlib.error, csv.Error) as error:
            raise MetadataError(f"{path} is damaged or cannot be read: {error}") from error


def _lines(file: IO[bytes] | gzip.GzipFile) -> Iterator[str]:
    """The lines of a file of UTF-8; what is longer than any line of a table ends it."""
    while line := file.readline(_MOST_LINE):
        if len(line) == _MOST_LINE:
            raise OSError("it has a line of more than a megabyte")
        yield line.decode("utf-8-sig", "replace").rstrip("\r\n")


def _fields(lines: Iterator[str], *, is_csv: bool) -> Iterator[list[str]]:
    if is_csv:
        return csv.reader(lines)
    return ([("" if one == "\\N" else one) for one in line.split("\t")] for line in lines)


def _imdb_film(row: Mapping[str, str], kind: str) -> Film:
    return Film(
        "imdb",
        row["tconst"],
        row["primaryTitle"],
        _int(row.get("startYear", "")),
        kind=kind,
        original_title=row.get("originalTitle") or None,
        genres=_several(row.get("genres", "")),
        minutes=_int(row.get("runtimeMinutes", "")),
        imdb_id=row["tconst"],
    )


def _wanted(names: Iterable[FilmName]) -> set[str]:
    return {folded(one.title) for name in names for one in (name, _whole(name))} - {""}


def _chosen(name: FilmName, rows: Mapping[str, Sequence[Film]]) -> Found:
    found = choose(name, rows.get(folded(name.title), ()))
    if found.film or name.year is None:
        return found
    whole = choose(_whole(name), rows.get(folded(_whole(name).title), ()))
    return replace(whole, name=name) if whole.film else found


def _whole(name: FilmName) -> FilmName:
    """The name with what was taken for its year as a part of the title: Blade Runner 2049."""
    if name.year is None or not name.title:
        return name
    return FilmName(f"{name.title} {name.year}")


def _keep(rows: dict[str, list[Film]], title: str, film: Film) -> None:
    kept = rows.setdefault(title, [])
    if len(kept) < _MOST_CANDIDATES:
        kept.append(film)


def _films(found: Found) -> Iterable[Film]:
    return (found.film,) if found.film else found.candidates[:MOST_TOLD]


def _mapped(found: Found, whole: Callable[[Film], Film]) -> Found:
    film = found.film and whole(found.film)
    return replace(found, film=film, candidates=tuple(map(whole, found.candidates)))


def _several(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(",") if part)


def _int(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 12 else None


def _float(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
