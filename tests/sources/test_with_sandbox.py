"""The adapters against the sandbox: every service, and the faults that it can make."""

from collections import Counter
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest

from sandbox.running import Sandbox, running_sandbox
from server.config import Settings
from server.domain import Anime, ClipLink, WatchStatus
from server.errors import AmbiguousWrite, LoginNeeded, QuotaStop, SourceError
from server.sources.anilist import AniList
from server.sources.animethemes import AnimeThemes
from server.sources.clips import ClipFetcher, Song
from server.sources.deezer import Deezer
from server.sources.itunes import ITunes
from server.sources.myanimelist import MyAnimeList
from server.sources.reccobeats import ReccoBeats
from server.sources.spotify import Spotify
from server.sources.spotify_login import SpotifyLogin

EVERY = tuple(WatchStatus)


@pytest.fixture(scope="module")
def running() -> Iterator[Sandbox]:
    with running_sandbox(renderer=lambda score, extension, seconds: bytes(2000)) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(running: Sandbox) -> Sandbox:
    running.reset()
    return running


@pytest.fixture
def settings(sandbox: Sandbox) -> Settings:
    return Settings.from_environment({**sandbox.environment(), "MOODDEX_SECRET_KEY": "k"})


class Book:
    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()
        self.stopped = 0.0

    def check(self) -> None:
        if self.stopped:
            raise QuotaStop("spotify", "spotify_quota_used_up", "Stopped.")

    def count(self, call: str) -> None:
        self.calls[call] += 1

    def stop(self, seconds: float, reason: str) -> None:
        self.stopped = seconds


def spotify(sandbox: Sandbox, settings: Settings, book: Book | None = None) -> Spotify:
    token = sandbox.log_in("mika")["access_token"]
    return Spotify(settings.urls.spotify_api, lambda: token, book or Book())


def code_of(call) -> str:
    with pytest.raises(SourceError) as caught:
        call()
    return caught.value.code


def test_both_lists_are_read_whole(sandbox, settings):
    for service, name in (
        (MyAnimeList(settings.urls.myanimelist, settings.mal_client_id), "myanimelist"),
        (AniList(settings.urls.anilist), "anilist"),
    ):
        known = {u.name: u for u in sandbox.world.users if u.service == name}
        for user in ("mika", "aoi", "newcomer"):
            found = service.anime_list(user, EVERY, nsfw=True)
            assert len(found) == len(known[user].entries)
            safe = [
                mal_id
                for mal_id, *_ in known[user].entries
                if not sandbox.world.is_nsfw(sandbox.world.anime_by_mal(mal_id))
            ]
            assert len(service.anime_list(user, EVERY)) == len(safe)
            dated = service.anime_list(user, EVERY, facts=True)
            assert all(entry.year and entry.media for entry in dated)
        assert code_of(lambda s=service: s.anime_list("nobody-at-all", EVERY)) == "list_unknown"
        hidden = code_of(lambda s=service: s.anime_list("hidden", EVERY))
        assert hidden in {"list_private", "list_unknown"}
        if name == "myanimelist":
            assert hidden == "list_private"


def test_themes_clips_and_features_of_a_list_are_found(sandbox, settings):
    urls = settings.urls
    entries = MyAnimeList(urls.myanimelist, settings.mal_client_id).anime_list("aoi", EVERY)
    themes = AnimeThemes(urls.animethemes).themes([entry.anime for entry in entries])
    every = [theme for show in themes.values() for theme in show]
    assert every
    fetcher = ClipFetcher(urls)
    with_audio = next(theme for theme in every if theme.audio_urls)
    clip = fetcher.fetch(ClipLink("animethemes", with_audio.audio_urls[0]))
    assert len(clip) > 1000
    linked = [theme.track_uri for theme in every if theme.track_uri]
    features = ReccoBeats(urls.reccobeats).features(linked)
    assert features
    assert set(features) <= set(linked)


@pytest.mark.parametrize("service", ["deezer", "itunes"])
def test_previews_found_are_of_the_very_song(sandbox, settings, service):
    urls = settings.urls
    finder = Deezer(urls.deezer) if service == "deezer" else ITunes(urls.itunes)
    songs = [song for song in sandbox.world.songs if song.track][:25]
    offered = [song for song in songs if getattr(song, service)]
    found = []
    for song in songs:
        titles = tuple(title for title in (song.title, song.native_title) if title)
        names = ((a.name, a.native_name, *a.aliases) for a in song.artists)
        artists = tuple(name for group in names for name in group if name)
        link = finder.find_clip(Song(titles, artists, None, song.track.duration_ms))
        if link:
            assert f"/{song.id}." in link.url
            found.append(song)
    assert len(found) >= 0.9 * len(offered)


def test_a_song_is_found_at_deezer_by_its_code(sandbox, settings):
    song = next(song for song in sandbox.world.songs if song.track and song.deezer)
    link = Deezer(settings.urls.deezer).find_clip(Song((), (), song.track.isrc))
    assert link
    assert ClipFetcher(settings.urls).fetch(link)
    sandbox.advance(2000)
    assert code_of(lambda: ClipFetcher(settings.urls).fetch(link)) == "clip_refused"


def test_a_person_logs_in_and_stays_logged_in(sandbox, settings):
    login = SpotifyLogin(settings)
    start = login.begin()
    back = parse_qs(urlsplit(sandbox.agree(start.url)).query)
    assert back["state"] == [start.state]
    tokens = login.finish(back["code"][0], start.verifier)
    api = Spotify(settings.urls.spotify_api, lambda: tokens.access_token, Book())
    assert api.me().display_name
    with pytest.raises(LoginNeeded) as caught:
        login.finish(back["code"][0], start.verifier)
    assert caught.value.code == "spotify_login_failed"

    sandbox.advance(4000)
    with pytest.raises(LoginNeeded) as caught:
        api.me()
    assert caught.value.code == "spotify_login_expired"
    renewed = login.refresh(tokens)
    assert renewed.refresh_token
    again = Spotify(
        settings.urls.spotify_api,
        lambda: tokens.access_token,
        Book(),
        renew=lambda: renewed.access_token,
    )
    assert again.me() == again.me()

    sandbox.fault("refresh_expired")
    with pytest.raises(LoginNeeded) as caught:
        login.refresh(renewed)
    assert caught.value.code == "spotify_login_expired"


def test_a_code_is_worth_nothing_without_its_verifier(sandbox, settings):
    login = SpotifyLogin(settings)
    start = login.begin()
    code = parse_qs(urlsplit(sandbox.agree(start.url)).query)["code"][0]
    with pytest.raises(LoginNeeded):
        login.finish(code, login.begin().verifier)


def test_a_playlist_is_made_filled_read_and_emptied(sandbox, settings):
    book = Book()
    api = spotify(sandbox, settings, book)
    uris = [f"spotify:track:{track.id}" for track in sandbox.world.tracks[:120]]
    made = api.create_playlist("Mine", "What it is")
    first = api.add(made.id, uris[:100])
    second = api.add(made.id, uris[100:], position=0)
    assert len({made.snapshot_id, first, second}) == 3
    assert api.playlist(made.id).total == 120
    rows = api.rows(made.id)
    assert [row and row.uri for row in rows] == uris[100:] + uris[:100]
    assert all(row and row.title and row.artists and row.duration_ms for row in rows)
    api.remove(made.id, uris[:20])
    assert len(api.rows(made.id)) == 100
    mine = next(each for each in api.my_playlists() if each.id == made.id)
    assert mine.owner == api.me().user_id
    assert (mine.name, mine.description, mine.total) == ("Mine", "What it is", 100)
    assert book.calls["create"] == 1
    assert book.calls["rows"] == 5
    assert sum(book.calls.values()) == sum(
        count for call, count in sandbox.calls().items() if call.startswith("spotify ")
    )


def test_search_finds_a_recording_by_its_code_and_by_its_words(sandbox, settings):
    api = spotify(sandbox, settings)
    song = next(song for song in sandbox.world.songs if song.track)
    found = api.search(f"isrc:{song.track.isrc}")
    assert song.track.id in [track.spotify_id for track in found]
    words = api.search(f'track:"{song.track.title}" artist:"{song.artists[0].name}"')
    assert len(words) <= 10


@pytest.mark.parametrize(
    ("preset", "code"),
    [
        ("user_not_registered", "spotify_not_allowed"),
        ("owner_not_premium", "spotify_owner_not_premium"),
        ("quota_exceeded", "spotify_quota_used_up"),
        ("server_error", "spotify_unreachable"),
        ("gone", "spotify_unreachable"),
    ],
)
def test_each_trouble_of_spotify_is_told_apart(sandbox, settings, preset, code):
    api = spotify(sandbox, settings)
    sandbox.fault(preset)
    assert code_of(lambda: api.search("again")) == code


def test_a_write_that_was_carried_out_and_not_answered_is_sent_once(sandbox, settings):
    api = spotify(sandbox, settings)
    made = api.create_playlist("Mine", "")
    uri = f"spotify:track:{sandbox.world.tracks[0].id}"
    sandbox.fault(service="spotify", method="POST", drop="after")
    with pytest.raises(AmbiguousWrite):
        api.add(made.id, [uri])
    sandbox.clear_faults()
    assert sandbox.playlist_uris(made.id) == [uri]


def test_a_burst_and_an_expired_token_pass(sandbox, settings):
    sandbox.fault("burst", retry_after=0)
    assert spotify(sandbox, settings).me()
    sandbox.fault("token_expired")
    assert spotify(sandbox, settings).me()


@pytest.mark.parametrize(
    ("service", "ask"),
    [
        ("mal", lambda urls: MyAnimeList(urls.myanimelist, "x").theme_texts(1)),
        ("anilist", lambda urls: AniList(urls.anilist).anime_list("mika", EVERY)),
        ("animethemes", lambda urls: AnimeThemes(urls.animethemes).themes([Anime("x", mal_id=1)])),
        ("deezer", lambda urls: Deezer(urls.deezer).find_clip(Song(("x",), ("y",)))),
        ("itunes", lambda urls: ITunes(urls.itunes).find_clip(Song(("x",), ("y",)))),
        ("reccobeats", lambda urls: ReccoBeats(urls.reccobeats).features(["0" * 22])),
    ],
)
def test_a_service_that_is_down_is_unreachable_by_name(sandbox, settings, service, ask):
    sandbox.fault("server_error", service=service)
    assert code_of(lambda: ask(settings.urls)).endswith("_unreachable")
    sandbox.clear_faults()
    sandbox.fault(service=service, drop="midway", count=1)
    try:
        ask(settings.urls)
    except SourceError as error:
        # The sandbox refuses our made-up client id, which is an answer too.
        assert error.code == "myanimelist_client_id_refused"


def test_a_shows_theme_texts_come_from_myanimelist(sandbox, settings):
    service = MyAnimeList(settings.urls.myanimelist, settings.mal_client_id)
    texts = service.theme_texts(sandbox.world.anime[0].mal_id)
    assert texts
    assert all(words for _, words in texts)
    assert service.theme_texts(999_999_999) == []
