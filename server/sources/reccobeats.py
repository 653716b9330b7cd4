"""ReccoBeats: audio features of recordings, by their Spotify ids. No key is needed."""

from collections.abc import Mapping, Sequence

from server.sources.http import Service
from server.sources.shapes import items, mapping, number, text
from server.sources.spotify_links import track_id

BATCH = 40
"""Ids that one call may carry."""

FEATURES = (
    "danceability",
    "energy",
    "loudness",
    "speechiness",
    "acousticness",
    "instrumentalness",
    "liveness",
    "valence",
    "tempo",
)


class ReccoBeats(Service):
    """ReccoBeats' public API. Raises the SourceErrors shared by all services."""

    name = "reccobeats"
    title = "ReccoBeats"
    # Its limits are not published.
    pace = (2, 1.0)

    def features(self, track_uris: Sequence[str]) -> dict[str, dict[str, float]]:
        """The features it knows, by track URI; a recording it does not know is missing.

        Values are as Spotify scales them: 0 to 1, `loudness` in dB, `tempo` in beats a minute.
        """
        uris = {key: uri for uri in track_uris if (key := track_id(uri))}
        ids = list(uris)
        known: dict[str, dict[str, float]] = {}
        for start in range(0, len(ids), BATCH):
            asked = ids[start : start + BATCH]
            for entry in items(self._ask(asked)):
                # Unknown ids are passed over in silence, so places say nothing.
                key = track_id(text(entry.get("href")) or "")
                if key in asked and (features := _features(entry)):
                    known[uris[key]] = features
        return known

    def _ask(self, ids: Sequence[str]) -> object:
        answer = self._read(
            "GET",
            "/audio-features",
            params={"ids": ",".join(ids)},
            expected=frozenset({404}),
        )
        if answer.status == 404:
            return []
        body = answer.body
        content = body if isinstance(body, list) else mapping(body).get("content", ...)
        if content is not None and not isinstance(content, list):
            raise self._bad_answer(answer)
        return content


def _features(entry: Mapping[str, object]) -> dict[str, float]:
    values = {name: number(entry.get(name)) for name in FEATURES}
    return {name: value for name, value in values.items() if value is not None}
