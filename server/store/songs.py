"""Themes, the tracks they are tied to, and when each was last looked for. Shared by all users."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from server.domain import Anime, Artist, Match, MatchState, Theme, ThemeKind, Track
from server.songs.identity import song_key
from server.store.engine import Store
from server.store.tables import AnimeThemes, MatchRow, ShowTitles, ThemeRow, TrackRow, now

ANIMETHEMES, MYANIMELIST, STOPGAP = "animethemes", "myanimelist", "stopgap"
"""Where an anime's themes came from; `stopgap`: MyAnimeList's, while AnimeThemes was down."""

_FRESH = {
    ANIMETHEMES: timedelta(days=30),
    MYANIMELIST: timedelta(days=30),
    STOPGAP: timedelta(days=1),
}
_CHUNK = 500
"""Keys in one query: SQLite takes 32,766 parameters at most, and plans are best kept small."""


def known_themes(
    store: Store, anime: Iterable[Anime], *, any_age: bool = False
) -> dict[str, list[Theme]]:
    """The themes of those anime that were asked for lately, by anime key; [] is a known answer.

    `any_age` takes also what is old enough to be asked for again.
    """
    by_key = {each.key: each for each in anime}
    found: dict[str, list[Theme]] = {}
    with store.snapshot() as session:
        for keys in chunks(by_key):
            rows = session.execute(
                select(AnimeThemes.anime_key, AnimeThemes.source, AnimeThemes.fetched_at).where(
                    AnimeThemes.anime_key.in_(keys)
                )
            )
            for row in rows:
                if any_age or row.fetched_at > now() - _FRESH.get(row.source, timedelta()):
                    found[row.anime_key] = []
            themes = session.scalars(
                select(ThemeRow)
                .where(ThemeRow.anime_key.in_(keys))
                .order_by(ThemeRow.sequence, ThemeRow.key)
            )
            for theme in themes:
                if theme.anime_key in found:
                    found[theme.anime_key].append(_theme(theme, by_key[theme.anime_key]))
    return found


def save_themes(store: Store, source: str, themes: Mapping[Anime, Sequence[Theme]]) -> None:
    """Keep what a source says of these anime, in place of what was known of them."""
    with store.session() as session:
        for anime, songs in themes.items():
            keys = {song.key for song in songs}
            session.execute(
                delete(ThemeRow).where(ThemeRow.anime_key == anime.key, ThemeRow.key.not_in(keys))
            )
            for song in songs:
                session.merge(_theme_row(song))
            session.merge(AnimeThemes(anime_key=anime.key, source=source, fetched_at=now()))


def add_themes(store: Store, themes: Collection[Theme]) -> None:
    """Keep these themes beside what is known of their anime; when that was asked for stays."""
    if not themes:
        return
    with store.session() as session:
        for theme in themes:
            session.merge(_theme_row(theme))


def themes_by_key(store: Store, keys: Collection[str]) -> dict[str, Theme]:
    """Themes by their key; keys that are no longer known are missing."""
    with store.snapshot() as session:
        return {
            row.key: _theme(row, _anime(row, row.native_show, row.english_show))
            for row in _named(session, keys)
        }


def themes_of_tracks(store: Store, uris: Collection[str]) -> dict[str, Theme]:
    """For tracks that a theme is surely tied to, such a theme (one with audio if there is one)."""
    found: dict[str, Theme] = {}
    with store.snapshot() as session:
        for some in chunks(uris):
            rows = session.execute(
                select(MatchRow.track_uri, ThemeRow)
                .join(ThemeRow, ThemeRow.key == MatchRow.theme_key)
                .where(MatchRow.track_uri.in_(some), MatchRow.state == MatchState.SURE.value)
                .order_by(ThemeRow.key)
            )
            for uri, row in rows:
                if uri and (uri not in found or (row.audio_urls and not found[uri].audio_urls)):
                    found[uri] = _theme(row, None)
    return found


def matches(store: Store, theme_keys: Collection[str]) -> dict[str, tuple[Match, datetime]]:
    """What was decided of these themes, and when."""
    with store.snapshot() as session:
        return {
            key: decided
            for some in chunks(theme_keys)
            for key, decided in _matches(session, MatchRow.theme_key.in_(some))
        }


def matches_of_songs(store: Store, song_keys: Collection[str]) -> dict[str, Match]:
    """The best sure match that any show's theme has, by the song's key."""
    found: dict[str, Match] = {}
    with store.snapshot() as session:
        for some in chunks(song_keys):
            keys = {
                row.key: row.song_key
                for row in session.execute(
                    select(ThemeRow.key, ThemeRow.song_key).where(ThemeRow.song_key.in_(some))
                )
            }
            for theme_keys in chunks(keys):
                sure = MatchRow.theme_key.in_(theme_keys)
                for theme_key, (match, _) in _matches(session, sure):
                    song = keys[theme_key]
                    if match.state is MatchState.SURE and (
                        song not in found or match.confidence > found[song].confidence
                    ):
                        found[song] = match
    return found


def save_matches(store: Store, decided: Iterable[Match]) -> None:
    """Keep decisions and the tracks they name."""
    with store.session() as session:
        for match in decided:
            if match.track is not None:
                keep_track(session, match.track)
            session.merge(
                MatchRow(
                    theme_key=match.theme_key,
                    state=match.state.value,
                    track_uri=None if match.track is None else match.track.uri,
                    confidence=match.confidence,
                    reason=match.reason[:512],
                    decided_by=match.decided_by,
                    decided_at=now(),
                )
            )


def save_tracks(store: Store, tracks: Iterable[Track]) -> None:
    """Keep what Spotify says of tracks; what is known is not overwritten with nothing."""
    with store.session() as session:
        for track in tracks:
            keep_track(session, track)


def tracks(store: Store, uris: Collection[str]) -> dict[str, Track]:
    """Tracks by URI."""
    with store.snapshot() as session:
        return {
            row.uri: track_of(row)
            for some in chunks(uris)
            for row in session.scalars(select(TrackRow).where(TrackRow.uri.in_(some)))
        }


def chunks(keys: Iterable[str]) -> Iterator[list[str]]:
    """The keys, each once, in lists short enough for one query."""
    remaining = iter(dict.fromkeys(keys))
    while some := list(islice(remaining, _CHUNK)):
        yield some


def _named(session: Session, keys: Collection[str]) -> Iterator[Any]:
    """The columns of themes, with what their shows are called: rows cost less than objects."""
    titles = (
        ShowTitles.native_title.label("native_show"),
        ShowTitles.english_title.label("english_show"),
    )
    for some in chunks(keys):
        yield from session.execute(
            select(*ThemeRow.__table__.columns, *titles)
            .outerjoin(ShowTitles, ShowTitles.anime_key == ThemeRow.anime_key)
            .where(ThemeRow.key.in_(some))
        )


def _matches(session: Session, where: object) -> Iterator[tuple[str, tuple[Match, datetime]]]:
    rows = session.execute(
        select(MatchRow, TrackRow)
        .outerjoin(TrackRow, TrackRow.uri == MatchRow.track_uri)
        .where(where)  # type: ignore[arg-type]
    )
    for row, track in rows:
        match = Match(
            theme_key=row.theme_key,
            state=MatchState(row.state),
            track=None if track is None else track_of(track),
            confidence=row.confidence,
            reason=row.reason,
            decided_by=row.decided_by,
        )
        yield row.theme_key, (match, row.decided_at)


def keep_track(session: Session, track: Track) -> None:
    """Keep what Spotify says of a track; what is known is not overwritten with nothing."""
    row = session.get(TrackRow, track.uri)
    if row is None:
        row = TrackRow(uri=track.uri, artists=[])
        session.add(row)
    row.title = track.title[:512] if track.title else row.title
    row.artists = list(track.artists) or row.artists
    row.isrc = track.isrc[:16] if track.isrc else row.isrc
    row.duration_ms = track.duration_ms or row.duration_ms
    row.album = track.album[:512] if track.album else row.album
    row.album_kind = track.album_kind[:16] if track.album_kind else row.album_kind
    session.flush()


def track_of(row: TrackRow) -> Track:
    """A row of the table as a record."""
    return Track(
        row.uri,
        row.title,
        tuple(row.artists),
        row.isrc,
        row.duration_ms,
        row.album,
        row.album_kind,
    )


def _theme_row(theme: Theme) -> ThemeRow:
    return ThemeRow(
        key=theme.key,
        anime_key=theme.anime.key,
        anime_title=theme.anime.title[:512],
        song_key=song_key(theme),
        kind=theme.kind.value,
        sequence=theme.sequence,
        title=theme.title[:512],
        native_title=theme.native_title[:512] if theme.native_title else None,
        artists=[{"name": each.name, "aliases": list(each.aliases)} for each in theme.artists],
        track_uri=theme.track_uri,
        audio_urls=list(theme.audio_urls),
    )


def _theme(row: ThemeRow, anime: Anime | None) -> Theme:
    return Theme(
        key=row.key,
        anime=anime or _anime(row),
        kind=ThemeKind(row.kind),
        title=row.title,
        sequence=row.sequence,
        native_title=row.native_title,
        artists=tuple(Artist(each["name"], tuple(each["aliases"])) for each in row.artists),
        track_uri=row.track_uri,
        audio_urls=tuple(row.audio_urls),
    )


def _anime(row: ThemeRow, native: str | None = None, english: str | None = None) -> Anime:
    service, _, number = row.anime_key.partition(":")
    return Anime(
        row.anime_title,
        mal_id=int(number) if service == "mal" else None,
        anilist_id=None if service == "mal" else int(number),
        native_title=native,
        english_title=english,
    )
