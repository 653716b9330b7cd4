"""A little web site with tables of songs, on loopback."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from string import ascii_letters, digits
from time import monotonic
from urllib.parse import urlsplit

from server.domain import ThemeKind
from server.store.song_table import TableSong

HEADINGS = ("Anime", "MyAnimeList", "Song", "Artist", "Spotify", "Artist link", "Kind")
ALLOW_ALL = "User-agent: *\nDisallow:\n"


@dataclass(frozen=True)
class Visit:
    """A request that the site saw, and when (seconds of a clock that only runs forward)."""

    path: str
    agent: str
    at: float


@dataclass
class Site:
    """What the site serves: bodies by path with query; an int is an answer of that status.

    A path in `gates` is answered only when its gate is opened.
    """

    url: str
    pages: dict[str, str | int] = field(default_factory=dict)
    gates: dict[str, threading.Event] = field(default_factory=dict)
    visits: list[Visit] = field(default_factory=list)

    def paths(self) -> list[str]:
        """The pages that were asked for, in order."""
        unasked = ("/robots.txt", "/favicon.ico")
        return [visit.path for visit in self.visits if visit.path not in unasked]


@contextmanager
def running_site(pages: Mapping[str, str | int]) -> Iterator[Site]:
    """A site that serves these pages, and a robots.txt that allows all unless there is another."""
    site = Site("", {"/robots.txt": ALLOW_ALL, **pages})

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            agent = self.headers.get("User-Agent", "")
            site.visits.append(Visit(self.path, agent, monotonic()))
            if self.path in site.gates:
                site.gates[self.path].wait(timeout=300)
            page = site.pages.get(self.path, 404)
            body = b"" if isinstance(page, int) else page.encode()
            is_page = urlsplit(self.path).path != "/robots.txt"
            try:
                self.send_response(page if isinstance(page, int) else 200)
                self.send_header(
                    "Content-Type", f"text/{'html' if is_page else 'plain'};charset=utf-8"
                )
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                return  # the browser was killed while it waited

        def log_message(self, format: str, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield site
    finally:
        for gate in site.gates.values():
            gate.set()
        server.shutdown()
        thread.join()
        server.server_close()


def song(number: int) -> TableSong:
    """The song of a row: a different one for every number from 0."""
    return TableSong(
        mal_id=1 + number // 3,
        anime_title=f"Show {1 + number // 3} – 番組",
        title=f"Song {number}",
        artist=f"Artist {number % 50}",
        kind=(ThemeKind.OP, ThemeKind.ED, ThemeKind.IN)[number % 3],
        sequence=1 + number % 2,
        track_uri=f"spotify:track:{_spotify_id(number)}",
        artist_url=f"https://open.spotify.com/artist/{_spotify_id(number % 50)}",
    )


def row(number: int) -> str:
    """A song's row as HTML."""
    one = song(number)
    assert one.track_uri is not None
    track = one.track_uri.rsplit(":", 1)[-1]
    return cells(
        one.anime_title,
        f'<a href="https://myanimelist.net/anime/{one.mal_id}/Show">MAL</a>',
        f"<b>{one.title}</b>",
        one.artist,
        f'<a href="https://open.spotify.com/track/{track}?si=x">listen</a>',
        f'<a href="{one.artist_url}">page</a>',
        f"{_KINDS[one.kind]} {one.sequence}",
    )


_KINDS = {ThemeKind.OP: "Opening", ThemeKind.ED: "Ending", ThemeKind.IN: "Insert song"}


def cells(*texts: str) -> str:
    """A row of cells as HTML."""
    return "<tr>" + "".join(f"<td>{text}</td>" for text in texts) + "</tr>"


def page(
    rows: Sequence[str] | str,
    *,
    headings: Sequence[str] = HEADINGS,
    following: str = "",
    script: str = "",
) -> str:
    """A page with a table, perhaps a link to the next one, perhaps a script at its end."""
    head = "".join(f"<th>{each}</th>" for each in headings)
    link = f'<a rel="next" href="{following}">Next</a>' if following else ""
    return (
        "<!doctype html><title>Songs</title><table>"
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
        f"{link}<script>{script}</script>"
    )


def _spotify_id(number: int) -> str:
    letters = digits + ascii_letters
    text = ""
    for _ in range(22):
        number, rest = divmod(number, len(letters))
        text = letters[rest] + text
    return text
