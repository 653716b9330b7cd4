"""What the drawn cover promises."""

import io

import av
from hypothesis import given, settings
from hypothesis import strategies as st

from moods.circumplex import MOODS, Mood, Point
from server.playlists.cover import SIDE, draw_cover

_UNIT = st.floats(0, 1)
_MOST_BYTES = 192 * 1024


@settings(deadline=None, max_examples=20)
@given(st.lists(st.tuples(st.builds(Point, _UNIT, _UNIT), st.sampled_from(MOODS)), max_size=30))
def test_any_songs_make_a_square_jpeg(songs: list[tuple[Point, Mood]]) -> None:
    picture = draw_cover(songs)
    assert picture.startswith(b"\xff\xd8\xff")
    with av.open(io.BytesIO(picture), format="jpeg_pipe") as container:
        frame = next(container.decode(video=0))
    assert (frame.width, frame.height) == (SIDE, SIDE)
    assert draw_cover(songs) == picture


def test_ten_thousand_songs_stay_within_what_spotify_takes() -> None:
    songs = [
        (Point((n * 7919 % 10_007) / 10_007, (n * 104_729 % 9_973) / 9_973), MOODS[n % 4])
        for n in range(10_000)
    ]
    assert len(draw_cover(songs)) <= _MOST_BYTES
