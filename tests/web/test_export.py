"""What is promised to somebody who takes a playlist along as a file."""

import csv
import io
import json

import pytest
from bs4 import BeautifulSoup

from server.playlists.export import EXTENSION, FORMATS
from server.store.playlist_tables import PlaylistRow
from tests.web.site import Site
from tests.web.test_api import check, error_code

LINK = f"https://open.spotify.com/track/{'list1':0>22}"


def test_the_page_leads_to_the_playlist_as_a_file_of_each_kind(site: Site) -> None:
    site.add_playlist()
    client = site.member()
    page = BeautifulSoup(client.get("/playlists/list1").text, "html.parser")
    links = {link.get_text(): str(link["href"]) for link in page.select("a[download]")}
    assert set(links) == {"M3U8", "JSPF", "CSV"}
    files = {}
    for name, href in links.items():
        answer = client.get(href)
        assert answer.status_code == 200
        disposition = answer.headers["Content-Disposition"]
        assert disposition == f'attachment; filename="Openings & endings.{name.lower()}"'
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert client.get(f"/api{href}").data == answer.data
        files[name] = answer.data.decode("utf-8-sig")
    assert files["M3U8"].splitlines()[-2:] == ["#EXTINF:-1,Ono - departure!", LINK]
    (track,) = json.loads(files["JSPF"])["playlist"]["track"]
    assert track["location"] == [LINK]
    assert track["extension"][EXTENSION] == [
        {"anime": "Hunter", "kind": "OP", "moods": ["happy"], "valence": 0.7, "arousal": 0.8}
    ]
    rows = list(csv.DictReader(io.StringIO(files["CSV"])))
    assert [(row["title"], row["moods"]) for row in rows] == [("departure!", "happy")]


def test_a_listeners_own_word_goes_along(site: Site) -> None:
    site.add_playlist()
    client = site.member()
    client.post(f"/api/tracks/{'list1':0>22}/mood", json={"mood": "sad"})
    answer = client.get("/playlists/list1/export.csv")
    (row,) = csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")))
    assert row["moods"] == "sad"


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("under", ["", "/api"])
def test_nobody_exports_what_is_not_theirs(site: Site, ending: str, under: str) -> None:
    site.add_playlist()
    path = f"{under}/playlists/list1/export.{ending}"
    other = site.member("aoi").get(path)
    assert other.status_code == 404
    assert b"departure" not in other.data
    stranger = site.visitor().get(path)
    assert b"departure" not in stranger.data
    if under:
        assert error_code(other) == "no_such_playlist"
        assert error_code(stranger) == "login_needed"
        template = f"/api/playlists/{{playlist_id}}/export.{ending}"
        for answer, client in ((other, site.member()), (stranger, site.visitor())):
            check(client, answer, template)


def test_there_is_no_other_kind_of_file(site: Site) -> None:
    site.add_playlist()
    assert site.member().get("/playlists/list1/export.exe").status_code == 404


def test_a_name_in_another_script_is_kept_and_breaks_no_header(site: Site) -> None:
    site.add_playlist()
    with site.services.store.session() as session:
        row = session.get(PlaylistRow, "list1")
        assert row is not None
        row.name = '紅蓮華 "../x"\r\nSet-Cookie: a=b'
    answer = site.member().get("/playlists/list1/export.m3u8")
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert "filename*=UTF-8''%E7%B4%85%E8%93%AE%E8%8F%AF" in answer.headers["Content-Disposition"]
    assert answer.text.startswith("#EXTM3U\n#PLAYLIST:紅蓮華")
