"""The plane in a real browser: the same songs as on the server, by finger, key and button."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

from moods.circumplex import MOODS, Mood, Point
from server.jobs.journey_request import parse_journey_request
from server.playlists import choosing
from server.playlists.choosing import Choice, Sort
from server.playlists.own_moods import say
from server.playlists.views import playlist_view
from server.playlists.wanted import fitting
from server.store import people
from tests.support.browser import running_browser
from tests.support.made_playlist import PLAYLIST, Made, made_playlist

pytestmark = pytest.mark.browser

SONGS = 240
CHOICES = [
    Choice(),
    *[Choice((mood,)) for mood in MOODS],
    Choice((Mood.HAPPY, Mood.CALM)),
    Choice(point=Point(0.5, 0.5), radius=0.05),
    Choice(point=Point(0.61, 0.44), radius=0.123),
    Choice(point=Point(0.34, 0.54), radius=1.5),
]
WORDS = ["", "KA", "sa  yu", "Ré", "月", "nothing like it"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    with made_playlist(tmp_path_factory.mktemp("made"), SONGS, unheard=12) as running:
        yield running


@pytest.fixture(scope="module")
def window() -> Iterator[Chrome]:
    with running_browser(width=1280, height=1000) as browser:
        browser.set_script_timeout(30)
        yield browser


@pytest.fixture
def browser(made: Made, window: Chrome) -> Chrome:
    """A window on the playlist's page, with its scripts at work."""
    _open(made, window)
    return window


def _open(made: Made, browser: Chrome, query: str = "") -> None:
    made.open(browser, query)
    _wait(browser, lambda: browser.find_elements(By.CSS_SELECTOR, "[data-plane][data-ready]"))


def _wait(browser: Chrome, condition: Any) -> Any:
    return WebDriverWait(browser, 30, 0.05, ignored_exceptions=(Exception,)).until(
        lambda _: condition()
    )


def _view(made: Made) -> list[dict[str, Any]]:
    site = made.site
    view = playlist_view(site.services, site.user(), PLAYLIST)
    tracks: list[dict[str, Any]] = view["tracks"]
    return tracks


def _ids(songs: Any) -> list[str]:
    return [song["spotify_uri"].rpartition(":")[2] for song in songs]


def _in_page(browser: Chrome, script: str, *given: Any) -> Any:
    """What an asynchronous function of the page's modules gives."""
    begin = """
    const done = arguments[arguments.length - 1];
    (async (...given) => {
      const choice = await import("/static/js/plane/choice.js");
      const path = await import("/static/js/plane/path.js");
      const draw = await import("/static/js/plane/draw.js");
    """
    end = "})(...arguments).then((found) => done({found}), (error) => done({error: `${error}`}));"
    answer = browser.execute_async_script(f"{begin}{script}{end}", *given)
    assert "error" not in answer, answer
    return answer["found"]


def _shown(browser: Chrome) -> list[str]:
    """The ids of the rows that are drawn."""
    ids: list[str] = browser.execute_script(
        "return [...document.querySelectorAll('.songs > li')].map((row) => row.id)"
    )
    return ids


def _count(browser: Chrome) -> str:
    text: str = browser.execute_script(
        "return document.querySelector('[data-summary=count]').textContent"
    )
    return text


def _pick(browser: Chrome, mood: str) -> None:
    browser.find_element(By.CSS_SELECTOR, f".quadrant.{mood} .name").click()


def _mode(browser: Chrome, mode: str) -> None:
    browser.find_element(By.CSS_SELECTOR, f"[data-mode={mode}]").click()


def _surface(browser: Chrome) -> Any:
    return browser.find_element(By.CSS_SELECTOR, "[data-surface]")


def _field(browser: Chrome, name: str) -> float:
    return float(browser.find_element(By.ID, name).get_attribute("value") or "nan")


def _as_json(choice: Choice) -> dict[str, Any]:
    point = choice.point
    return {
        "moods": [mood.value for mood in choice.moods],
        "point": point and {"valence": point.valence, "arousal": point.arousal},
        "radius": choice.radius,
    }


def test_the_browser_chooses_sorts_searches_and_adds_up_as_the_server_does(
    made: Made, browser: Chrome
) -> None:
    store, user_id = made.site.services.store, made.site.user()
    for track, mood in zip(_view(made)[5:SONGS:31], MOODS * 3, strict=False):
        say(store, user_id, track["spotify_uri"], mood.value)
    tracks = _view(made)
    for choice in CHOICES:
        chosen = choosing.choose(tracks, choice)
        for words in WORDS:
            found = choosing.search(chosen, words)
            orders = [sort for sort in Sort if sort is not Sort.NEAREST or choice.point]
            total = choosing.total(found)
            expected = {
                "orders": [_ids(choosing.order(found, sort, choice.point)) for sort in orders],
                "total": {"seconds": total.seconds, "about": total.about},
            }
            told = _in_page(
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


def test_moods_are_counted_and_own_words_placed_as_on_the_server(
    made: Made, browser: Chrome
) -> None:
    store, user_id = made.site.services.store, made.site.user()
    uris = [track["spotify_uri"] for track in _view(made)]
    for number, uri in enumerate([*uris[40:48], *uris[-4:]]):
        say(store, user_id, uri, MOODS[number % 4].value)
    view = playlist_view(made.site.services, user_id, PLAYLIST)
    told = _in_page(
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


def test_a_drawn_line_becomes_a_few_points_that_keep_its_course(browser: Chrome) -> None:
    wave = [{"x": x, "y": 200 + (60 if (x // 50) % 2 else -60)} for x in range(0, 400, 5)]
    short = _in_page(browser, "return path.simplify(given[0]);", wave)
    assert 2 < len(short) <= 12
    assert (short[0], short[-1]) == (wave[0], wave[-1])
    straight = [{"x": x, "y": x} for x in range(0, 300, 3)]
    assert _in_page(browser, "return path.simplify(given[0]);", straight) == [
        straight[0],
        straight[-1],
    ]
    assert len(_in_page(browser, "return path.simplify(given[0]);", straight[:1] * 9)) == 1


def test_places_along_a_path_and_the_ellipse_of_a_song(browser: Chrome) -> None:
    corner = [{"valence": v, "arousal": a} for v, a in ((0.3, 0.4), (0.7, 0.4), (0.7, 0.6))]
    told = _in_page(
        browser,
        "return given[1].map((place) => choice.along(given[0], place));",
        corner,
        [{"valence": 0.5, "arousal": 0.45}, {"valence": 0.75, "arousal": 0.6}, corner[0]],
    )
    assert told[0] == pytest.approx({"distance": 0.05, "share": 1 / 3})
    assert told[1] == pytest.approx({"distance": 0.05, "share": 1})
    assert told[2] == pytest.approx({"distance": 0, "share": 0})
    level, tilted = _in_page(
        browser, "return given[0].map(draw.ellipseOf);", [[0.1, 0.05, 0], [0.1, 0.06, 0.004]]
    )
    assert level["degrees"] == pytest.approx(0)
    assert level["rx"] / level["ry"] == pytest.approx(0.1 * 696 / (0.05 * 1160))
    assert -90 < tilted["degrees"] < 0, "what is brighter and livelier is drawn up to the right"


def test_a_mood_chosen_by_its_name_shows_its_songs_at_once_and_a_second_narrows_them(
    made: Made, browser: Chrome
) -> None:
    tracks = _view(made)
    _pick(browser, "calm")
    calm = choosing.choose(tracks, Choice((Mood.CALM,)))
    _wait(browser, lambda: _shown(browser)[:40] == _ids(calm)[:40])
    assert _count(browser) == f"{len(calm)} songs"
    dots = browser.find_elements(By.CSS_SELECTOR, ".points circle:not(.off)")
    assert len(dots) == len(calm)
    _pick(browser, "happy")
    both = choosing.choose(tracks, Choice((Mood.CALM, Mood.HAPPY)))
    _wait(browser, lambda: _count(browser).split()[0] == str(len(both)))
    assert set(_shown(browser)) <= set(_ids(both))
    _wait(browser, lambda: "moods=calm" in browser.current_url)
    _pick(browser, "happy")
    _pick(browser, "calm")
    _wait(browser, lambda: _count(browser) == f"{SONGS} songs")


def test_what_no_song_fits_is_told_without_asking_for_a_playlist(browser: Chrome) -> None:
    def told() -> str:
        place = browser.find_element(By.CSS_SELECTOR, "[data-status]")
        return "" if "hidden" in (place.get_attribute("class") or "") else place.text

    make = browser.find_element(By.CSS_SELECTOR, "[data-for=moods] button")
    make.click()
    _wait(browser, lambda: told().startswith("Choose first"))
    browser.execute_script(
        "for (const [name, to] of [['valence', 0.99], ['arousal', 0.01], ['radius', 0.01]]) {"
        " const field = document.getElementById(name); field.value = to;"
        " field.dispatchEvent(new Event('input')); }"
    )
    _wait(browser, lambda: _count(browser) == "No song fits that.")
    browser.find_element(By.CSS_SELECTOR, "[data-place] .act button").click()
    _wait(browser, lambda: told().startswith("No song fits"))
    assert "/jobs/" not in browser.current_url
    assert make.get_attribute("aria-disabled") is None, "it can be pressed again"


def test_a_tile_can_be_tapped_and_a_circle_dragged_over_the_plane(
    made: Made, browser: Chrome
) -> None:
    surface = _surface(browser)
    away = surface.size["width"] * 0.35
    ActionChains(browser).move_to_element_with_offset(surface, away, -away).click().perform()
    _wait(
        browser, lambda: browser.find_element(By.CSS_SELECTOR, "input[value=happy]").is_selected()
    )

    _mode(browser, "place")
    ActionChains(browser).move_to_element(surface).click_and_hold().move_by_offset(
        60, -40
    ).move_by_offset(20, 10).release().perform()
    _wait(browser, lambda: _field(browser, "valence") > 0.55)
    choice = Choice(
        point=Point(_field(browser, "valence"), _field(browser, "arousal")),
        radius=_field(browser, "radius"),
    )
    chosen = choosing.order(choosing.choose(_view(made), choice), Sort.NEAREST, choice.point)
    _wait(browser, lambda: _shown(browser)[:40] == _ids(chosen)[:40])
    assert "from your point" in browser.find_element(By.CSS_SELECTOR, ".songs > li").text
    assert not browser.find_element(By.CSS_SELECTOR, "input[value=happy]").is_selected()
    hand = browser.find_element(By.CSS_SELECTOR, "[data-hand]")
    _wait(browser, lambda: chosen[0]["title"] in hand.text)
    assert browser.find_element(By.CSS_SELECTOR, ".dots .spread").is_displayed()


def test_fingers_move_and_pinch_the_circle(made: Made) -> None:
    with running_browser(width=390, height=844) as phone:
        phone.set_script_timeout(30)
        phone.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": True})
        _open(made, phone)
        _mode(phone, "place")
        surface = _surface(phone)
        phone.execute_script("arguments[0].scrollIntoView({block: 'center'})", surface)
        box = phone.execute_script("return arguments[0].getBoundingClientRect().toJSON()", surface)
        middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

        def touch(kind: str, *fingers: tuple[float, float]) -> None:
            points = [
                {"x": middle[0] + x, "y": middle[1] + y, "id": n}
                for n, (x, y) in enumerate(fingers)
            ]
            phone.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

        before = phone.execute_script("return scrollY")
        touch("touchStart", (0, 0))
        for step in range(1, 6):
            touch("touchMove", (-10.0 * step, 15.0 * step))
        touch("touchEnd")
        _wait(phone, lambda: _field(phone, "valence") < 0.47)
        assert _field(phone, "arousal") < 0.47
        assert phone.execute_script("return scrollY") == before

        size = _field(phone, "radius")
        touch("touchStart", (-30, 0), (30, 0))
        touch("touchMove", (-60, 0), (60, 0))
        touch("touchEnd")
        _wait(phone, lambda: _field(phone, "radius") == pytest.approx(2 * size, abs=0.01))


def test_the_plane_answers_to_keys_alone(made: Made, browser: Chrome) -> None:
    _surface(browser).send_keys(Keys.ARROW_RIGHT)
    _wait(browser, lambda: _field(browser, "valence") == 0.5)
    _surface(browser).send_keys(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_UP)
    _wait(browser, lambda: _field(browser, "arousal") == 0.51)
    assert _field(browser, "valence") == 0.52
    ActionChains(browser).key_down(Keys.SHIFT).send_keys(Keys.ARROW_LEFT).key_up(
        Keys.SHIFT
    ).perform()
    _wait(browser, lambda: _field(browser, "valence") == 0.47)
    size = _field(browser, "radius")
    _surface(browser).send_keys("+", "+")
    _wait(browser, lambda: _field(browser, "radius") > size * 1.3)
    status = browser.find_element(By.CSS_SELECTOR, "[data-status]")
    _wait(browser, lambda: "Circle at 44 % bright" in (status.get_attribute("textContent") or ""))
    assert "song" in (status.get_attribute("textContent") or "")
    _surface(browser).send_keys(Keys.ESCAPE)
    _wait(browser, lambda: _count(browser) == f"{SONGS} songs")
    assert (
        browser.find_element(By.CSS_SELECTOR, "[data-mode=moods]").get_attribute("aria-pressed")
        == "true"
    )


def test_buttons_fields_and_named_places_do_what_the_fingers_do(
    made: Made, browser: Chrome
) -> None:
    _mode(browser, "place")
    size = _field(browser, "radius")
    browser.find_element(By.CSS_SELECTOR, "[data-size='1']").click()
    _wait(browser, lambda: _field(browser, "radius") > size)
    browser.find_element(By.CSS_SELECTOR, "[data-size='-1']").click()
    _wait(browser, lambda: _field(browser, "radius") == pytest.approx(size, abs=0.001))
    browser.find_element(By.CSS_SELECTOR, "[data-mood=sad]").click()
    _wait(browser, lambda: _field(browser, "valence") == 0.35)
    field = browser.find_element(By.ID, "valence")
    field.clear()
    field.send_keys("0.4")
    ring = browser.find_element(By.CSS_SELECTOR, "[data-ring]")
    _wait(browser, lambda: float(ring.get_attribute("cx") or 0) == pytest.approx(130.4))
    _wait(browser, lambda: "valence=0.4&" in browser.current_url)
    _open(made, browser, f"?{browser.current_url.partition('?')[2]}")
    assert _field(browser, "valence") == 0.4
    assert browser.find_element(By.CSS_SELECTOR, "[data-ring]").is_displayed()


def test_the_list_is_searched_and_sorted_and_draws_more_rows_as_they_are_reached(
    made: Made, browser: Chrome
) -> None:
    tracks = _view(made)
    Select(browser.find_element(By.ID, "sort")).select_by_value("title")
    by_title = _ids(choosing.order(tracks, Sort.TITLE))
    _wait(browser, lambda: _shown(browser)[:40] == by_title[:40])

    def scrolled() -> bool:
        browser.execute_script("scrollTo(0, document.documentElement.scrollHeight)")
        return _shown(browser) == by_title

    _wait(browser, scrolled)
    browser.execute_script("scrollTo(0, 0)")
    word = next(track["native_title"] for track in tracks if track["native_title"])
    browser.find_element(By.ID, "q").send_keys(word)
    found = choosing.order(choosing.search(tracks, word), Sort.TITLE)
    _wait(browser, lambda: _shown(browser) == _ids(found))
    browser.find_element(By.ID, "q").send_keys(" nothing like it")
    _wait(browser, lambda: _count(browser) == "No song fits that.")
    browser.find_element(By.LINK_TEXT, "Show all songs").click()
    _wait(browser, lambda: _count(browser) == f"{SONGS} songs")


def test_the_named_songs_are_called_as_the_person_reads_titles(made: Made, browser: Chrome) -> None:
    store, user_id = made.site.services.store, made.site.user()
    people.settle(store, user_id, titles="native")
    try:
        _open(made, browser, "?valence=0.5&arousal=0.5&radius=0.3")
        called = ".songs > li .title a"
        first = browser.find_elements(By.CSS_SELECTOR, called)[:3]
        names = [
            each.find_element(By.CSS_SELECTOR, ".first").text
            if each.find_elements(By.CSS_SELECTOR, ".first")
            else each.text
            for each in first
        ]
        told = browser.find_element(By.CSS_SELECTOR, "[data-summary=names]")
        _wait(browser, lambda: told.text.startswith(", ".join(names)))
        hand = browser.find_element(By.CSS_SELECTOR, "[data-hand-title]")
        _wait(browser, lambda: hand.text == names[0])
    finally:
        people.settle(store, user_id, titles="romaji")
        _open(made, browser)


def test_a_path_is_drawn_or_set_point_by_point_with_keys(browser: Chrome) -> None:
    _mode(browser, "path")
    field = browser.find_element(By.NAME, "path")
    _wait(browser, lambda: len((field.get_attribute("value") or "").split()) == 2)
    surface = _surface(browser)
    drag = ActionChains(browser, duration=20).move_to_element_with_offset(surface, -120, 90)
    drag = drag.click_and_hold()
    for x, y in ((40, -60), (40, -60), (40, 60), (40, 60), (60, -90)):
        drag = drag.move_by_offset(x, y)
    drag.release().perform()
    _wait(browser, lambda: 3 <= len((field.get_attribute("value") or "").split()) <= 12)
    line = browser.find_element(By.CSS_SELECTOR, ".dots .line")
    assert line.is_displayed()
    assert "along your path" in browser.find_element(By.CSS_SELECTOR, ".songs > li").text
    ends = [browser.find_element(By.ID, f"path-{end}") for end in ("from", "to")]
    assert [each.get_attribute("value") for each in ends] == ["sad", "happy"], "as it was drawn"
    browser.find_element(By.CSS_SELECTOR, "[data-clear]").click()
    _wait(browser, lambda: not field.get_attribute("value"))
    _surface(browser).send_keys(Keys.ARROW_LEFT, Keys.ENTER, *[Keys.ARROW_RIGHT] * 9, Keys.ENTER)
    _wait(browser, lambda: field.get_attribute("value") == "0.49,0.5 0.58,0.5")
    _surface(browser).send_keys(Keys.BACKSPACE)
    _wait(browser, lambda: field.get_attribute("value") == "0.49,0.5")


def test_a_path_shows_the_very_journey_that_the_server_would_make(
    made: Made, browser: Chrome
) -> None:
    store, user_id = made.site.services.store, made.site.user()
    _mode(browser, "path")
    minutes = browser.find_element(By.ID, "minutes")
    minutes.clear()
    minutes.send_keys("25")
    Select(browser.find_element(By.ID, "path-to")).select_by_value("happy")
    path = browser.find_element(By.NAME, "path").get_attribute("value") or ""
    points = [
        dict(zip(("valence", "arousal"), map(float, p.split(",")), strict=True))
        for p in path.split()
    ]
    asked = parse_journey_request(PLAYLIST, {"path": points, "minutes": 25})
    way = [uri.rpartition(":")[2] for uri in fitting(store, user_id, asked).uris]
    _wait(browser, lambda: _shown(browser) == way)
    assert _count(browser) == f"{len(way)} songs"
    _wait(browser, lambda: "path=" in browser.current_url)
    query = browser.current_url.partition("?")[2]
    _open(made, browser, f"?{query}")
    _wait(browser, lambda: _shown(browser) == way)
    assert browser.find_element(By.CSS_SELECTOR, ".dots .line").is_displayed()


def test_an_own_word_counts_at_once_without_leaving_the_page(made: Made, browser: Chrome) -> None:
    tracks = _view(made)
    song = next(
        track
        for track in tracks
        if (reading := track["reading"])
        and (reading["moods"], reading["own_mood"]) == (["happy"], None)
    )
    (id_,) = _ids([song])
    _pick(browser, "happy")
    _wait(browser, lambda: id_ in _shown(browser))
    before = int(_count(browser).split()[0])
    browser.execute_script("window.still = true")
    _say(browser, id_, "sad")
    _wait(browser, lambda: _count(browser) == f"{before - 1} songs")
    assert id_ not in _shown(browser)
    assert browser.execute_script("return window.still")
    focused = "return document.activeElement.closest('.songs > li')?.id"
    _wait(browser, lambda: browser.execute_script(focused) in _shown(browser))
    counts = browser.find_element(By.CSS_SELECTOR, "[data-count=happy]").text
    assert counts == str(before - 1)
    _pick(browser, "happy")
    _wait(browser, lambda: id_ in _shown(browser))
    row = browser.find_element(By.ID, id_)
    assert "you said so" in row.text
    _wait(browser, lambda: _reading(made, id_)["own_mood"] == "sad")
    _say(browser, id_, "forget")
    _wait(browser, lambda: _reading(made, id_)["own_mood"] is None)
    assert browser.find_element(By.ID, id_).get_attribute("data-moods") == "happy"


def test_an_own_word_that_could_not_be_kept_is_taken_back_and_told(
    made: Made, browser: Chrome
) -> None:
    track = next(t for t in _view(made) if t["reading"] and t["reading"]["moods"] == ["calm"])
    (id_,) = _ids([track])
    browser.execute_script("window.fetch = () => Promise.reject(new TypeError('no connection'))")
    _pick(browser, "calm")
    _wait(browser, lambda: id_ in _shown(browser))
    _say(browser, id_, "energetic")
    status = browser.find_element(By.CSS_SELECTOR, "[data-status]")
    _wait(browser, lambda: "could not be kept" in status.text)
    assert browser.find_element(By.ID, id_).get_attribute("data-moods") == "calm"


def _reading(made: Made, id_: str) -> Any:
    return next(t["reading"] for t in _view(made) if _ids([t]) == [id_])


def _say(browser: Chrome, id_: str, word: str) -> None:
    row = browser.find_element(By.ID, id_)
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", row)
    details = row.find_element(By.CSS_SELECTOR, ".own")
    if not details.get_attribute("open"):
        details.find_element(By.CSS_SELECTOR, "summary").click()
    name = "[name=forget]" if word == "forget" else f"[value={word}]"
    details.find_element(By.CSS_SELECTOR, name).click()


def test_everything_can_be_reached_by_tab_and_is_large_enough(browser: Chrome) -> None:
    small = browser.execute_script(
        """
        const targets = document.querySelectorAll("main :is(a, button, select, input, summary)");
        return [...targets].filter((each) => each.checkVisibility()).map((each) => {
          const { width, height } = (each.closest("label") ?? each).getBoundingClientRect();
          const inline = each.matches("p:not(.act) a, .title a");
          return [each.outerHTML.slice(0, 80), Math.min(width, height), inline];
        }).filter(([, least, inline]) => least < 24 && !inline);
        """
    )
    assert small == []
    assert json.loads(
        browser.execute_script(
            "const s = document.querySelector('[data-surface]');"
            "return JSON.stringify([s.tabIndex, s.getAttribute('role'), Boolean(s.ariaLabel)])"
        )
    ) == [0, "application", True]


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


def test_a_move_over_2000_songs_takes_less_than_50_ms_of_work(
    tmp_path_factory: pytest.TempPathFactory, window: Chrome
) -> None:
    def worked() -> float:
        found = window.execute_cdp_cmd("Performance.getMetrics", {})["metrics"]
        return next(float(each["value"]) for each in found if each["name"] == "TaskDuration")

    with made_playlist(tmp_path_factory.mktemp("many"), 2000) as many:
        _open(many, window)
        _mode(window, "place")
        _wait(window, lambda: "valence=0.5" in window.current_url)
        before = _count(window)
        # The time of the processor, not of the clock: other work on the machine is none of ours.
        window.execute_cdp_cmd("Performance.enable", {"timeDomain": "threadTicks"})
        begun = worked()
        window.execute_async_script(_DRAG, _MOVES)
        assert (worked() - begun) / _MOVES < 0.05
        assert _count(window) != before
