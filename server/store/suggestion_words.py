"""What people say of films and shows that were suggested: liked, or not for them. Each its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, String, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from server.store.engine import Store
from server.store.tables import Table, now

FILM, SHOW = "film", "show"
KINDS = (FILM, SHOW)
MOST_WORDS = 5_000
"""Of one person and kind."""


class SuggestionWord(Table):
    """Whether somebody likes what was suggested; it counts for them alone."""

    __tablename__ = "suggestion_words"

    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    kind: Mapped[str] = mapped_column(String(8), primary_key=True)
    """`film` or `show`."""
    item: Mapped[str] = mapped_column(String(64), primary_key=True)
    """MovieLens' id of a film, the key of a show."""
    liked: Mapped[bool]
    title: Mapped[str] = mapped_column(String(512))
    """As it was when it was suggested: it can be listed without the index of films."""
    year: Mapped[int | None]
    rank: Mapped[int | None]
    """Where it stood among the suggestions, from 1; missing where that is not known."""
    known: Mapped[str | None] = mapped_column(String(16))
    """How the film's music is known: a `films.recommend.suggestion.Known`."""
    made_by: Mapped[str | None] = mapped_column(String(64))
    """Version of what suggested it."""
    made_at: Mapped[datetime] = mapped_column(default=now)


@dataclass(frozen=True)
class Word:
    """What was said of one suggestion. The fields are those of `SuggestionWord`."""

    kind: str
    item: str
    liked: bool
    title: str
    year: int | None = None
    rank: int | None = None
    known: str | None = None
    made_by: str | None = None


def save(store: Store, user_id: int, word: Word) -> bool:
    """Keep somebody's word, in place of an earlier one; False when they have said too many.

    Where a suggestion stood and how it was known stay from before if the new word does not tell.
    """
    with store.session() as session:
        row = session.get(SuggestionWord, (user_id, word.kind, word.item))
        if row is None:
            said = session.scalar(
                select(func.count())
                .select_from(SuggestionWord)
                .where(SuggestionWord.user_id == user_id, SuggestionWord.kind == word.kind)
            )
            if said is not None and said >= MOST_WORDS:
                return False
            row = SuggestionWord(user_id=user_id, kind=word.kind, item=word.item)
            session.add(row)
        row.liked, row.title, row.year = word.liked, word.title[:512], word.year
        if word.rank is not None:
            row.rank, row.known, row.made_by = word.rank, word.known, word.made_by
        row.made_at = now()
        return True


def forget(store: Store, user_id: int, kind: str, item: str) -> None:
    """Drop somebody's word on a suggestion; there need not be one."""
    with store.session() as session:
        session.execute(
            delete(SuggestionWord).where(
                SuggestionWord.user_id == user_id,
                SuggestionWord.kind == kind,
                SuggestionWord.item == item,
            )
        )


def word(store: Store, user_id: int, kind: str, item: str) -> Word | None:
    """What somebody says of one suggestion."""
    with store.snapshot() as session:
        row = session.get(SuggestionWord, (user_id, kind, item))
        return None if row is None else _word(row)


def words(store: Store, user_id: int, kind: str | None = None) -> list[Word]:
    """All that somebody said, of one kind or of both, the newest first."""
    wanted = select(SuggestionWord).where(SuggestionWord.user_id == user_id)
    if kind is not None:
        wanted = wanted.where(SuggestionWord.kind == kind)
    with store.snapshot() as session:
        rows = session.scalars(wanted.order_by(SuggestionWord.made_at.desc(), SuggestionWord.item))
        return [_word(row) for row in rows]


def everybodys(store: Store) -> Sequence[Word]:
    """Every word there is, the oldest first. Who said it is left out."""
    with store.snapshot() as session:
        rows = session.scalars(
            select(SuggestionWord).order_by(SuggestionWord.made_at, SuggestionWord.item)
        )
        return [_word(row) for row in rows]


def _word(row: SuggestionWord) -> Word:
    return Word(
        row.kind, row.item, row.liked, row.title, row.year, row.rank, row.known, row.made_by
    )
