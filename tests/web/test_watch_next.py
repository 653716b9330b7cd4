"""What to watch next: the pages and the interface."""

import pytest
from bs4 import BeautifulSoup, Tag

from moods.circumplex import MOODS, Mood
from moods.reading import Reading
from server.domain import Anime, Artist, Problem, Theme, ThemeKind
from server.playlists.corrections import song_id
from server.songs.identity import song_uri
from server.store import readings, songs, watch_lists
from server.store.own_readings import save_own_mood
from server.store.watch_lists import WatchListRow
from tests.web.site import Site
from tests.web.test_api import check, error_code

BODY = {"source": "anilist", "username": "mika"}
FORM = {**BODY, "kinds": ["OP", "ED"], "moods": ["calm"]}
REQUEST = {"watch_next": "plan_to_watch", **BODY, "kinds": ["OP", "ED"]}
PATH = "/api/watch-next/{watch_id}"


def _reading(mood: Mood, valence: float, arousal: float) -> Reading:
    shares = {each: 0.7 if each is mood else 0.1 for each in MOODS}
    return Reading(
        probabilities=shares,
        moods=(mood,),
        valence=valence,
        arousal=arousal,
        dominance=None,
        by_model={"spectrogram": shares},
        models=("spectrogram 3.1",),
        clip_source="deezer",
    )


def _theme(show: Anime, number: int, kind: ThemeKind = ThemeKind.OP) -> Theme:
    title = f"Song {number} of {show.title}"
    return Theme(f"{show.key}:{number}", show, kind, title, 1, None, (Artist("Ono"),))


def add_list(site: Site, account: str = "mika", shows: int = 4) -> str:
    """A list: a calm show, a happy one, one that could not be heard, one without songs."""
    store = site.services.store
    animes = [
        Anime("Calm <b>1</b>", 1, 101, None, "Quiet"),
        Anime("Happy", 2, None),
        Anime("Mute", None, 103),
        Anime("Bare", 4, 104),
        *(Anime(f"More {number}", number) for number in range(5, shows + 1)),
    ]
    told = []
    for anime in animes[:shows]:
        themes = [_theme(anime, n, ThemeKind.ED if n else ThemeKind.OP) for n in range(2)]
        if anime.title == "Bare":
            themes = []
        songs.add_themes(store, themes)
        for theme in themes:
            uri = song_uri(theme)
            if anime.title == "Mute":
                told_of = "No audio of this song was found, so its mood is not known."
                why = Problem(theme.title, "no_clip", f"{told_of} It stays on the playlist.")
                readings.save_failure(store, uri, why)
                continue
            calm = anime.title.startswith("Calm")
            found = _reading(Mood.CALM, 0.65, 0.4) if calm else _reading(Mood.HAPPY, 0.7, 0.58)
            readings.save_reading(store, uri, found, provisional=False)
        told.append(
            {
                "title": anime.title,
                "native_title": anime.native_title,
                "english_title": anime.english_title,
                "mal_id": anime.mal_id,
                "anilist_id": anime.anilist_id,
                "songs": [theme.key for theme in themes],
            }
        )
    return watch_lists.save(store, site.user(account), "mark", REQUEST, told)


def page_of(site: Site, path: str) -> BeautifulSoup:
    answer = site.member().get(path)
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def _titles(page: BeautifulSoup) -> list[str]:
    return [words(link).split(",")[0].strip() for link in page.select(".ranked h3 a")]


def words(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())


def test_planned_shows_become_a_job_to_be_asked_after(site: Site) -> None:
    client = site.member()
    answer = client.post("/api/watch-next", json=BODY)
    job = check(client, answer, "/api/watch-next", "post")["job"]
    assert answer.status_code == 202
    assert site.queue.jobs == [job["id"]]
    assert check(client, client.get(job["url"]), "/api/jobs/{job_id}")["kind"] == "watch"
    again = client.post("/api/watch-next", json={**BODY, "moods": ["sad"]})
    assert again.json["job"]["id"] == job["id"], "another mood needs no other job"  # type: ignore[index]


@pytest.mark.parametrize(
    ("query", "first", "why"),
    [
        ("", "Calm <b>1</b>", "order"),
        ("?moods=calm", "Calm <b>1</b>", "all"),
        ("?moods=happy", "Happy", "all"),
        ("?moods=happy,calm", "Calm <b>1</b>", "nearest"),
        ("?moods=happy&moods=calm", "Calm <b>1</b>", "nearest"),
        ("?valence=0.7&arousal=0.58&radius=0.1", "Happy", "all"),
        ("?valence=0.66&arousal=0.41", "Calm <b>1</b>", "all"),
    ],
)
def test_they_are_told_in_order_as_described(site: Site, query: str, first: str, why: str) -> None:
    watch_id, client = add_list(site), site.member()
    told = check(client, client.get(f"/api/watch-next/{watch_id}{query}"), PATH)
    assert told["shows"][0]["title"] == first
    assert told["shows"][0]["why"] == why
    assert {show["title"] for show in told["shows"][2:]} == {"Mute", "Bare"}
    assert (told["songs"], told["read"], told["waiting"]) == (6, 4, 0)
    mute = next(show for show in told["shows"] if show["title"] == "Mute")
    assert mute["place"] is None
    assert mute["why"] == "unread"
    assert "playlist" not in mute["songs"][0]["problem"]["message"]


def test_a_playlist_of_ones_own_can_be_what_they_are_held_against(site: Site) -> None:
    watch_id, client = add_list(site), site.member()
    site.add_playlist("list1")
    told = check(client, client.get(f"/api/watch-next/{watch_id}?playlist=list1"), PATH)
    assert told["asked"]["playlist"] == {"id": "list1", "name": "Openings & endings", "read": 1}
    assert told["shows"][0]["title"] == "Happy"
    site.add_playlist("list2", "aoi")
    other = client.get(f"/api/watch-next/{watch_id}?playlist=list2")
    assert error_code(other) == "no_such_playlist"
    assert (
        "That playlist is not here" in page_of(site, f"/watch-next/{watch_id}?playlist=list2").text
    )


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("moods=bored", "bad_moods"),
        ("valence=2&arousal=0.4", "bad_point"),
        ("valence=0.4", "bad_point"),
        ("valence=0.4&arousal=0.4&radius=9", "bad_radius"),
        ("moods=calm&valence=0.4&arousal=0.4", "bad_mood"),
    ],
)
def test_what_cannot_be_understood_is_refused_by_the_interface(
    site: Site, query: str, code: str
) -> None:
    watch_id, client = add_list(site), site.member()
    answer = client.get(f"/api/watch-next/{watch_id}?{query}")
    check(client, answer, PATH)
    assert error_code(answer) == code


def test_and_left_out_by_the_page_which_says_so(site: Site) -> None:
    page = page_of(site, f"/watch-next/{add_list(site)}?moods=bored&page=9")
    notice = page.select_one("main .notice")
    assert notice is not None
    assert "“bored” is none of the four moods" in words(notice)
    assert "no page" in words(notice)
    assert _titles(page)[0] == "Calm <b>1</b>"


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("moods=calm", "Both of its songs are calm."),
        ("moods=sad", "None is sad; its "),
        ("moods=happy&moods=calm", "None is happy and calm; its"),
        ("valence=0.65&arousal=0.4&radius=0.05", "Both of its songs lie in your circle."),
        ("valence=0.5&arousal=0.5&radius=0.01", "lies closest to your point."),
        ("playlist=list1", "comes closest to the playlist."),
    ],
)
def test_the_page_says_why(site: Site, query: str, reason: str) -> None:
    site.add_playlist("list1")
    page = page_of(site, f"/watch-next/{add_list(site)}?{query}")
    shown = [words(each) for each in page.select(".ranked .why")]
    assert any(reason in each for each in shown), shown
    assert "None of its songs could be heard." in shown
    assert "No song of it is known yet." in shown


def test_a_playlist_of_such_songs_is_what_it_sounds_like(site: Site) -> None:
    site.add_playlist("list1")
    track = f"spotify:track:{'list1':0>22}"
    store = site.services.store
    readings.save_reading(store, track, _reading(Mood.HAPPY, 0.7, 0.58), provisional=False)
    page = page_of(site, f"/watch-next/{add_list(site)}?playlist=list1")
    assert "Both of its songs sound like the playlist." in words(page.select(".ranked .why")[0])
    assert "To watch if you like “Openings & endings”" in words(page)


def test_what_some_of_its_songs_are_is_counted(site: Site) -> None:
    watch_id = add_list(site)
    theme = _theme(Anime("Calm <b>1</b>", 1, 101), 0)
    readings.save_reading(
        site.services.store, song_uri(theme), _reading(Mood.SAD, 0.35, 0.4), provisional=False
    )
    page = page_of(site, f"/watch-next/{watch_id}?moods=calm")
    assert "1 of its 2 songs is calm." in words(page.select(".ranked .why")[0])
    save_own_mood(site.services.store, site.user(), song_uri(theme), Mood.CALM)
    page = page_of(site, f"/watch-next/{watch_id}?moods=calm")
    assert "Both of its songs are calm." in words(page.select(".ranked .why")[0])
    assert "you say" in words(page)


def test_each_show_leads_to_its_page_and_each_song_can_be_heard(site: Site) -> None:
    watch_id = add_list(site)
    page = page_of(site, f"/watch-next/{watch_id}?moods=calm")
    links = [str(link["href"]) for link in page.select(".ranked h3 a")]
    assert links[0] == "https://anilist.co/anime/101"
    assert "https://myanimelist.net/anime/2" in links, "AniList does not know it"
    song = song_id(_theme(Anime("Calm <b>1</b>", 1, 101), 0))
    (trigger,) = page.select(f"[data-sample='{song}']")
    assert trigger["data-sample-from"] == f"/api/watch-next/{watch_id}/songs/{song}/sample"
    assert f"moods=calm&sample={song}#" in str(trigger["href"])


def test_without_scripts_a_sample_is_asked_for_by_address(site: Site) -> None:
    watch_id = add_list(site)
    page = page_of(site, f"/watch-next/{watch_id}?sample={'0' * 12}")
    problem = page.select_one("#sample-problem")
    assert problem is not None
    assert "no such song" in words(problem)


def test_a_mood_chosen_on_the_page_is_a_form_that_sends_no_more_than_it(site: Site) -> None:
    page = page_of(site, f"/watch-next/{add_list(site)}?moods=calm")
    forms = page.select("main form")
    assert {form["method"] for form in forms} == {"get"}
    assert {form["action"] for form in forms} == {page.select("main form")[0]["action"]}
    assert [box["value"] for box in page.select("input[name=moods][checked]")] == ["calm"]
    assert page.select(".points circle.off")
    assert len(page.select(".points circle")) == 4


def test_many_shows_come_in_pages(site: Site) -> None:
    watch_id = add_list(site, shows=60)
    page = page_of(site, f"/watch-next/{watch_id}?moods=calm&page=2")
    assert len(page.select(".ranked > li")) == 25
    assert words(page.select(".ranked .place")[0]) == "26"
    (back,) = page.select("a[rel=prev]")
    assert "moods=calm&page=1" in str(back["href"])
    assert "Page 2 of 3" in words(page)


@pytest.mark.parametrize("path", ["/watch-next/{}", "/api/watch-next/{}"])
def test_others_cannot_see_a_list(site: Site, path: str) -> None:
    watch_id = add_list(site, "other")
    client = site.member()
    assert client.get(path.format(watch_id)).status_code == 404
    assert error_code(client.get(f"/api/watch-next/{watch_id}")) == "no_such_watch_list"
    sample = client.get(f"/api/watch-next/{watch_id}/songs/{'0' * 12}/sample")
    check(client, sample, f"{PATH}/songs/{{song}}/sample")
    assert error_code(sample) == "no_such_watch_list"
    assert "plans to watch" not in client.get("/watch-next").text


def test_deleting_ones_data_deletes_ones_lists(site: Site) -> None:
    add_list(site)
    site.member().post("/account/delete", data={"sure": "yes"})
    with site.services.store.session() as session:
        assert session.query(WatchListRow).count() == 0


def test_strangers_are_led_to_log_in_and_back(site: Site) -> None:
    for path in ("/watch-next", "/watch-next/abc"):
        assert f"next={path.replace('/', '%2F')}" in site.visitor().get(path).headers["Location"]
    assert site.visitor().post("/api/watch-next", json=BODY).status_code == 401


def test_a_list_that_nobody_could_hear_says_so(site: Site) -> None:
    watch_id = add_list(site)
    site.forget_readings()
    page = page_of(site, f"/watch-next/{watch_id}")
    assert "4 songs have not been heard yet." in words(page)
    assert "None of these songs has been heard yet." in words(page)
    assert not page.select("input[name=moods]")


def test_titles_are_shown_as_the_person_reads_them(site: Site) -> None:
    watch_id, client = add_list(site), site.member()
    client.post("/preferences", data={"titles": "english", "language": "en", "back": "/start"})
    page = BeautifulSoup(client.get(f"/watch-next/{watch_id}").text, "html.parser")
    assert _titles(page)[0] == "Quiet"
