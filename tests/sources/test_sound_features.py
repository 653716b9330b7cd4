"""What ReccoBeats measures of recordings."""

import pytest

from server.errors import SourceError
from server.sources.reccobeats import ReccoBeats
from tests.sources.standin import Reply, standing_in

A, B = "a" * 22, "b" * 22


def test_features_are_tied_back_by_href_and_unknown_ones_are_missing():
    content = [
        {
            "id": "uuid",
            "href": f"https://open.spotify.com/track/{B}",
            "energy": 0.5,
            "tempo": 120,
            "key": 3,
            "valence": None,
            "loudness": "-5.5",
            "liveness": True,
        },
        {"href": None, "energy": 0.1},
        {"href": f"https://open.spotify.com/track/{'c' * 22}", "energy": 0.1},
        None,
    ]
    with standing_in([Reply({"content": content})]) as site:
        features = ReccoBeats(f"{site.url}/v1").features(
            [f"spotify:track:{A}", f"spotify:track:{B}"]
        )
    assert features == {f"spotify:track:{B}": {"energy": 0.5, "tempo": 120, "loudness": -5.5}}
    assert site.asked[0].path == "/v1/audio-features"
    assert site.asked[0].query["ids"] == f"{A},{B}"


def test_features_are_asked_for_forty_at_a_time():
    uris = [f"spotify:track:{number:022d}" for number in range(85)]
    with standing_in([Reply({"content": []})]) as site:
        assert ReccoBeats(site.url).features(uris) == {}
        assert ReccoBeats(site.url).features([]) == {}
        assert ReccoBeats(site.url).features(["no uri"]) == {}
    assert [len(asked.query["ids"].split(",")) for asked in site.asked] == [40, 40, 5]


def test_reccobeats_knowing_nothing_is_no_failure_but_nonsense_is():
    with standing_in([Reply({"error": "none"}, status=404)]) as site:
        assert ReccoBeats(site.url).features([f"spotify:track:{A}"]) == {}
    with standing_in([Reply("<html>")]) as site, pytest.raises(SourceError) as caught:
        ReccoBeats(site.url).features([f"spotify:track:{A}"])
    assert caught.value.code == "reccobeats_bad_answer"
