"""Pages in the visitor's language, and titles in the one that they have settled on."""

import pytest
from bs4 import BeautifulSoup
from werkzeug.test import TestResponse

from server.domain import Anime
from server.store import show_titles
from server.store.tables import BrowserSession, JobProblem, ThemeRow
from tests.web.site import BASE_URL, Site

GERMAN = {"Accept-Language": "de-AT,de;q=0.9,en;q=0.5"}


def soup(response: TestResponse) -> BeautifulSoup:
    return BeautifulSoup(response.data, "html.parser")


def lang(response: TestResponse) -> str:
    return str(soup(response).html["lang"])


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [("de-AT,de;q=0.9,en;q=0.5", "de"), ("en-GB", "en"), ("fr, de;q=0.1", "de"), ("fr", "en")],
)
def test_a_page_speaks_the_language_that_the_browser_prefers(
    site: Site, accepted: str, expected: str
) -> None:
    answer = site.visitor().get("/", headers={"Accept-Language": accepted})
    assert lang(answer) == expected
    assert ("Mit Spotify anmelden" in answer.text) == (expected == "de")


def test_the_address_goes_before_the_browser(site: Site) -> None:
    visitor = site.visitor()
    assert lang(visitor.get("/?lang=en", headers=GERMAN)) == "en"
    assert lang(visitor.get("/?lang=de")) == "de"
    assert lang(visitor.get("/?lang=tlh")) == "en"
    assert lang(visitor.get("/?lang=")) == "en"


def test_what_a_visitor_chose_goes_through_the_login(site: Site) -> None:
    visitor = site.visitor()
    visitor.get("/login?next=/account&lang=de")
    with site.services.store.session() as session:
        sealed = session.query(BrowserSession).one().sealed_login
    assert sealed is not None
    state = site.services.vault.open(sealed).decode()
    assert '"return_to": "/account?lang=de"' in state


def test_a_person_settles_on_a_language_and_goes_on_from_the_same_page(site: Site) -> None:
    member = site.member()
    sent = {"language": "de", "titles": "native", "back": "/account"}
    answer = member.post("/preferences", data=sent)
    assert (answer.status_code, answer.location) == (303, "/account")
    page = soup(member.get("/account", headers={"Accept-Language": "en"}))
    assert page.html["lang"] == "de"
    chosen = [each["value"] for each in page.select("footer option[selected]")]
    assert chosen == ["de", "native"]
    assert lang(site.member("aoi").get("/account")) == "en", "it is one's own"


def test_a_language_in_the_address_is_for_that_page_alone(site: Site) -> None:
    member = site.member()
    assert lang(member.get("/start?lang=de")) == "de"
    assert lang(member.get("/start")) == "en"


def test_a_choice_that_is_none_changes_nothing(site: Site) -> None:
    member = site.member()
    member.post("/preferences", data={"language": "de", "titles": "english"})
    member.post("/preferences", data={"language": "klingon", "titles": "runes"})
    page = soup(member.get("/account"))
    assert [each["value"] for each in page.select("footer option[selected]")] == ["de", "english"]


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "x", ""])
def test_the_way_back_stays_here(site: Site, back: str) -> None:
    assert site.member().post("/preferences", data={"back": back}).location == "/"


def test_a_visitor_without_a_login_is_answered_in_the_language_asked_for(site: Site) -> None:
    answer = site.visitor().post("/preferences", data={"language": "de", "back": "/setup?a=1"})
    assert answer.location == "/setup?a=1&lang=de"


def test_another_site_cannot_choose(site: Site) -> None:
    member = site.member()
    headers = {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"}
    answer = member.post("/preferences", data={"language": "de"}, headers=headers)
    assert answer.status_code == 403
    assert member.post("/preferences", data={}, headers={"Origin": BASE_URL}).status_code == 303


def test_the_form_leads_back_to_the_page_with_what_was_asked_there(site: Site) -> None:
    page = soup(site.member().get("/start?source=anilist&lang=de&username=aoi"))
    assert page.select_one("footer input[name=back]")["value"] == (
        "/start?source=anilist&username=aoi"
    )


def test_failures_are_told_in_the_visitors_language_and_in_english_to_programs(site: Site) -> None:
    member = site.member()
    member.post("/preferences", data={"language": "de"})
    page = member.get("/nowhere")
    assert "Unter dieser Adresse ist nichts." in page.text
    wrong = member.post("/start", data={"source": "anilist", "username": "?", "kinds": "OP"})
    assert "Einen solchen Benutzernamen würde weder" in wrong.text
    told = member.get("/api/nowhere").get_json()
    assert told["error"]["message"] == "There is nothing at this address."


def test_a_job_tells_its_problems_in_the_language_that_its_address_asks_for(site: Site) -> None:
    site.add_job()
    member = site.member()
    assert member.get("/api/jobs/job1").get_json()["problems"][0]["message"] == "None."
    with site.services.store.session() as session:
        session.query(JobProblem).update(
            {"code": "clip_silent", "message": "There is only silence in this clip."}
        )
    asked = member.get("/api/jobs/job1?lang=de").get_json()["problems"][0]
    assert asked["message"] == "In diesem Ausschnitt ist nur Stille."
    usual = member.get("/api/jobs/job1", headers=GERMAN).get_json()["problems"][0]
    assert usual["message"] == "There is only silence in this clip."


def _with_titles(site: Site) -> None:
    site.add_playlist()
    show = Anime("Hunter", mal_id=1, native_title="ハンター", english_title="The Hunter")
    show_titles.keep(site.services.store, [show])
    with site.services.store.session() as session:
        session.query(ThemeRow).update({"native_title": "デパーチャー"})


@pytest.mark.parametrize(
    ("titles", "title", "show"),
    [
        ("romaji", "departure! デパーチャー", "Hunter"),
        ("native", "デパーチャー departure!", "ハンター"),
        ("english", "departure! デパーチャー", "The Hunter"),
    ],
)
def test_titles_are_read_in_what_a_person_settled_on(
    site: Site, titles: str, title: str, show: str
) -> None:
    _with_titles(site)
    member = site.member()
    member.post("/preferences", data={"titles": titles})
    page = soup(member.get("/playlists/list1"))
    row = page.select_one("[data-songs] > li")
    assert row.select_one(".title").get_text().strip() == title
    assert row.select_one("cite").get_text() == show
    for native in page.find_all(string=lambda text: text in {"デパーチャー", "ハンター"}):
        assert native.parent["lang"] == "ja"
    plane = member.get(page.select_one("[data-plane]")["data-plane"]).get_json()
    assert plane["songs"]["anime"] == [show]


def test_a_title_that_is_not_known_falls_back_to_the_romaji_one(site: Site) -> None:
    site.add_playlist()
    member = site.member()
    member.post("/preferences", data={"titles": "native"})
    row = soup(member.get("/playlists/list1")).select_one("[data-songs] > li")
    assert row.select_one(".title").get_text().strip() == "departure!"
    assert row.select_one("cite").get_text() == "Hunter"
    assert row.find(lang="ja") is None
