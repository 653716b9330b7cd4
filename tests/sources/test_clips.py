import gzip
import socket
import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from server.config import ServiceUrls
from server.domain import ClipLink
from server.errors import SourceError
from server.sources.clips import MAX_BYTES, ClipFetcher
from tests.sources.standin import Reply, dropped, standing_in


def urls_at(base: str) -> ServiceUrls:
    return replace(ServiceUrls(), animethemes=f"{base}/animethemes", deezer=base, itunes=base)


def code_of(fetch: Callable[[], object]) -> str:
    with pytest.raises(SourceError) as caught:
        fetch()
    assert caught.value.message
    assert caught.value.hint
    return caught.value.code


def test_a_clip_of_the_configured_service_is_fetched_whole():
    with standing_in([Reply(b"ID3" + bytes(1000))]) as site:
        fetcher = ClipFetcher(urls_at(site.url))
        data = fetcher.fetch(ClipLink("animethemes", f"{site.url}/audio/x.ogg"))
    assert data == b"ID3" + bytes(1000)
    assert "MoodDex" in site.asked[0].headers["User-Agent"]


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/a.mp3",
        "http://[::1]/a.mp3",
        "http://localhost/a.mp3",
        "file:///etc/passwd",
        "ftp://a.animethemes.moe/x.ogg",
        "http://a.animethemes.moe/x.ogg",
        "https://a.animethemes.moe:8443/x.ogg",
        "https://user@a.animethemes.moe/x.ogg",
        "https://a.animethemes.moe.evil.example/x.ogg",
        "https://evil.example/a.animethemes.moe",
        "https://evila.animethemes.moe/x.ogg",
        "https://cdnt-preview.dzcdn.net/x.mp3",
        "https://a.animethemes.moe:99999/x.ogg",
        "https://[not-an-address/x.ogg",
        "https://evil.example\\.a.animethemes.moe/x.ogg",
        "https://a.animethemes.moe\\@evil.example/x.ogg",
        "https://a.animethemes.moe\t.evil.example/x.ogg",
        "",
        "//a.animethemes.moe/x.ogg",
    ],
)
def test_a_link_to_anywhere_else_is_refused_without_a_call(url):
    with standing_in([Reply(b"x")]) as site:
        fetcher = ClipFetcher(urls_at(site.url))
        assert code_of(lambda: fetcher.fetch(ClipLink("animethemes", url))) == "clip_not_allowed"
    assert site.asked == []


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example\\.dzcdn.net/x.mp3",
        "https://evil.example#.dzcdn.net/x.mp3",
        "https://evil.example?.dzcdn.net",
        "https://dzcdn.net.evil.example/x.mp3",
        "https://notdzcdn.net/x.mp3",
        "https://evil.example\u3002dzcdn.net/x.mp3",
        "https://evil.example\uff0f.dzcdn.net/x.mp3",
    ],
)
def test_a_link_that_only_looks_like_a_known_host_is_refused(url):
    fetcher = ClipFetcher(ServiceUrls())
    assert code_of(lambda: fetcher.fetch(ClipLink("deezer", url))) == "clip_not_allowed"


def test_another_port_or_name_of_the_same_machine_is_elsewhere():
    with standing_in([Reply(b"x")]) as site, standing_in([Reply(b"secret")]) as other:
        fetcher = ClipFetcher(urls_at(site.url))
        same_port_other_name = site.url.replace("127.0.0.1", "localhost")
        for place in (other.url, same_port_other_name):
            link = ClipLink("deezer", f"{place}/x.mp3")
            assert code_of(lambda link=link: fetcher.fetch(link)) == "clip_not_allowed"
    assert other.asked == []
    assert site.asked == []


def test_the_service_of_a_link_decides_what_is_allowed():
    with standing_in([Reply(b"x")]) as site:
        urls = replace(ServiceUrls(), deezer=site.url)
        fetcher = ClipFetcher(urls)
        assert fetcher.fetch(ClipLink("deezer", f"{site.url}/x.mp3")) == b"x"
        for source in ("itunes", "animethemes", "spotify", ""):
            link = ClipLink(source, f"{site.url}/x.mp3")
            assert code_of(lambda link=link: fetcher.fetch(link)) == "clip_not_allowed"


def test_a_redirect_within_the_service_is_followed():
    def script(asked):
        if asked.path == "/a":
            return Reply(status=302, headers={"Location": "/b"})
        return Reply(b"music")

    with standing_in(script) as site:
        fetcher = ClipFetcher(urls_at(site.url))
        assert fetcher.fetch(ClipLink("itunes", f"{site.url}/a")) == b"music"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_to_elsewhere_is_not_followed(status):
    with standing_in([Reply(b"secret")]) as other:
        target = {"Location": f"{other.url}/secret"}
        with standing_in([Reply(status=status, headers=target)]) as site:
            fetcher = ClipFetcher(urls_at(site.url))
            link = ClipLink("deezer", f"{site.url}/x.mp3")
            assert code_of(lambda: fetcher.fetch(link)) == "clip_not_allowed"
    assert other.asked == []


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "http://169.254.169.254/", "http://[", "//evil.example/x"]
)
def test_a_redirect_to_a_strange_address_is_refused(location):
    with standing_in([Reply(status=302, headers={"Location": location})]) as site:
        fetcher = ClipFetcher(urls_at(site.url))
        link = ClipLink("deezer", f"{site.url}/x.mp3")
        assert code_of(lambda: fetcher.fetch(link)) == "clip_not_allowed"


def test_redirects_in_a_circle_end():
    with standing_in([Reply(status=302, headers={"Location": "/again"})]) as site:
        fetcher = ClipFetcher(urls_at(site.url))
        link = ClipLink("deezer", f"{site.url}/x.mp3")
        assert code_of(lambda: fetcher.fetch(link)) == "clip_not_allowed"
    assert len(site.asked) == 4


def test_a_clip_that_is_too_large_is_dropped_whatever_it_announces():
    def endless(wfile):
        wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: audio/mpeg\r\n\r\n")
        for _ in range(2 * MAX_BYTES // 65536):
            wfile.write(bytes(65536))

    for reply in (Reply(bytes(MAX_BYTES + 1)), Reply(raw=endless)):
        with standing_in([reply]) as site:
            fetcher = ClipFetcher(urls_at(site.url))
            link = ClipLink("deezer", f"{site.url}/x.mp3")
            assert code_of(lambda f=fetcher, x=link: f.fetch(x)) == "clip_too_large"


def test_a_clip_of_exactly_the_most_is_taken():
    with standing_in([Reply(bytes(MAX_BYTES))]) as site:
        fetcher = ClipFetcher(urls_at(site.url))
        assert len(fetcher.fetch(ClipLink("deezer", f"{site.url}/x.mp3"))) == MAX_BYTES


def test_a_compressed_bomb_stops_at_the_bound():
    bomb = gzip.compress(bytes(64 * 1024 * 1024))
    with standing_in([Reply(bomb, headers={"Content-Encoding": "gzip"})]) as site:
        fetcher = ClipFetcher(urls_at(site.url))
        link = ClipLink("deezer", f"{site.url}/x.mp3")
        assert code_of(lambda: fetcher.fetch(link)) == "clip_too_large"


DROPS = 2400  # two minutes of them


def drip(head: bytes, sent: list[bytes]) -> Callable[[object], None]:
    def send(wfile):
        wfile.write(head)
        for _ in range(DROPS):
            time.sleep(0.05)
            sent.append(b"a")
            wfile.write(b"a")
            wfile.flush()

    return send


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 4000000\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\n",
        b"HTTP/1.1 200 OK\r\nX-Slow: ",
        b"HTTP/1.1 2",
    ],
)
def test_a_slow_drip_is_cut_off_in_its_headers_too(head):
    sent: list[bytes] = []
    with standing_in([Reply(raw=drip(head, sent))]) as site:
        fetcher = ClipFetcher(urls_at(site.url), total_seconds=0.6)
        link = ClipLink("deezer", f"{site.url}/x.mp3")
        assert code_of(lambda: fetcher.fetch(link)) == "clip_unreachable"
        assert len(sent) < DROPS, "it did not wait for the end"


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Reply(status=403), "clip_refused"),
        (Reply(status=404), "clip_gone"),
        (Reply(status=500), "clip_unreachable"),
        (Reply(b""), "clip_empty"),
        (dropped(), "clip_unreachable"),
        (Reply(raw=lambda wfile: wfile.write(b"nonsense\r\n\r\n")), "clip_unreachable"),
        (
            Reply(raw=lambda wfile: wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab")),
            "clip_unreachable",
        ),
    ],
)
def test_each_way_of_failing_has_its_code(reply, code):
    with standing_in([reply]) as site:
        fetcher = ClipFetcher(urls_at(site.url))
        assert code_of(lambda: fetcher.fetch(ClipLink("deezer", f"{site.url}/x.mp3"))) == code


def test_a_passing_failure_gets_a_second_try():
    with standing_in([dropped(), Reply(b"music")]) as site:
        fetcher = ClipFetcher(urls_at(site.url))
        assert fetcher.fetch(ClipLink("deezer", f"{site.url}/x.mp3")) == b"music"


def test_a_service_that_is_down_is_unreachable():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{unused.getsockname()[1]}"
    fetcher = ClipFetcher(urls_at(base))
    link = ClipLink("deezer", f"{base}/x.mp3")
    assert code_of(lambda: fetcher.fetch(link)) == "clip_unreachable"
