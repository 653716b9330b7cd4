"""What is chosen on the plane in a real browser is what the server would choose."""

from typing import Any

import pytest
from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.common.by import By

from moods.circumplex import MOODS, Mood, Point
from server.playlists import choosing
from server.playlists.choosing import Choice, Sort
from server.playlists.own_moods import say
from server.playlists.views import playlist_view
from tests.browser.plane.page import (
    SONGS,
    count,
    first_row,
    ids_of,
    in_page,
    pick,
    show,
    shown,
    surface_of,
    tracks_of,
    turn_to,
    value_of,
    wait,
)
from tests.support.made_playlist import PLAYLIST, Made, made_playlist

pytestmark = pytest.mark.browser

CHOICES = [
    Choice(),
    *[Choice((mood,)) for mood in MOODS],
    Choice((Mood.HAPPY, Mood.CALM)),
    Choice(point=Point(0.5, 0.5), radius=0.05),
    Choice(point=Point(0.61, 0.44), radius=0.123),
    Choice(point=Point(0.34, 0.54), radius=1.5),
]

WORDS = ["", "KA", "sa  yu", "Ré", "月", "nothing like it"]

_MOVES = 40

_DRAG = """
const done = arguments[arguments.length - 1];
(async () => {
  const surface = document.querySelector("[data-surface]");
  const box = surface.getBoundingClientRect();
  const painted = () =>
    new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  const point = (kind, turn) =>
    surface.dispatchEvent(
      new PointerEvent(kind, {
        pointerId: 1,
        clientX: box.x + box.width * (0.5 + 0.3 * Math.cos(turn)),
        clientY: box.y + box.height * (0.5 + 0.3 * Math.sin(turn)),
        bubbles: true,
      }),
    );
  surface.setPointerCapture = () => {};
  point("pointerdown", 0);
  for (let move = 1; move <= arguments[0]; move += 1) {
    point("pointermove", move / 5);
    await painted();
  }
  point("pointerup", arguments[0] / 5);
  done();
})();
"""


def test_the_browser_chooses_sorts_searches_and_adds_up_as_the_server_does(
    made: Made, browser: Chrome
) -> None:
    store, user_id = made.site.services.store, made.site.user()
    for track, mood in zip(tracks_of(made)[5:SONGS:31], MOODS * 3, strict=False):
        say(store, user_id, track["spotify_uri"], mood.value)
    tracks = tracks_of(made)
    for choice in CHOICES:
        chosen = choosing.choose(tracks, choice)
        for words in WORDS:
            found = choosing.search(chosen, words)
            orders = [sort for sort in Sort if sort is not Sort.NEAREST or choice.point]
            total = choosing.total(found)
            expected = {
                "orders": [ids_of(choosing.order(found, sort, choice.point)) for sort in orders],
                "total": {"seconds": total.seconds, "about": total.about},
            }
            told = in_page(
                browser,
                """
                const [address, made, words, sorts] = given;
                const songs = choice.songsOf(await (await fetch(address)).json());
                const found = choice.search(choice.choose(songs, made), words);
                const ids = (sort) => choice.order(found, sort, made).map(({ id }) => id);
                return { orders: sorts.map(ids), total: choice.total(found) };
                """,
                f"/api/playlists/{PLAYLIST}/plane",
                _as_json(choice),
                words,
                [sort.value for sort in orders],
            )
            assert told == expected, (choice, words)


def _as_json(choice: Choice) -> dict[str, Any]:
    point = choice.point
    return {
        "moods": [mood.value for mood in choice.moods],
        "point": point and {"valence": point.valence, "arousal": point.arousal},
        "radius": choice.radius,
    }


def test_moods_are_counted_and_own_words_placed_as_on_the_server(
    made: Made, browser: Chrome
) -> None:
    store, user_id = made.site.services.store, made.site.user()
    uris = [track["spotify_uri"] for track in tracks_of(made)]
    for number, uri in enumerate([*uris[40:48], *uris[-4:]]):
        say(store, user_id, uri, MOODS[number % 4].value)
    view = playlist_view(made.site.services, user_id, PLAYLIST)
    told = in_page(
        browser,
        """
        const songs = choice.songsOf(await (await fetch(given[0])).json());
        const places = songs.map(({ place, moods, unsure }) => place && [place, moods, unsure]);
        return { counts: choice.counts(songs), places };
        """,
        f"/api/playlists/{PLAYLIST}/plane",
    )
    assert told["counts"] == view["counts"]
    for place, reading in zip(
        told["places"], (track["reading"] for track in view["tracks"]), strict=True
    ):
        if reading is None:
            assert place is None
            continue
        at = {name: reading[name] for name in ("valence", "arousal")}
        assert place == [pytest.approx(at), reading["moods"], reading["unsure"]]


def test_a_mood_chosen_by_its_name_shows_its_songs_at_once_and_a_second_narrows_them(
    made: Made, browser: Chrome
) -> None:
    tracks = tracks_of(made)
    pick(browser, "calm")
    calm = choosing.choose(tracks, Choice((Mood.CALM,)))
    wait(browser, lambda: shown(browser)[:40] == ids_of(calm)[:40])
    assert count(browser) == f"{len(calm)} songs"
    dots = browser.find_elements(By.CSS_SELECTOR, ".points circle:not(.off)")
    assert len(dots) == len(calm)
    pick(browser, "happy")
    both = choosing.choose(tracks, Choice((Mood.CALM, Mood.HAPPY)))
    wait(browser, lambda: count(browser).split()[0] == str(len(both)))
    assert set(shown(browser)) <= set(ids_of(both))
    wait(browser, lambda: "moods=calm" in browser.current_url)
    pick(browser, "happy")
    pick(browser, "calm")
    wait(browser, lambda: count(browser) == f"{SONGS} songs")


def test_what_no_song_fits_is_told_without_asking_for_a_playlist(browser: Chrome) -> None:
    def told() -> str:
        place = browser.find_element(By.CSS_SELECTOR, "[data-status]")
        return "" if "hidden" in (place.get_attribute("class") or "") else place.text

    make = browser.find_element(By.CSS_SELECTOR, "[data-for=moods] button")
    make.click()
    wait(browser, lambda: told().startswith("Choose first"))
    browser.execute_script(
        "for (const [name, to] of [['valence', 0.99], ['arousal', 0.01], ['radius', 0.01]]) {"
        " const field = document.getElementById(name); field.value = to;"
        " field.dispatchEvent(new Event('input')); }"
    )
    wait(browser, lambda: count(browser) == "No song fits that.")
    wait(browser, lambda: "radius=0.01" in browser.current_url)  # all has come to rest
    browser.find_element(By.CSS_SELECTOR, "[data-place] .act button").click()
    wait(browser, lambda: told().startswith("No song fits"))
    assert "/jobs/" not in browser.current_url
    assert make.get_attribute("aria-disabled") is None, "it can be pressed again"


def test_a_tile_can_be_tapped_and_a_circle_dragged_over_the_plane(
    made: Made, browser: Chrome
) -> None:
    surface = surface_of(browser)
    away = surface.size["width"] * 0.35
    ActionChains(browser).move_to_element_with_offset(surface, away, -away).click().perform()
    wait(browser, lambda: browser.find_element(By.CSS_SELECTOR, "input[value=happy]").is_selected())

    turn_to(browser, "place")
    drag = ActionChains(browser).move_to_element(surface).click_and_hold()
    drag = drag.move_by_offset(60, -40).move_by_offset(20, 10).release()
    # Away from the plane, where a dot under the mouse would be the song in hand.
    drag.move_to_element(browser.find_element(By.CSS_SELECTOR, "[data-mode=place]")).perform()
    wait(browser, lambda: value_of(browser, "valence") > 0.55)
    choice = Choice(
        point=Point(value_of(browser, "valence"), value_of(browser, "arousal")),
        radius=value_of(browser, "radius"),
    )
    chosen = choosing.order(choosing.choose(tracks_of(made), choice), Sort.NEAREST, choice.point)
    wait(browser, lambda: shown(browser)[:40] == ids_of(chosen)[:40])
    wait(browser, lambda: "from your point" in first_row(browser))
    assert not browser.find_element(By.CSS_SELECTOR, "input[value=happy]").is_selected()
    hand = browser.find_element(By.CSS_SELECTOR, "[data-hand]")
    wait(browser, lambda: chosen[0]["title"] in hand.text)
    spread = browser.find_element(By.CSS_SELECTOR, ".dots .spread")
    wait(browser, spread.is_displayed)


def test_a_move_costs_little_more_over_2000_songs_than_over_240(
    tmp_path_factory: pytest.TempPathFactory, made: Made, window: Chrome
) -> None:
    few = _work_of_a_move(made, window)
    with made_playlist(tmp_path_factory.mktemp("many"), 2000) as many:
        assert _work_of_a_move(many, window) < 15 * few


def _work_of_a_move(made: Made, window: Chrome) -> float:
    """The processor's time, not the clock's: other work on the machine is none of ours."""

    def worked() -> float:
        found = window.execute_cdp_cmd("Performance.getMetrics", {})["metrics"]
        return next(float(each["value"]) for each in found if each["name"] == "TaskDuration")

    show(made, window)
    turn_to(window, "place")
    wait(window, lambda: "valence=0.5" in window.current_url)
    before = count(window)
    window.execute_cdp_cmd("Performance.enable", {"timeDomain": "threadTicks"})
    begun = worked()
    window.execute_async_script(_DRAG, _MOVES)
    taken = (worked() - begun) / _MOVES
    assert count(window) != before
    window.execute_cdp_cmd("Performance.disable", {})
    return taken
