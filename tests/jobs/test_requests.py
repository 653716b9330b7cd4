"""What may be asked for, and what is said when it may not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moods.circumplex import Mood, Point
from server.domain import ListRequest, ListSource, MediaKind, ThemeKind, WatchStatus, Years
from server.errors import BadRequest
from server.jobs.requests import (
    MoodRequest,
    SpotifyRequest,
    fingerprint,
    from_json,
    parse_mood_request,
    parse_playlist_request,
    to_json,
)
from server.jobs.titles import list_description, list_name

ID = "37i9dQZF1DX0XUsuxWHRQd"
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)
KEYS = [
    "source", "username", "statuses", "min_score", "kinds", "playlist", "years", "media", "nsfw",
    "public", "x",
]  # fmt: skip
YEARS = st.dictionaries(
    st.sampled_from(["from", "to"]), st.none() | st.integers(1890, 2110) | st.just("2001")
)
MOOD_KEYS = ["moods", "point", "radius", "valence", "arousal", "x"]


def test_a_full_request_is_read() -> None:
    body = {
        "source": "myanimelist",
        "username": " mika ",
        "statuses": ["watching", "completed"],
        "min_score": 7,
        "kinds": ["ED", "OP"],
        "csrf": "unknown keys are ignored",
    }
    assert parse_playlist_request(body) == ListRequest(
        ListSource.MYANIMELIST,
        "mika",
        (WatchStatus.WATCHING, WatchStatus.COMPLETED),
        7.0,
        (ThemeKind.OP, ThemeKind.ED),
    )


def test_what_is_left_out_is_as_most_people_want_it() -> None:
    request = parse_playlist_request({"source": "anilist", "username": "aoi", "min_score": ""})
    assert request == ListRequest(ListSource.ANILIST, "aoi")


@pytest.mark.parametrize(
    "address",
    [
        ID,
        f"spotify:playlist:{ID}",
        f"https://open.spotify.com/playlist/{ID}",
        f"https://open.spotify.com/playlist/{ID}?si=abc",
        f"https://open.spotify.com/intl-de/playlist/{ID}/",
        f"http://127.0.0.1:8001/open/playlist/{ID}",
        f"  spotify:user:somebody:playlist:{ID}  ",
    ],
)
def test_a_spotify_playlist_is_known_by_any_of_its_addresses(address: str) -> None:
    assert parse_playlist_request({"source": "spotify", "playlist": address}) == SpotifyRequest(ID)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "bad_source"),
        ({"source": "jikan", "username": "mika"}, "bad_source"),
        ({"source": "anilist"}, "no_username"),
        ({"source": "anilist", "username": "  "}, "no_username"),
        ({"source": "anilist", "username": 5}, "no_username"),
        ({"source": "anilist", "username": "a/../b"}, "bad_username"),
        ({"source": "anilist", "username": "x" * 33}, "bad_username"),
        ({"source": "anilist", "username": "mika", "statuses": []}, "bad_statuses"),
        ({"source": "anilist", "username": "mika", "statuses": ["seen"]}, "bad_statuses"),
        ({"source": "anilist", "username": "mika", "statuses": 3}, "bad_statuses"),
        ({"source": "anilist", "username": "mika", "kinds": ["XX"]}, "bad_kinds"),
        ({"source": "anilist", "username": "mika", "min_score": 11}, "bad_min_score"),
        ({"source": "anilist", "username": "mika", "min_score": "nan"}, "bad_min_score"),
        ({"source": "anilist", "username": "mika", "min_score": True}, "bad_min_score"),
        ({"source": "spotify"}, "bad_playlist"),
        ({"source": "spotify", "playlist": f"https://open.spotify.com/track/{ID}"}, "bad_playlist"),
        ({"source": "spotify", "playlist": "x" * 10_000}, "bad_playlist"),
    ],
)
def test_a_bad_request_is_told_what_is_wrong_and_what_to_do(
    body: dict[str, object], code: str
) -> None:
    with pytest.raises(BadRequest) as error:
        parse_playlist_request(body)
    assert error.value.code == code
    assert error.value.hint


@pytest.mark.parametrize(
    ("body", "request_"),
    [
        ({"moods": ["calm", "happy"]}, MoodRequest("p", (Mood.HAPPY, Mood.CALM))),
        ({"moods": "sad"}, MoodRequest("p", (Mood.SAD,))),
        (
            {"point": {"valence": 0.7, "arousal": 0.3}, "radius": 0.2},
            MoodRequest("p", (), Point(0.7, 0.3), 0.2),
        ),
        ({"valence": "0.7", "arousal": "0.3"}, MoodRequest("p", (), Point(0.7, 0.3), 0.25)),
        ({"moods": [], "valence": "0", "arousal": "1"}, MoodRequest("p", (), Point(0, 1), 0.25)),
    ],
)
def test_moods_or_a_place_are_read(body: dict[str, object], request_: MoodRequest) -> None:
    assert parse_mood_request("p", body) == request_


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "bad_mood"),
        ({"moods": []}, "bad_mood"),
        ({"moods": ["happy"], "point": {"valence": 0, "arousal": 0}}, "bad_mood"),
        ({"moods": ["furious"]}, "bad_moods"),
        ({"point": [0.5, 0.5]}, "bad_point"),
        ({"point": {"valence": 1.1, "arousal": 0.5}}, "bad_point"),
        ({"valence": "0.5"}, "bad_point"),
        ({"point": {"valence": 0.5, "arousal": 0.5}, "radius": 0}, "bad_radius"),
        ({"point": {"valence": 0.5, "arousal": 0.5}, "radius": 1.6}, "bad_radius"),
        ({"point": {"valence": 0.5, "arousal": 0.5}, "radius": "wide"}, "bad_radius"),
    ],
)
def test_bad_moods_are_told_what_is_wrong(body: dict[str, object], code: str) -> None:
    with pytest.raises(BadRequest) as error:
        parse_mood_request("p", body)
    assert error.value.code == code


@settings(deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(KEYS),
        JSON | YEARS | st.sampled_from(["anilist", "spotify", ID, "tv,movie", "mika", "1"]),
    )
)
def test_any_body_gives_a_request_or_a_plain_refusal(body: dict[str, object]) -> None:
    try:
        request = parse_playlist_request(body)
    except BadRequest as error:
        assert error.message
    else:
        assert from_json(to_json(request)) == request


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(MOOD_KEYS), JSON | st.sampled_from(["happy", "0.5"])))
def test_any_mood_body_gives_a_request_or_a_plain_refusal(body: dict[str, object]) -> None:
    try:
        request = parse_mood_request("p", body)
    except BadRequest as error:
        assert error.message
    else:
        assert from_json(to_json(request)) == request


PLAIN = {"source": "anilist", "username": "mika"}


def test_a_plain_request_keeps_the_fingerprint_that_earlier_playlists_are_found_by() -> None:
    nothing = {"years": {"from": None, "to": ""}, "media": None, "nsfw": False, "public": False}
    bodies = (PLAIN, {**PLAIN, **nothing}, {**PLAIN, "public": True})
    prints = {fingerprint(parse_playlist_request(body)) for body in bodies}
    assert prints == {"9bdc85d21d13e4b8dbea03a2bb3542dc37a9ef8b5b63d81081fd5a7187bdf6b3"}


def test_each_filter_makes_a_request_of_its_own() -> None:
    bodies = [
        PLAIN,
        {**PLAIN, "years": {"from": 2000}},
        {**PLAIN, "years": {"to": 2000}},
        {**PLAIN, "media": ["tv"]},
        {**PLAIN, "media": "movie,tv"},
        {**PLAIN, "nsfw": True},
    ]
    requests = [parse_playlist_request(body) for body in bodies]
    assert len({fingerprint(request) for request in requests}) == len(bodies)
    assert requests[4].media == (MediaKind.TV, MediaKind.MOVIE)


def test_the_names_of_playlists_tell_the_filters_as_far_as_they_fit() -> None:
    filters = {"years": {"from": 2000, "to": 2010}, "media": ["tv", "movie"], "nsfw": True}
    request = parse_playlist_request({**PLAIN, **filters})
    assert list_name(request) == (
        "mika: anime openings and endings (2000 to 2010, TV series and movies)"
    )
    assert list_description(request) == (
        "From mika's AniList list (watching, completed; 2000 to 2010; TV series and movies; shows "
        "not safe for work too)."
    )
    every = {"username": "m" * 32, "kinds": list(ThemeKind), "media": list(MediaKind)}
    long = parse_playlist_request({**PLAIN, **filters, **every, "min_score": 7.5})
    assert len(list_name(long)) <= 100
    assert list_name(parse_playlist_request({**PLAIN, "years": {"to": 1999}})).endswith(
        "endings (up to 1999)"
    )


@settings(deadline=None)
@given(
    first=st.none() | st.integers(1900, 2100),
    last=st.none() | st.integers(1900, 2100),
    year=st.none() | st.integers(1890, 2110),
)
def test_a_year_counts_when_it_lies_between_the_ends(
    first: int | None, last: int | None, year: int | None
) -> None:
    within = year in Years(first, last)
    if year is None:
        assert within == (first is None and last is None)
    else:
        assert within == ((first or 0) <= year <= (last or 9999))


def test_equal_requests_have_equal_fingerprints() -> None:
    one = {"source": "anilist", "username": "Mika", "statuses": ["watching", "completed"]}
    other = {"source": "anilist", "username": "mika", "statuses": ["completed", "watching"]}
    third = {**one, "min_score": 5}
    prints = [fingerprint(parse_playlist_request(body)) for body in (one, other, third)]
    assert prints[0] == prints[1] != prints[2]
