"""What may be pasted as "it is this one"."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.errors import BadRequest
from server.songs.pasted import pasted_track

OPEN = "https://open.spotify.com"
ID = "4uLU6hMCjMI75M1A2tKUQC"
URI = f"spotify:track:{ID}"


@pytest.mark.parametrize(
    "text",
    [
        URI,
        f"  {URI}\n",
        f"{OPEN}/track/{ID}",
        f"{OPEN}/track/{ID}/?si=abc&context=x#y",
        f"http://open.spotify.com/track/{ID}",
        f"open.spotify.com/track/{ID}",
        f"https://OPEN.spotify.com/intl-de/track/{ID}?si=1",
        f"{OPEN}/embed/track/{ID}",
        f"https://play.spotify.com/track/{ID}",
    ],
)
def test_links_and_uris_of_a_track_are_taken(text: str) -> None:
    assert pasted_track(text, OPEN) == URI


def test_links_are_taken_from_where_this_copy_says_that_spotify_is() -> None:
    own = "http://127.0.0.1:8001/open"
    assert pasted_track(f"http://127.0.0.1:8001/open/track/{ID}", own) == URI
    assert pasted_track(f"{OPEN}/track/{ID}", own) == URI
    with pytest.raises(BadRequest):
        pasted_track(f"http://127.0.0.1:8002/open/track/{ID}", own)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no link"),
        ("   ", "no link"),
        (None, "no link"),
        (7, "no link"),
        (["x"], "no link"),
        (ID, "not a link"),
        ("unravel", "not a link"),
        (f"https://evil.example/track/{ID}", "not a link"),
        (f"https://open.spotify.com.evil.example/track/{ID}", "not a link"),
        (f"https://open.spotify.com@evil.example/track/{ID}", "not a link"),
        (f"https://user@open.spotify.com/track/{ID}", "not a link"),
        (f"javascript://open.spotify.com/track/{ID}", "not a link"),
        (f"https://open.spotify.com/track/{ID}/../../x", "not a link"),
        (f"https://open.spotify.com/track/{ID[:-1]}", "not a link"),
        (f"spotify:track:{ID}x", "not a link"),
        ("https://[open.spotify.com/track", "not a link"),
        (f"https://open.spotify.com/album/{ID}", "an album"),
        (f"https://open.spotify.com/playlist/{ID}", "a playlist"),
        (f"spotify:artist:{ID}", "an artist"),
        (f"spotify:episode:{ID}", "an episode"),
    ],
)
def test_anything_else_is_refused_in_plain_words(text: object, words: str) -> None:
    with pytest.raises(BadRequest) as refused:
        pasted_track(text, OPEN)
    assert (refused.value.status, refused.value.code) == (422, "bad_track")
    assert words in refused.value.message
    assert "Copy song link" in refused.value.hint


@given(st.text() | st.from_regex(r"https?://open\.spotify\.com/.*") | st.from_regex("spotify:.*"))
def test_whatever_is_pasted_is_a_track_or_refused(text: str) -> None:
    try:
        uri = pasted_track(text, OPEN)
    except BadRequest:
        return
    assert uri.startswith("spotify:track:")
    assert len(uri) == len(URI)
    assert uri.rpartition(":")[2] in text
