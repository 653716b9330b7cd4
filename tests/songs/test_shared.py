"""What two lists share and what each alone has."""

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from server.domain import Anime, Artist, Theme, ThemeKind
from server.songs.shared import Division, divide_shows, divide_songs


def _show(mal_id: int | None, anilist_id: int | None) -> Anime:
    return Anime(f"Show {mal_id} {anilist_id}", mal_id, anilist_id)


def _as_told(number: int, service: str) -> Anime:
    """A show with the ids that a service tells of it; AniList may lack MyAnimeList's."""
    mal_id = None if service == "anilist alone" else number
    return _show(mal_id, None if service == "myanimelist" else number)


def _which(shows: Iterable[Anime]) -> set[int | None]:
    return {show.mal_id or show.anilist_id for show in shows}


_SERVICES = st.sampled_from(["myanimelist", "anilist", "anilist alone"])
_SHOWS = st.lists(st.builds(_as_told, st.integers(1, 6), _SERVICES), max_size=8)


def _theme(show: Anime, title: str, artist: str | None = "Ono") -> Theme:
    artists = (Artist(artist),) if artist else ()
    return Theme(f"{show.key}:OP1:{title}", show, ThemeKind.OP, title, artists=artists)


_THEMES = st.lists(
    st.builds(
        _theme,
        st.integers(1, 4).map(lambda mal_id: _show(mal_id, None)),
        st.sampled_from(["again", "Again", "orange", "blue"]),
        st.sampled_from(["Ono", "Yui", None]),
    ),
    max_size=8,
)


def _keys(shows: tuple[Anime, ...]) -> set[str]:
    return {show.key for show in shows}


def _swapped(division: Division[Anime]) -> tuple[set[str], set[str]]:
    return _keys(division.second), _keys(division.first)


def test_shows_are_the_same_by_their_myanimelist_id() -> None:
    mal, both, anilist = _show(5, None), _show(5, 50), _show(6, 60)
    assert divide_shows([mal], [both, anilist]) == Division(
        (Anime(mal.title, 5, 50),), (), (anilist,)
    )


def test_shows_that_myanimelist_lacks_are_the_same_by_their_anilist_id() -> None:
    division = divide_shows([_show(None, 7), _show(None, 8)], [_show(None, 7), _show(9, 8)])
    assert [(show.mal_id, show.anilist_id) for show in division.shared] == [(None, 7), (9, 8)]
    assert division.first == division.second == ()


def test_two_myanimelist_ids_are_two_shows_whatever_anilist_says() -> None:
    one, other = _show(1, 7), _show(2, 7)
    assert divide_shows([one], [other]) == Division((), (one,), (other,))


def test_a_shared_show_has_the_titles_that_either_list_knows() -> None:
    plain, full = Anime("Mushishi", 457), Anime("Mushishi", 457, 457, "蟲師", "Mushi-Shi")
    assert divide_shows([plain], [full]).shared == (full,)


@given(_SHOWS)
def test_with_oneself_everything_is_shared(shows: list[Anime]) -> None:
    division = divide_shows(shows, shows)
    assert division.first == division.second == ()
    assert _which(division.shared) == _which(shows)


@given(_SHOWS, _SHOWS)
def test_no_show_is_lost_and_none_is_told_twice(first: list[Anime], second: list[Anime]) -> None:
    division = divide_shows(first, second)
    for part in (division.shared, division.first, division.second):
        assert len(_keys(part)) == len(part)
    shared, alone, others = map(_which, (division.shared, division.first, division.second))
    assert shared <= _which(first) & _which(second)
    assert shared | alone == _which(first) | shared
    assert shared | others == _which(second) | shared
    known = _which(show for show in first if show.mal_id)
    assert known & _which(show for show in second if show.mal_id) <= shared


@given(_SHOWS, _SHOWS)
def test_it_does_not_matter_who_is_named_first(first: list[Anime], second: list[Anime]) -> None:
    there, back = divide_shows(first, second), divide_shows(second, first)
    assert (_keys(there.first), _keys(there.second)) == _swapped(back)
    assert bool(there.shared) == bool(back.shared)


def test_a_song_of_two_different_shows_is_shared() -> None:
    ours, theirs = _theme(_show(1, None), "again"), _theme(_show(2, None), "Again")
    alone = _theme(_show(2, None), "orange")
    assert divide_songs([ours], [theirs, alone]) == Division((ours,), (), (alone,))


def test_a_title_alone_does_not_make_a_song_shared() -> None:
    ours = _theme(_show(1, None), "again", None)
    theirs = _theme(_show(2, None), "again", None)
    assert divide_songs([ours], [theirs]).shared == ()


@given(_THEMES, _THEMES)
def test_every_song_is_in_one_part_alone(first: list[Theme], second: list[Theme]) -> None:
    division = divide_songs(first, second)
    told = [*division.shared, *division.first, *division.second]
    again = divide_songs(told, told)
    assert len(again.shared) == len(told)
    assert set(division.shared) | set(division.first) <= set(first)
    assert set(division.second) <= set(second)
    back = divide_songs(second, first)
    assert back.first == division.second
    assert back.second == division.first
    assert len(back.shared) == len(division.shared)
