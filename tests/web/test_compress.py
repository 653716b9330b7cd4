"""What is sent small, and to whom."""

import gzip
import json

import pytest

from tests.web.site import Site


@pytest.mark.parametrize("path", ["/playlists/list1", "/api/openapi.json"])
def test_pages_and_json_are_sent_small_to_those_who_can_read_it(site: Site, path: str) -> None:
    site.add_playlist()
    client = site.member()
    plain = client.get(path)
    small = client.get(path, headers={"Accept-Encoding": "br, gzip;q=0.8"})
    assert "Content-Encoding" not in plain.headers
    assert small.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in plain.vary
    assert "Accept-Encoding" in small.vary
    assert gzip.decompress(small.data) == plain.data
    assert len(small.data) == int(small.headers["Content-Length"]) < len(plain.data) / 2


@pytest.mark.parametrize("accepted", ["", "identity", "gzip;q=0", "br"])
def test_who_cannot_read_it_gets_it_plain(site: Site, accepted: str) -> None:
    answer = site.visitor().get("/api/openapi.json", headers={"Accept-Encoding": accepted})
    assert "Content-Encoding" not in answer.headers
    assert json.loads(answer.data)["openapi"]


def test_styles_and_scripts_are_sent_small_and_asked_for_once(site: Site) -> None:
    client = site.visitor()
    plain = client.get("/static/css/base.css")
    small = client.get("/static/css/base.css", headers={"Accept-Encoding": "gzip"})
    assert small.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.data) == plain.data
    known = {"Accept-Encoding": "gzip", "If-None-Match": small.headers["ETag"]}
    assert client.get("/static/css/base.css", headers=known).status_code == 304


def test_what_is_short_is_sent_as_it_is(site: Site) -> None:
    answer = site.visitor().get("/api/playlists", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in answer.headers
