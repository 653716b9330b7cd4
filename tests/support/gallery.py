"""Every page in every state that somebody can meet, served for as long as one looks at them.

The rows behind them are made, no job runs, and Spotify is the sandbox's: a page looks the same
each time.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement

from benchmarks.served import Served, served
from sandbox.running import running_sandbox
from tests.support.browser import leaving, wait_for
from tests.support.film_index import made_index
from tests.support.gallery_rows import fill, stop_spotify

Act = Callable[[Chrome], None]


def _nothing(_: Chrome) -> None:
    """The page as it is loaded."""


@dataclass(frozen=True)
class Shown:
    """A page in one state.

    Attributes:
        path: its address, with the names of ids in braces.
        who: `listener` has everything, `newcomer` nothing, `disconnected` no Spotify login.
        act: what is done on it before it is looked at.
        shows: a selector of what is there once it has been done.
        quota: whether Spotify's allowance is used up meanwhile.
        status: what it answers with at first.
    """

    name: str
    path: str
    who: str | None = "listener"
    act: Act = _nothing
    shows: str = "main"
    quota: bool = False
    status: int = 200


def _send(form: str, **fields: str) -> Act:
    """Send a form with these values, whatever the browser thinks of them."""

    def act(browser: Chrome) -> None:
        with leaving(browser):
            browser.execute_script(
                """
                const [selector, fields] = arguments;
                const form = document.querySelector(selector);
                for (const [name, value] of Object.entries(fields))
                  form.elements[name].value = value;
                form.noValidate = true;
                form.submit();
                """,
                form,
                fields,
            )

    return act


def _choose_by(way: str) -> Act:
    """Choose another way to choose, once the page's scripts are ready, and wait for its songs."""

    def act(browser: Chrome) -> None:
        _wait_for(browser, "[data-ready]")
        browser.execute_script(f"document.querySelector('[data-mode={way}]').click()")
        wait_for(browser, lambda: browser.execute_script(_SETTLED))

    return act


# Scripts keep what is chosen in the address as soon as it rests; a path's songs come later still.
_SETTLED = """
const told = document.querySelector("p[data-journey]")?.textContent ?? "";
return location.search !== "" && !told.startsWith("Looking");
"""


def _look_first(browser: Chrome) -> None:
    with leaving(browser):
        browser.execute_script(
            """
            document.querySelector("#username").value = "aoi";
            const button = document.querySelector("button[formaction='/start/look']");
            button.form.requestSubmit(button);
            """
        )


def _link_no_song(browser: Chrome) -> None:
    with leaving(browser):
        browser.execute_script(
            """
            const field = document.querySelector("input[name=link]");
            field.value = "no link";
            field.form.noValidate = true;
            field.form.requestSubmit(field.form.querySelector("button[value=link]"));
            """
        )


def _wait_for(browser: Chrome, selector: str) -> None:
    wait_for(browser, lambda: browser.find_elements(By.CSS_SELECTOR, selector))


def _open_everything(browser: Chrome) -> None:
    browser.execute_script(
        "for (const each of document.querySelectorAll('details')) each.open = true"
    )


def _draw_charts(browser: Chrome) -> None:
    """Bring each chart into view, and wait until it is there."""
    for chart in browser.find_elements("css selector", "[data-chart]"):
        browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", chart)
        wait_for(browser, partial(_is_drawn, chart))


def _is_drawn(chart: WebElement) -> bool:
    return chart.get_attribute("data-drawn") == "yes"


def _from_elsewhere(browser: Chrome) -> None:
    """Send a form to MoodDex from another site's page."""
    target = browser.current_url
    browser.get("about:blank")
    with leaving(browser):
        browser.execute_script(
            """
            const form = document.createElement("form");
            Object.assign(form, { method: "post", action: arguments[0] });
            document.body.append(form);
            form.submit();
            """,
            target,
        )


PAGES = (
    Shown("landing", "/", None),
    Shown("landing-again", "/?why=spotify_login_expired", None),
    Shown("setup", "/setup", None),
    Shown("error-404", "/nothing-here", status=404),
    Shown("error-403", "/start", act=_from_elsewhere, shows=".error"),
    Shown("error-500", "/broken", status=500),
    Shown("start-empty", "/start", "newcomer"),
    Shown("start", "/start"),
    Shown("start-open", "/start", "newcomer", act=_open_everything),
    Shown(
        "start-error",
        "/start",
        "newcomer",
        act=_send("form[action='/start']", username="?"),
        shows="[role=alert]",
    ),
    Shown("first-look", "/start", "newcomer", act=_look_first, shows="[data-diff]"),
    Shown("start-quota", "/start", quota=True),
    Shown("at-spotify", "/spotify"),
    Shown("job-queued", "/jobs/job-queued"),
    Shown("job-running", "/jobs/job-running"),
    Shown("job-written", "/jobs/job-written"),
    Shown("job-quota", "/jobs/job-quota", quota=True),
    Shown("job-login", "/jobs/job-login"),
    Shown("job-done", "/jobs/job-done"),
    Shown("job-failed", "/jobs/job-failed"),
    Shown("job-stopped", "/jobs/job-stopped"),
    Shown("playlist", "/playlists/{list}"),
    Shown("playlist-chosen", "/playlists/{list}?moods=happy&moods=energetic"),
    Shown("playlist-point", "/playlists/{list}?valence=0.6&arousal=0.45&radius=0.08"),
    Shown("playlist-open", "/playlists/{list}", act=_open_everything),
    Shown("playlist-circle", "/playlists/{list}", act=_choose_by("place")),
    Shown("playlist-path", "/playlists/{list}", act=_choose_by("path")),
    Shown("playlist-nothing", "/playlists/{list}?q=nothing+of+that+name"),
    Shown("playlist-unheard", "/playlists/{unheard}"),
    Shown("playlist-mood", "/playlists/{mood}"),
    Shown("playlist-own", "/playlists/{own}"),
    Shown("song", "/songs/{song}"),
    Shown("song-open", "/songs/{song}", act=_open_everything),
    Shown("song-own", "/songs/{song_own}"),
    Shown("song-sample", "/songs/{song}?sample=1"),
    Shown("song-unheard", "/songs/{song_unheard}"),
    Shown("song-features", "/songs/{song_judged}"),
    Shown("song-older", "/songs/{song_older}"),
    Shown("like-song", "/songs/{song}/like"),
    Shown("like-unheard", "/songs/{song_unheard}/like"),
    Shown("like-playlist", "/playlists/{list}/like"),
    Shown("like-chosen", "/playlists/{list}/like?moods=happy&moods=energetic"),
    Shown("like-point", "/playlists/{list}/like?valence=0.6&arousal=0.45&radius=0.08"),
    Shown("like-nothing", "/playlists/{list}/like?q=nothing+of+that+name"),
    Shown("like-gone", "/songs/{song}/like?gone=film.1006", shows=".gone"),
    Shown("like-film", "/films/{film}/like"),
    Shown("like-silent", "/films/{film_broken}/like"),
    Shown("liked", "/liked"),
    Shown("liked-none", "/liked", "newcomer"),
    Shown("models", "/models"),
    Shown("models-open", "/models", None, act=_open_everything),
    Shown("changes", "/playlists/{changed}/changes"),
    Shown("changes-version", "/playlists/{changed}/changes?version={version}"),
    Shown("changes-order", "/playlists/{changed}/changes?order=1"),
    Shown("changes-undo", "/playlists/{changed}/changes?undo=1"),
    Shown("changes-quota", "/playlists/{changed}/changes", quota=True),
    Shown("changes-login", "/playlists/{kept}/changes", "disconnected"),
    Shown("version", "/playlists/{changed}/versions/{version}"),
    Shown("review", "/review"),
    Shown("review-none", "/review", "newcomer"),
    Shown("review-song", "/review/{review_song}"),
    Shown(
        "review-error",
        "/review/{review_song}",
        act=_link_no_song,
    ),
    Shown("films", "/films"),
    Shown("films-none", "/films", "newcomer"),
    Shown("films-error", "/films", "newcomer", act=_send("form[action='/films']", year="?")),
    Shown("film", "/films/{film}", act=_draw_charts),
    Shown("film-open", "/films/{film}", act=_open_everything),
    Shown("film-broken", "/films/{film_broken}"),
    Shown("film-failed", "/films/{film_failed}"),
    Shown("film-evaluation", "/films/evaluation", act=_draw_charts),
    Shown("film-truth", "/films/{film}/evaluation", act=_draw_charts),
    Shown("film-patterns", "/films/patterns", act=_draw_charts),
    Shown("film-patterns-open", "/films/patterns?plane=music", act=_open_everything),
    Shown("film-patterns-none", "/films/patterns", "newcomer"),
    Shown("compare", "/compare"),
    Shown(
        "compare-error",
        "/compare",
        act=_send("form[action='/compare']", username_first="?", username_second="aoi"),
        shows="[role=alert]",
    ),
    Shown("comparison", "/comparisons/{comparison}"),
    Shown("watch-next", "/watch-next"),
    Shown("watch-next-none", "/watch-next", "newcomer", act=_open_everything),
    Shown(
        "watch-next-error",
        "/watch-next",
        "newcomer",
        act=_send("form[action='/watch-next']", username="?"),
        shows="[role=alert]",
    ),
    Shown("watched", "/watch-next/{watched}", shows="[data-ready]"),
    Shown("watched-mood", "/watch-next/{watched}?moods=calm&moods=happy", shows="[data-ready]"),
    Shown(
        "watched-place",
        "/watch-next/{watched}?valence=0.6&arousal=0.45&radius=0.04",
        shows="[data-ready]",
    ),
    Shown("watched-playlist", "/watch-next/{watched}?playlist={list}", shows="[data-ready]"),
    Shown("watched-unheard", "/watch-next/{watched_unheard}"),
    Shown("watched-sample", "/watch-next/{watched}?sample={planned_song}"),
    Shown("job-watch", "/jobs/job-watch"),
    Shown("account", "/account"),
    Shown("account-quota", "/account", quota=True),
    Shown("account-disconnected", "/account", "disconnected"),
)


@dataclass(frozen=True)
class Gallery:
    """The pages, being served. `ids` are what their addresses need."""

    served: Served
    ids: Mapping[str, str]

    @property
    def url(self) -> str:
        """Where they are, without a final slash."""
        return self.served.url

    def cookie(self, who: str) -> dict[str, str]:
        """The cookie of one of the people."""
        return self.served.cookie(int(self.ids[who]))

    def path(self, shown: Shown) -> str:
        """Its address on this server."""
        return shown.path.format(**self.ids)

    def open(self, browser: Chrome, shown: Shown) -> None:
        """Bring a page before somebody's eyes, in its state."""
        stop_spotify(self.served.services, stopped=shown.quota)
        if not browser.current_url.startswith(self.url):
            browser.get(f"{self.url}/healthz")  # a cookie needs a page of its site
        browser.delete_all_cookies()
        if shown.who is not None:
            browser.add_cookie(self.cookie(shown.who))
        browser.get(f"{self.url}{self.path(shown)}")
        shown.act(browser)
        _wait_for(browser, shown.shows)

    def is_on(self, browser: Chrome, shown: Shown) -> bool:
        """Whether the browser is on the page, or on one below it, and was not sent elsewhere."""
        return browser.current_url.startswith(f"{self.url}{self.path(shown)}".partition("?")[0])


@contextmanager
def running_gallery(folder: Path, size: int = 14) -> Iterator[Gallery]:
    """The gallery on a port of its own; `size` is how many songs its great playlist holds."""
    films = made_index(folder / "film-index")
    with (
        running_sandbox(clip_seconds=10.0) as sandbox,
        served(folder, {**sandbox.environment(), "MOODDEX_FILM_INDEX": str(films)}) as site,
    ):
        site.app.add_url_rule("/broken", "broken", _broken)
        ids = fill(site.services, sandbox, size)
        try:
            yield Gallery(site, ids)
        finally:
            stop_spotify(site.services, stopped=False)


def _broken() -> str:
    raise RuntimeError("this page is broken on purpose")
