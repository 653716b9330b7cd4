"""Films joined with tables that are given, by title and year."""

import gzip
import tracemalloc
from pathlib import Path

import pytest

from films.film_facts import Found, MetadataError
from films.film_names import FilmName
from films.metadata import Tables

BASICS = (
    "tconst\ttitleType\tprimaryTitle\toriginalTitle\tisAdult\tstartYear\tendYear\truntimeMinutes\tgenres\n"
    "tt0133093\tmovie\tThe Matrix\tThe Matrix\t0\t1999\t\\N\t136\tAction,Sci-Fi\n"
    "tt0106062\ttvSeries\tMatrix\tMatrix\t0\t1993\t1993\t60\tAction,Drama\n"
    "tt9000001\tshort\tThe Matrix\tThe Matrix\t0\t1999\t\\N\t5\tShort\n"
    "tt0245429\tmovie\tSpirited Away\tSen to Chihiro no kamikakushi\t0\t2001\t\\N\t124\tAnimation\n"
    "tt0000010\tmovie\tHamlet\tHamlet\t0\t1948\t\\N\t154\tDrama\n"
    "tt0000011\tmovie\tHamlet\tHamlet\t0\t1996\t\\N\t242\tDrama\n"
    "tt0000012\tmovie\tTwins\tTwins\t0\t2000\t\\N\t90\t\\N\n"
    "tt0000013\tmovie\tTwins\tTwins\t0\t2000\t\\N\t95\t\\N\n"
    "tt0000014\ttvEpisode\tSpirited Away\tSpirited Away\t0\t2001\t\\N\t20\t\\N\n"
    "tt0000015\tmovie\tBlade Runner\tBlade Runner\t0\t1982\t\\N\t117\t\\N\n"
    "tt0000016\tmovie\tBlade Runner 2049\tBlade Runner 2049\t0\t2017\t\\N\t164\t\\N\n"
    "a damaged row\n"
)
RATINGS = "tconst\taverageRating\tnumVotes\ntt0133093\t8.7\t2000000\ntt0245429\t8.6\t900000\n"
CREW = "tconst\tdirectors\twriters\ntt0133093\tnm1,nm2\t\\N\n"
NAMES = "nconst\tprimaryName\nnm1\tLana Wachowski\nnm2\tLilly Wachowski\nnm3\tSomebody\n"
MOVIES = (
    "movieId,title,genres\n"
    '2571,"Matrix, The (1999)",Action|Sci-Fi|Thriller\n'
    '5618,"Spirited Away (Sen to Chihiro no kamikakushi) (2001)",Animation\n'
    "9,Strange (1990),(no genres listed)\n"
)


@pytest.fixture
def imdb(tmp_path: Path) -> Tables:
    (tmp_path / "title.basics.tsv").write_text(BASICS, encoding="utf-8")
    (tmp_path / "title.ratings.tsv.gz").write_bytes(gzip.compress(RATINGS.encode()))
    (tmp_path / "title.crew.tsv").write_text(CREW)
    (tmp_path / "name.basics.tsv").write_text(NAMES)
    return Tables.at([tmp_path])


def one(tables: Tables, title: str, year: int | None = None) -> Found:
    return tables.look_up([FilmName(title, year)])[0]


def test_a_film_is_found_by_its_title_and_year_with_all_that_the_tables_say(imdb: Tables) -> None:
    film = one(imdb, "matrix", 1999).film
    assert film is not None
    assert (film.id, film.kind, film.minutes) == ("tt0133093", "film", 136)
    assert (film.rating, film.votes) == (8.7, 2_000_000)
    assert film.genres == ("Action", "Sci-Fi")
    assert film.directors == ("Lana Wachowski", "Lilly Wachowski")


def test_a_film_is_found_by_its_original_title(imdb: Tables) -> None:
    found = one(imdb, "Sen to Chihiro no Kamikakushi")
    assert found.film is not None and found.film.id == "tt0245429"


def test_a_year_that_is_one_off_is_forgiven_and_more_is_not(imdb: Tables) -> None:
    assert one(imdb, "Spirited Away", 2002).film is not None
    far = one(imdb, "Spirited Away", 2010)
    assert far.film is None and far.state == "ambiguous"
    words = far.told() or ""
    assert words.startswith("No film called Spirited Away (2010) is in the tables; of that title")
    assert "Put the year" not in words


def test_what_looks_like_a_year_may_belong_to_the_title(imdb: Tables) -> None:
    film = one(imdb, "Blade Runner", 2049).film
    assert film is not None and film.title == "Blade Runner 2049"
    assert one(imdb, "Blade Runner 2049", 2017).state == "found"


def test_a_title_that_several_films_have_is_told_and_not_guessed(imdb: Tables) -> None:
    found = one(imdb, "Hamlet")
    assert found.state == "ambiguous"
    assert {film.year for film in found.candidates} == {1948, 1996}
    words = found.told()
    assert words is not None and "1948" in words and "tt0000011" in words
    assert "Put the year into the file's name" in words
    assert "Put the year" not in (one(imdb, "Twins", 2000).told() or "")
    assert one(imdb, "Hamlet", 1996).state == "found"
    assert one(imdb, "Twins", 2000).state == "ambiguous"
    assert one(imdb, "Nothing of the Sort").state == "unknown"
    assert one(imdb, "").state == "unknown"


def test_several_names_are_answered_in_order(imdb: Tables) -> None:
    names = [FilmName("Hamlet", 1948), FilmName("Nowhere"), FilmName("Matrix", 1999)]
    assert [found.state for found in imdb.look_up(names)] == ["found", "unknown", "found"]


def test_movielens_tables_do_as_well(tmp_path: Path) -> None:
    (tmp_path / "movies.csv").write_text(MOVIES)
    (tmp_path / "links.csv").write_text("movieId,imdbId,tmdbId\n2571,133093,603\n")
    (tmp_path / "ratings.csv.gz").write_bytes(
        gzip.compress(b"userId,movieId,rating,timestamp\n1,2571,4.0,1\n2,2571,5.0,2\n1,9,1.0,3\n")
    )
    tables = Tables.at([tmp_path])
    film = one(tables, "The Matrix", 1999).film
    assert film is not None
    assert (film.imdb_id, film.rating, film.votes) == ("tt0133093", 4.5, 2)
    assert one(tables, "Sen to Chihiro no kamikakushi", 2001).state == "found"
    strange = one(tables, "Strange").film
    assert strange is not None and strange.genres == ()


def test_what_imdb_does_not_have_is_looked_for_in_movielens(imdb: Tables, tmp_path: Path) -> None:
    (tmp_path / "movies.csv").write_text(MOVIES)
    both = Tables.at([tmp_path])
    strange, matrix = one(both, "Strange", 1990).film, one(both, "Matrix", 1999).film
    assert strange is not None and strange.source == "movielens"
    assert matrix is not None and matrix.source == "imdb"


def test_tables_that_cannot_be_used_are_told(tmp_path: Path) -> None:
    with pytest.raises(MetadataError, match=r"neither IMDb's title.basics.tsv nor"):
        Tables.at([tmp_path])
    with pytest.raises(MetadataError, match="There is no"):
        Tables.at([tmp_path / "missing"])
    table = tmp_path / "title.basics.tsv.gz"
    for body in (b"no gzip at all", gzip.compress(BASICS.encode())[:60], gzip.compress(b"a\tb\n")):
        table.write_bytes(body)
        with pytest.raises(MetadataError):
            one(Tables.at([table]), "Matrix")
    table.write_bytes(gzip.compress(b"x" * (3 << 20)))
    with pytest.raises(MetadataError, match="megabyte"):
        one(Tables.at([table]), "Matrix")


def test_a_table_is_streamed_and_never_held_whole(tmp_path: Path) -> None:
    rows = "".join(
        f"tt{n:08}\tmovie\tFilm number {n}\tFilm number {n}\t0\t1999\t\\N\t90\tDrama\n"
        for n in range(40_000)
    )
    with gzip.open(tmp_path / "title.basics.tsv.gz", "wt", compresslevel=1) as file:
        file.write(BASICS)
        for _ in range(3):
            file.write(rows)
    tables = Tables.at([tmp_path])
    tracemalloc.start()
    assert one(tables, "Matrix", 1999).film is not None
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 << 20
