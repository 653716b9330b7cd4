import os
import threading
import time

import pytest

from server.errors import SourceError
from server.sources.http import Service, retry_after
from server.sources.pacing import Pacer, in_a_hurry
from server.sources.session import BoundedSession, is_loopback, origin
from server.sources.spotify_links import playlist_id, track_uri
from tests.sources.standin import Reply, dropped, standing_in

ID = "0123456789abcdefghijAB"


class Echo(Service):
    name = "echo"
    title = "Echo"
    pace = (1, 60.0)

    def ask(self):
        return self._read("GET", "/x").body


def test_a_service_on_this_machine_is_not_paced():
    with standing_in([Reply({})]) as site, in_a_hurry(0):
        service = Echo(site.url)
        for _ in range(3):
            service.ask()


def test_a_pacer_spreads_calls_over_threads():
    pacer = Pacer(2, 0.2)
    begun = time.monotonic()
    threads = [threading.Thread(target=pacer.wait) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert time.monotonic() - begun > 0.39


def test_passing_trouble_is_sat_out_and_lasting_trouble_is_told():
    with standing_in([dropped(), Reply("", status=502), Reply({"ok": 1})]) as site:
        assert Echo(site.url).ask() == {"ok": 1}
    with standing_in([Reply("", status=500)]) as site, pytest.raises(SourceError) as caught:
        Echo(site.url).ask()
    assert caught.value.code == "echo_unreachable"
    assert caught.value.http_status == 500


def test_a_service_that_keeps_failing_gets_one_try_a_call_until_it_answers():
    up = False

    def script(asked):
        return Reply({"ok": 1}) if up else Reply("", status=503)

    with standing_in(script) as site:
        service = Echo(site.url)
        for _ in range(4):
            with pytest.raises(SourceError):
                service.ask()
        assert len(site.asked) == 3 * 3 + 1
        up = True
        assert service.ask() == {"ok": 1}


def test_a_long_pause_is_handed_on_and_not_slept():
    reply = Reply("", status=429, headers={"Retry-After": "86400"})
    with standing_in([reply]) as site, pytest.raises(SourceError) as caught:
        Echo(site.url).ask()
    assert caught.value.code == "echo_rate_limited"
    assert caught.value.retry_after == 86400
    assert len(site.asked) == 1


def test_an_answer_beyond_the_bound_is_a_bad_answer():
    with (
        standing_in([Reply(bytes(33 * 1024 * 1024))]) as site,
        pytest.raises(SourceError) as caught,
    ):
        Echo(site.url).ask()
    assert caught.value.code == "echo_bad_answer"
    assert len(site.asked) == 1


def test_absurd_json_is_no_crash():
    for body in (b"[" * 200_000, b"\xff\xfe", b'{"a": NaN'):
        with standing_in([Reply(body)]) as site:
            assert Echo(site.url).ask() is None


def test_a_redirect_to_the_slashed_address_keeps_method_and_body():
    def script(asked):
        if asked.path == "/graphql":
            return Reply(status=308, headers={"Location": "/graphql/"})
        return Reply({"method": asked.method, "got": asked.json})

    with standing_in(script) as site:
        answer = BoundedSession().request("POST", f"{site.url}/graphql", json={"q": 1}).json()
    assert answer == {"method": "POST", "got": {"q": 1}}


def test_cookies_are_not_kept():
    with standing_in([Reply({}, headers={"Set-Cookie": "a=b"})]) as site:
        session = BoundedSession()
        for _ in range(2):
            session.request("GET", site.url)
    assert "Cookie" not in site.asked[1].headers


def test_a_proxy_of_the_environment_is_not_used_for_this_machine():
    before = os.environ.get("HTTP_PROXY")
    os.environ["HTTP_PROXY"] = "http://127.0.0.1:1"
    try:
        with standing_in([Reply({"ok": 1})]) as site:
            assert Echo(site.url).ask() == {"ok": 1}
    finally:
        if before is None:
            del os.environ["HTTP_PROXY"]
        else:
            os.environ["HTTP_PROXY"] = before


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.b/c", ("https", "a.b", 443)),
        ("HTTP://A.B:80", ("http", "a.b", 80)),
        ("http://[::1]:8000/x", ("http", "::1", 8000)),
        ("https://u@a.b/", None),
        ("ftp://a.b/", None),
        ("https://a.b:x/", None),
        ("https://a\\b/", None),
        ("https:///x", None),
        ("", None),
    ],
)
def test_an_origin_is_scheme_host_and_port_or_nothing(url, expected):
    assert origin(url) == expected


def test_loopback_is_recognised():
    for url in ("http://127.0.0.1:8", "http://localhost", "http://[::1]:9/x", "http://127.9.9.9"):
        assert is_loopback(url)
    for url in ("http://10.0.0.1", "https://localhost.example", "https://api.spotify.com"):
        assert not is_loopback(url)


@pytest.mark.parametrize(
    ("given", "seconds"),
    [("5", 5.0), ("0", 0.0), ("-1", None), ("soon", None), ("inf", None), ("", None)],
)
def test_a_retry_after_is_a_sane_number_or_nothing(given, seconds):
    with standing_in([Reply({}, headers={"Retry-After": given})]) as site:
        assert retry_after(BoundedSession().request("GET", site.url)) == seconds


@pytest.mark.parametrize(
    "link",
    [
        f"https://open.spotify.com/track/{ID}",
        f"https://open.spotify.com/intl-ja/track/{ID}?si=abc&x=1",
        f"http://open.spotify.com/intl-pt-BR/track/{ID}/#x",
        f"open.spotify.com/track/{ID}",
        f"spotify:track:{ID}",
        f"  http://127.0.0.1:8001/open/track/{ID} ",
    ],
)
def test_a_track_is_found_in_every_sort_of_link(link):
    assert track_uri(link) == f"spotify:track:{ID}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        f"https://open.spotify.com/album/{ID}",
        f"https://open.spotify.com/track/{ID}9",
        f"https://open.spotify.com/track/{ID[:-1]}",
        f"https://open.spotify.com/track/{ID[:-1]}-",
        f"spotify:playlist:{ID}",
    ],
)
def test_what_is_no_track_is_none(text):
    assert track_uri(text) is None


@pytest.mark.parametrize(
    "text",
    [
        ID,
        f"spotify:playlist:{ID}",
        f"https://open.spotify.com/playlist/{ID}?si=1",
        f"http://127.0.0.1:8001/open/playlist/{ID}",
        f"spotify:user:ann:playlist:{ID}",
        f"https://open.spotify.com/user/ann/playlist/{ID}",
    ],
)
def test_a_playlist_is_found_in_link_uri_or_id(text):
    assert playlist_id(text) == ID


def test_a_track_is_no_playlist():
    assert playlist_id(f"https://open.spotify.com/track/{ID}") is None
