"""What a person's word on a song promises."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from server.domain import Anime, Artist, Candidate, Match, MatchState, Theme, ThemeKind, Track
from server.songs.identity import song_key
from server.songs.verdicts import Verdict, VerdictKind, Words, apply_verdicts

_DAWN = datetime(2026, 1, 1, tzinfo=UTC)
_TITLES = ("again", "unravel", "Orange", "ninelie")
_SHOWS = (Anime("One", mal_id=1), Anime("Two", mal_id=2))
_THEMES = [
    Theme(f"{show.key}:OP1:{title}", show, ThemeKind.OP, title, artists=(Artist("Yui"),))
    for show in _SHOWS
    for title in _TITLES
]
_SONGS = sorted({song_key(theme) for theme in _THEMES})
_URIS = [f"spotify:track:{number:022}" for number in range(5)]
_KEYS = st.sampled_from([theme.key for theme in _THEMES])

_tracks = st.sampled_from(_URIS).map(lambda uri: Track(uri, "A title", ("Yui",)))
_candidates = st.builds(
    Candidate, _tracks, st.floats(0, 1), st.just("same title and artist"), st.booleans()
)


@st.composite
def _matches(draw: st.DrawFn) -> dict[str, Match]:
    found: dict[str, Match] = {}
    for key in draw(st.sets(_KEYS)):
        state = draw(st.sampled_from(MatchState))
        track = None if state is MatchState.NOT_FOUND else draw(_tracks)
        found[key] = Match(key, state, track, draw(st.floats(0, 1)), "a reason", "search")
    return found


@st.composite
def _verdicts(draw: st.DrawFn) -> list[Verdict]:
    kinds = draw(st.lists(st.sampled_from(VerdictKind), max_size=8))
    made = [
        Verdict(
            draw(st.sampled_from(_SONGS)),
            kind,
            None if kind is VerdictKind.NONE else draw(st.sampled_from(_URIS)),
            _DAWN + timedelta(minutes=minute),
        )
        for minute, kind in enumerate(kinds)
    ]
    return draw(st.permutations(made))


_pools = st.dictionaries(_KEYS, st.lists(_candidates, max_size=4))


@given(_matches(), _pools, _verdicts())
def test_a_persons_word_always_wins(
    matches: Mapping[str, Match],
    candidates: Mapping[str, Sequence[Candidate]],
    verdicts: Sequence[Verdict],
) -> None:
    decided = apply_verdicts(_THEMES, matches, candidates, verdicts)
    words = Words.of(verdicts)
    for theme in _THEMES:
        match = decided.get(theme.key)
        word = words.settled.get(song_key(theme))
        if word is None:
            assert match is None or match.track is None or match.track.uri not in words.banned
            continue
        assert match is not None
        assert (match.decided_by, match.confidence) == ("person", 1.0)
        if word.kind is VerdictKind.NONE:
            assert (match.state, match.track) == (MatchState.NOT_FOUND, None)
        else:
            assert match.state is MatchState.SURE
            assert match.track is not None
            assert match.track.uri == word.track_uri


@given(_matches(), _pools, _verdicts())
def test_the_last_word_of_a_song_is_the_one_that_counts(
    matches: Mapping[str, Match],
    candidates: Mapping[str, Sequence[Candidate]],
    verdicts: Sequence[Verdict],
) -> None:
    for song in _SONGS:
        for kind, uri in ((VerdictKind.THIS, _URIS[0]), (VerdictKind.NONE, None)):
            last = Verdict(song, kind, uri, _DAWN + timedelta(days=1))
            decided = apply_verdicts(_THEMES, matches, candidates, [last, *verdicts])
            for theme in _THEMES:
                if song_key(theme) == song:
                    track = decided[theme.key].track
                    assert (track and track.uri) == uri
    never = Verdict(_SONGS[0], VerdictKind.NEVER, _URIS[0], _DAWN + timedelta(days=1))
    decided = apply_verdicts(_THEMES, matches, candidates, [*verdicts, never])
    assert _URIS[0] not in {match.track.uri for match in decided.values() if match.track}


@given(_matches(), _pools, _verdicts())
def test_what_is_taken_back_leaves_no_trace(
    matches: Mapping[str, Match],
    candidates: Mapping[str, Sequence[Candidate]],
    verdicts: Sequence[Verdict],
) -> None:
    assert apply_verdicts(_THEMES, matches, candidates, []) == matches
    for song in _SONGS:
        others = [
            each
            for each in verdicts
            if each.song_key != song and each.kind is not VerdictKind.NEVER
        ]
        decided = apply_verdicts(_THEMES, matches, candidates, others)
        for theme in _THEMES:
            if song_key(theme) == song:
                assert decided.get(theme.key) == matches.get(theme.key)


@given(_matches(), _pools, _verdicts())
def test_saying_it_again_changes_nothing(
    matches: Mapping[str, Match],
    candidates: Mapping[str, Sequence[Candidate]],
    verdicts: Sequence[Verdict],
) -> None:
    once = apply_verdicts(_THEMES, matches, candidates, verdicts)
    settled = Words.of(verdicts).settled
    twice = apply_verdicts(_THEMES, once, candidates, verdicts)
    for theme in _THEMES:
        if song_key(theme) in settled:
            assert twice[theme.key] == once[theme.key]
    assert matches.keys() <= once.keys()


def test_one_word_is_for_the_song_in_every_show() -> None:
    word = Verdict(song_key(_THEMES[0]), VerdictKind.THIS, _URIS[3], _DAWN)
    decided = apply_verdicts(_THEMES, {}, {}, [word])
    assert set(decided) == {theme.key for theme in _THEMES if theme.title == "again"}
    assert {match.track for match in decided.values()} == {Track(_URIS[3])}


def test_after_never_the_next_best_is_put_to_the_person_and_not_taken_for_sure() -> None:
    theme = _THEMES[0]
    first, second, third = (Track(uri, "again") for uri in _URIS[:3])
    matches = {theme.key: Match(theme.key, MatchState.SURE, first, 0.99, "same", "search")}
    pool = [Candidate(first, 0.99, "same", True), Candidate(third, 0.4, "like", True)]
    pool.append(Candidate(second, 0.98, "same", True))
    never = [Verdict(song_key(theme), VerdictKind.NEVER, first.uri, _DAWN)]
    decided = apply_verdicts([theme], matches, {theme.key: pool}, never)[theme.key]
    assert (decided.state, decided.track) == (MatchState.REVIEW, second)
    never += [Verdict("x", VerdictKind.NEVER, each.uri, _DAWN) for each in (second, third)]
    decided = apply_verdicts([theme], matches, {theme.key: pool}, never)[theme.key]
    assert (decided.state, decided.track) == (MatchState.NOT_FOUND, None)
