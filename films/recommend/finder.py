"""From songs to films: what the rest of MoodDex asks."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Self

import numpy as np

from films.recommend.asked import ask
from films.recommend.credits import Kind
from films.recommend.index import KNOWN, FilmIndex
from films.recommend.index_file import load_index
from films.recommend.question import Heard
from films.recommend.ranking import Ranker
from films.recommend.reasons import knows, reasons_of
from films.recommend.suggestion import Suggestion

_UNKNOWN = 0.05
"""What the scores of films are at most that are named without a reason in the songs."""

_VARIED = 2.0
"""What likeness to a film named already costs in a varied answer, in units of `Weights.scale`."""

_UNIT_ALONE = 0.02
"""That unit where only sound is asked with."""


class FilmFinder:
    """Names films whose music is like some songs. Safe to use from several threads at once.

    Attributes:
        version: of the index, as its card tells it.
        index: what it knows.
    """

    def __init__(self, index: FilmIndex) -> None:
        self.index = index
        self.version = str(index.card.get("version", ""))
        self._ranker = Ranker(index)

    @classmethod
    def load(cls, folder: Path | None = None) -> Self:
        """The finder over the index of a folder, or over the one that MoodDex comes with.

        Raises:
            films.recommend.index.FilmIndexError: it is missing or is not the one on its card.
        """
        return cls(load_index(folder))

    def find(
        self,
        songs: Sequence[Heard],
        *,
        count: int = 10,
        without: Collection[int] = (),
        varied: bool = False,
    ) -> list[Suggestion]:
        """Films for songs, the best first.

        Where nothing is known of the songs, films that many have seen are named, with scores of .05
        or less and a reason that says so. The order of the songs does not matter.

        Args:
            songs: what to ask with; a `Heard` with nothing but a place asks for films near it.
            count: how many films at most.
            without: ids of films that are not wanted.
            varied: whether films should be less like each other, at the cost of some likeness to
                the songs.

        Returns:
            `count` films, or all there are; none where nothing is asked with.
        """
        asked = ask(songs, self.index)
        if not asked.songs or count <= 0 or not len(self.index):
            return []
        ranking = self._ranker.rank(asked)
        left_out = np.flatnonzero(np.isin(self.index.ids, list(without))) if without else None
        if knows(asked, self.index):
            scores = ranking.scores
            unit = _UNIT_ALONE if asked.by_sound_alone else self.index.weights.scale
            diversity = _VARIED * unit if varied else None
            rows = self._ranker.best(ranking.sums, count, left_out, diversity=diversity)
        else:
            seen = ranking.channels["popularity"]
            scores = _UNKNOWN * np.clip(seen, 0.0, 1.0)
            rows = self._ranker.best(seen, count, left_out)
        return [
            Suggestion(
                movie_id=int(self.index.ids[row]),
                title=self.index.titles[row],
                year=int(self.index.years[row]) or None,
                score=float(scores[row]),
                reasons=reasons_of(int(row), asked, ranking, self.index),
                known=KNOWN[int(self.index.known[row])],
            )
            for row in rows
        ]

    def familiar(self, songs: Sequence[Heard]) -> float:
        """How large a share of some songs the films have a name or a title of, 0 to 1.

        Words of titles do not count, nor titles of one word: many a song's that is no kin.
        """
        asked = ask(songs, self.index)
        telling = [
            token.kind is not Kind.WORD
            and not (token.kind is Kind.TITLE and len(token.shown.split()) < 2)
            for token in asked.tokens
        ]
        known = np.flatnonzero((asked.at >= 0) & np.array(telling, bool))
        songs_known = {song for token in known for song in asked.of_songs[token]}
        return len(songs_known) / max(len(asked.songs), 1)
