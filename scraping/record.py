"""A row of a table as texts, and the song it stands for. Pure."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from scraping.columns import Column
from scraping.kinds import read_kind, write_kind
from scraping.links import artist_page, mal_id, mal_url, spotify_uri
from server.store.song_table import TableSong

LONGEST = 500
"""Characters of a text or a link; what is longer is no title."""

_SEPARATORS = re.compile(";;+")
_INVISIBLE = {"Cc", "Cf", "Cs"}
_NOT_MAL = "the show's link is none to a show on MyAnimeList, and was left out"


@dataclass(frozen=True)
class Parsed:
    """What a row says.

    Attributes:
        song: None where the row cannot be used.
        remarks: why it cannot, or what of it was left out; plain words, few different ones.
    """

    song: TableSong | None
    remarks: tuple[str, ...] = ()


def clean(text: str) -> str:
    """A cell's text: single spaces, nothing invisible, and never the separator of the text file."""
    spaced = "".join(" " if char.isspace() else char for char in text)
    visible = "".join(char for char in spaced if unicodedata.category(char) not in _INVISIBLE)
    return _SEPARATORS.sub(";", " ".join(visible.split()))


def parse(texts: Mapping[Column, str]) -> Parsed:
    """The song of a row. A total function; a column that is missing counts as empty.

    A row without a show, a song or a kind that is understood cannot be used. A link that leads to
    nothing known is left out of its song, with a remark.
    """
    row = {column: clean(texts.get(column, "")) for column in Column}
    kind = read_kind(row[Column.KIND])
    if why := _unusable(row, kind_is_known=kind is not None):
        return Parsed(None, (why,))
    assert kind is not None
    show = mal_id(row[Column.MAL])
    uri = spotify_uri(row[Column.LINK])
    page = artist_page(row[Column.ARTIST_LINK])
    remarks = []
    if show is None:
        remarks.append("no link to a show on MyAnimeList" if not row[Column.MAL] else _NOT_MAL)
    if row[Column.LINK] and uri is None:
        remarks.append("the song's link is none to a track on Spotify, and was left out")
    if row[Column.ARTIST_LINK] and page is None:
        remarks.append("the artist's link is no address, and was left out")
    is_track = uri is not None and uri.startswith("spotify:track:")
    song = TableSong(
        mal_id=show,
        anime_title=row[Column.ANIME],
        title=row[Column.SONG],
        artist=row[Column.ARTIST],
        kind=kind[0],
        sequence=kind[1],
        track_uri=uri if is_track else None,
        artist_url=page,
        playlist_uri=None if is_track else uri,
    )
    return Parsed(song, tuple(remarks))


def texts_of(song: TableSong) -> dict[Column, str]:
    """The row of a song; `parse` gives the song back."""
    link = song.track_uri or song.playlist_uri or ""
    return {
        Column.ANIME: song.anime_title,
        Column.MAL: "" if song.mal_id is None else mal_url(song.mal_id),
        Column.SONG: song.title,
        Column.ARTIST: song.artist,
        Column.LINK: link.removeprefix("spotify:"),
        Column.ARTIST_LINK: song.artist_url or "",
        Column.KIND: write_kind(song.kind, song.sequence),
    }


def _unusable(row: Mapping[Column, str], *, kind_is_known: bool) -> str | None:
    faults = {
        "no name of a show": not row[Column.ANIME],
        "no title of a song": not row[Column.SONG],
        "no kind (opening, ending, insert song)": not row[Column.KIND],
        "the kind is none of opening, ending, insert song": not kind_is_known,
        f"a text is longer than {LONGEST} characters": any(
            len(text) > LONGEST for text in row.values()
        ),
        "the text is not UTF-8, so its letters are lost": any(
            "\ufffd" in text for text in row.values()
        ),
    }
    return next((fault for fault, is_there in faults.items() if is_there), None)
