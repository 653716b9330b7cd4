"""What shows are called in their own script and in English, as people's lists tell it."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from server.domain import Anime
from server.store.engine import Store
from server.store.songs import chunks
from server.store.tables import ShowTitles

_LONGEST = 512


def keep(store: Store, shows: Iterable[Anime]) -> None:
    """Keep the titles of these shows; what is known is not overwritten with nothing."""
    told = {show.key: show for show in shows if show.native_title or show.english_title}
    try:
        _keep(store, told)
    except IntegrityError:  # another job has just added some of them
        _keep(store, told)


def _keep(store: Store, told: Mapping[str, Anime]) -> None:
    with store.session() as session:
        for keys in chunks(told):
            rows = session.scalars(select(ShowTitles).where(ShowTitles.anime_key.in_(keys)))
            known = {row.anime_key: row for row in rows}
            for key in keys:
                row = known.get(key) or ShowTitles(anime_key=key)
                row.native_title = _short(told[key].native_title) or row.native_title
                row.english_title = _short(told[key].english_title) or row.english_title
                session.add(row)


def _short(title: str | None) -> str | None:
    return title[:_LONGEST] if title else None
