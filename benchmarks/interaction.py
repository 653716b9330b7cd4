"""How soon the plane answers a finger or a key, measured in a real browser."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from selenium.webdriver import Chrome
from selenium.webdriver.support.ui import WebDriverWait

from benchmarks.browser import open_browser
from benchmarks.library import keep_songs, made_songs
from benchmarks.served import Served, served
from server.store import people, playlists
from server.store.playlists import Entry

_SIZES = (200, 2_000)
_MOVES = 60
_SECONDS = 60.0

_MEASURE = """
const [kind, moves, done] = arguments;
const surface = document.querySelector("[data-surface]");
const count = document.querySelector("[data-summary=count]");
const box = surface.getBoundingClientRect();
const times = [];
const answers = new Set();

function point(type, share) {
  const angle = share * 6 * Math.PI;
  const reach = 0.05 + 0.25 * share;
  const told = {
    bubbles: true, pointerId: 1, pointerType: "touch", isPrimary: true, button: 0,
    clientX: box.left + box.width * (0.5 + reach * Math.cos(angle)),
    clientY: box.top + box.height * (0.5 + reach * Math.sin(angle)),
  };
  const coalescedEvents = [new PointerEvent(type, told)];
  surface.dispatchEvent(new PointerEvent(type, { ...told, coalescedEvents }));
}

function key(turn) {
  const way = ["ArrowRight", "ArrowUp", "ArrowLeft", "ArrowDown"][Math.floor(turn / 8) % 4];
  surface.dispatchEvent(new KeyboardEvent("keydown", { bubbles: true, key: way }));
}

// From the event to the moment at which the frame that answers it has been laid out.
function step(turn) {
  if (turn === moves) {
    if (kind === "pointer") point("pointerup", 1);
    return done({ times, answers: answers.size });
  }
  const began = performance.now();
  if (kind === "pointer") point("pointermove", turn / moves);
  else key(turn);
  requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      times.push(performance.now() - began);
      answers.add(count.textContent);
      setTimeout(step, 20, turn + 1);
    };
    channel.port2.postMessage(null);
  });
}
surface.setPointerCapture = () => {};
if (kind === "pointer") point("pointerdown", 0);
else surface.dispatchEvent(new KeyboardEvent("keydown", { bubbles: true, key: "Escape" }));
step(0);
"""


def measure_interaction() -> dict[str, Any]:
    """From a finger's move or an arrow key on the plane to the updated count and list, in ms.

    Median and 95th percentile with 200 and with 2,000 songs, waiting for the next frame included;
    `times_of_200` is the median with 2,000 in units of that with 200.
    """
    figures: dict[str, Any] = {}
    for size in _SIZES:
        with _page(size) as (site, path, user), open_browser(width=390, height=844) as browser:
            browser.get(f"{site.url}/healthz")
            browser.add_cookie(site.cookie(user))
            browser.get(f"{site.url}{path}")
            WebDriverWait(browser, _SECONDS).until(
                lambda seen: seen.execute_script("return !!document.querySelector('[data-ready]')")
            )
            figures[f"songs_{size}"] = {
                kind: _measure(browser, kind) for kind in ("pointer", "key")
            }
    small, large = (figures[f"songs_{size}"] for size in _SIZES)
    return figures | {
        "times_of_200": {
            kind: round(large[kind]["median_ms"] / small[kind]["median_ms"], 2) for kind in small
        }
    }


def _measure(browser: Chrome, kind: str) -> dict[str, float]:
    browser.set_script_timeout(_SECONDS)
    browser.execute_async_script(_MEASURE, kind, 10)  # what is compiled and laid out at first
    measured = browser.execute_async_script(_MEASURE, kind, _MOVES)
    if measured["answers"] < _MOVES / 10:
        raise RuntimeError(f"the count hardly follows: {measured['answers']} answers")
    times = np.array(measured["times"])
    return {
        "median_ms": round(float(np.median(times)), 1),
        "p95_ms": round(float(np.percentile(times, 95)), 1),
    }


@contextmanager
def _page(size: int) -> Iterator[tuple[Served, str, int]]:
    """A site with a playlist of so many songs: the site, the page's path, and whose it is."""
    with tempfile.TemporaryDirectory() as folder, served(Path(folder), {}) as site:
        store = site.services.store
        user = people.find_or_create_user(store, "mika", "Mika")
        made = made_songs(size)
        keep_songs(store, made)
        playlist = playlists.find_or_add(
            store,
            user,
            "list",
            "bench",
            name="Songs",
            description="",
            request={"source": "anilist", "username": "mika"},
        )
        playlists.set_entries(store, playlist.id, [Entry(t.key, r.uri) for t, r in made])
        yield site, f"/playlists/{playlist.id}", user
