"""The sandbox's AnimeThemes, Deezer, iTunes and ReccoBeats, and the clips they offer."""

import io
import threading
from pathlib import Path

import av
import requests

from sandbox.jukebox import Jukebox, Score, recipe
from sandbox.running import Sandbox, running_sandbox

QUERY = """
query ($ids: [Int!]) {
  findAnimeByExternalSite(site: MAL, id: $ids) {
    slug title { romaji native } resources(site: MAL) { nodes { externalId } }
    animethemes { type sequence slug
      song { title { romaji native } performances { alias as artist { name { main native } } }
             resources { nodes { site link } } }
      animethemeentries { episodes version videos { nodes { link audio { link } } } } } } }
"""
AGENT = {"User-Agent": "MoodDex/0.1 (tests)"}


def themes(sandbox: Sandbox, ids: list[int], query: str = QUERY) -> requests.Response:
    body = {"query": query, "variables": {"ids": ids}}
    return requests.post(f"{sandbox.url}/animethemes", json=body, headers=AGENT, timeout=60)


def get(sandbox: Sandbox, path: str, **query: object) -> requests.Response:
    return requests.get(f"{sandbox.url}{path}", params=query, timeout=60)


def test_animethemes_knows_songs_links_and_recordings(sandbox: Sandbox) -> None:
    shows = {one.mal_id: one for one in sandbox.world.anime[:100]}
    found = themes(sandbox, list(shows)).json()["data"]["findAnimeByExternalSite"]
    numbers = [one["resources"]["nodes"][0]["externalId"] for one in found]
    assert set(numbers) == {one.mal_id for one in shows.values() if one.on_animethemes}
    assert numbers != sorted(numbers)
    for anime, number in zip(found, numbers, strict=True):
        for shown, theme in zip(anime["animethemes"], shows[number].themes, strict=True):
            song = theme.song
            assert shown["song"]["title"] == {"romaji": song.title, "native": song.native_title}
            links = {one["site"]: one["link"] for one in shown["song"]["resources"]["nodes"]}
            assert ("SPOTIFY" in links) == song.linked
            if song.linked and song.track:
                assert links["SPOTIFY"].endswith(f"/track/{song.track.id}")
            nodes = shown["animethemeentries"][0]["videos"]["nodes"]
            assert bool(nodes) == song.animethemes_audio


def test_animethemes_takes_anilist_ids_written_into_the_query(sandbox: Sandbox) -> None:
    anime = next(one for one in sandbox.world.anime if one.on_animethemes)
    query = f"{{ findAnimeByExternalSite(site: ANILIST, id: [{anime.anilist_id}]) {{ name }} }}"
    found = themes(sandbox, [], query).json()["data"]["findAnimeByExternalSite"]
    assert found == [{"name": anime.title}]


def test_animethemes_tells_query_errors_with_status_200(sandbox: Sandbox) -> None:
    for query in ("{ nothing }", "{", QUERY.replace("slug", "slugg")):
        answer = themes(sandbox, [1, 5114, 30], query)
        assert answer.status_code == 200
        assert answer.json()["errors"]
    assert themes(sandbox, list(range(101))).json()["errors"]
    deep = "{ a " * 14 + "}" * 14
    assert "depth" in themes(sandbox, [], deep).json()["errors"][0]["message"]


def test_animethemes_blocks_library_agents(sandbox: Sandbox) -> None:
    answer = requests.post(f"{sandbox.url}/animethemes", json={"query": QUERY}, timeout=60)
    assert answer.status_code == 403
    assert answer.headers["Content-Type"].startswith("text/html")


def test_deezer_finds_by_isrc_by_number_and_by_words(sandbox: Sandbox) -> None:
    song = next(one for one in sandbox.world.songs if one.deezer and one.track)
    assert song.track is not None
    track = get(sandbox, f"/deezer/track/isrc:{song.track.isrc}").json()
    assert track["isrc"] == song.track.isrc
    assert get(sandbox, f"/deezer/track/{track['id']}").json()["id"] == track["id"]
    artist = song.artists[0].name
    for query in (f"{song.title} {artist}", f'artist:"{artist}" track:"{song.title}"'):
        found = get(sandbox, "/deezer/search", q=query).json()
        assert track["id"] in [one["id"] for one in found["data"]]


def test_deezer_tells_errors_with_status_200(sandbox: Sandbox) -> None:
    for path, code in (("/deezer/track/isrc:XX0000000000", 800), ("/deezer/search", 501)):
        answer = get(sandbox, path)
        assert answer.status_code == 200
        assert answer.json()["error"]["code"] == code


def test_some_deezer_tracks_have_no_preview(sandbox: Sandbox) -> None:
    listed = sandbox.state.shops["deezer"].entries
    silent = next(one for one in listed if not one.has_clip)
    assert get(sandbox, f"/deezer/track/{silent.number}").json()["preview"] == ""


def test_deezer_previews_die_after_a_quarter_of_an_hour(sandbox: Sandbox) -> None:
    clip = next(one for one in sandbox.state.shops["deezer"].entries if one.has_clip)
    preview = get(sandbox, f"/deezer/track/{clip.number}").json()["preview"]
    answer = requests.get(preview, timeout=60)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "audio/mpeg"
    assert requests.get(preview.partition("?")[0], timeout=60).status_code == 403
    assert requests.get(preview[:-1] + "x", timeout=60).status_code == 403
    sandbox.advance(901)
    assert requests.get(preview, timeout=60).status_code == 403


def test_itunes_speaks_the_language_asked_for(sandbox: Sandbox) -> None:
    song = next(one for one in sandbox.world.songs if one.itunes and one.native_title)
    term = f"{song.title} {song.artists[0].name}"
    query = {"country": "JP", "media": "music", "entity": "song", "term": term}
    native = get(sandbox, "/itunes/search", lang="ja_jp", **query).json()
    latin = get(sandbox, "/itunes/search", lang="en_us", **query).json()
    assert native["resultCount"] == len(native["results"])
    assert song.native_title in [one["trackName"] for one in native["results"]]
    found = next(one for one in latin["results"] if one["trackName"] == song.title)
    assert requests.get(found["previewUrl"], timeout=60).status_code == 200
    same = get(sandbox, "/itunes/lookup", id=found["trackId"]).json()["results"]
    assert [one["trackId"] for one in same] == [found["trackId"]]
    assert get(sandbox, "/itunes/search").json() == {"resultCount": 0, "results": []}


def test_reccobeats_leaves_out_what_it_does_not_know_and_keeps_no_order(sandbox: Sandbox) -> None:
    songs = [one for one in sandbox.world.songs if one.track][:40]
    ids = [one.track.id for one in songs if one.track]
    content = get(sandbox, "/reccobeats/v1/audio-features", ids=",".join(ids)).json()["content"]
    shown = [one["href"].rsplit("/", 1)[-1] for one in content]
    known = {one.track.id for one in songs if one.track and one.features is not None}
    assert set(shown) == known
    assert 0 < len(known) < 40
    assert shown != [one for one in ids if one in known]
    assert isinstance(content[0]["key"], int)
    assert 0 <= content[0]["valence"] <= 1
    again = get(sandbox, "/reccobeats/v1/audio-features", ids=content[0]["id"]).json()["content"]
    assert again == content[:1]
    many = ",".join([one.id for one in sandbox.world.tracks[:41]])
    assert get(sandbox, "/reccobeats/v1/audio-features", ids=many).status_code == 400


def test_unknown_clips_are_not_found(sandbox: Sandbox) -> None:
    for path in ("s9999.ogg", "s0001.mp3", "tnothing.ogg", "s0001"):
        assert get(sandbox, f"/audio/animethemes/{path}").status_code == 404


def test_some_theme_recordings_run_to_ninety_seconds(sandbox: Sandbox) -> None:
    lengths = {
        get(sandbox, f"/audio/animethemes/{one.id}.ogg").text.split()[2]
        for one in sandbox.world.songs[:20]
        if not one.broken_audio
    }
    assert lengths == {"30", "90"}


def test_broken_clips_look_like_audio_and_are_noise(sandbox: Sandbox) -> None:
    song = next(one for one in sandbox.world.songs if one.broken_audio)
    clip = get(sandbox, f"/audio/animethemes/{song.id}.ogg").content
    assert clip.startswith(b"OggS")
    assert clip == get(sandbox, f"/audio/animethemes/{song.id}.ogg").content


class Counting:
    """A renderer that counts, and takes its time when told to wait."""

    def __init__(self) -> None:
        self.made = 0
        self.go = threading.Event()

    def __call__(self, score: Score, extension: str, seconds: float) -> bytes:
        assert self.go.wait(180)
        self.made += 1
        return b"clip"


def test_a_clip_is_rendered_once_however_many_ask(tmp_path: Path) -> None:
    renderer = Counting()
    jukebox = Jukebox(renderer=renderer)
    askers = [
        threading.Thread(target=jukebox.clip, args=(Score(0.5, 0.5, 1), "ogg")) for _ in range(5)
    ]
    for one in askers:
        one.start()
    renderer.go.set()
    for one in askers:
        one.join()
    assert renderer.made == 1


def test_clips_are_kept_between_runs_where_a_folder_is_given(tmp_path: Path) -> None:
    renderer = Counting()
    renderer.go.set()
    for _ in range(2):
        assert Jukebox(tmp_path, renderer=renderer).clip(Score(0.5, 0.5, 1), "ogg") == b"clip"
    assert renderer.made == 1
    assert [one.name.startswith(recipe()) for one in tmp_path.iterdir()] == [True]


def test_every_service_offers_music_that_decodes() -> None:
    with running_sandbox(clip_seconds=4.0) as sandbox:
        song = next(
            one for one in sandbox.world.songs if one.deezer and one.itunes and one.seed % 4
        )
        listed = next(one for one in sandbox.state.shops["deezer"].entries if one.clip == song.id)
        addresses = (
            f"{sandbox.url}/audio/animethemes/{song.id}.ogg",
            f"{sandbox.url}/audio/itunes/{song.id}.m4a",
            get(sandbox, f"/deezer/track/{listed.number}").json()["preview"],
        )
        for address in addresses:
            clip = requests.get(address, timeout=60).content
            with av.open(io.BytesIO(clip)) as container:
                frames = list(container.decode(audio=0))
            seconds = sum(frame.samples / frame.sample_rate for frame in frames)
            assert 3.8 < seconds < 4.3
            assert max(float(abs(frame.to_ndarray()).max()) for frame in frames) > 0.05
