"""The world of the sandbox: real facts, and every case a client must handle in a known share."""

from collections import Counter
from statistics import mean

import pytest

from sandbox.world import World, WorldSong, load_world

STATUSES = {"completed", "watching", "on_hold", "dropped", "plan_to_watch"}


@pytest.fixture(scope="module")
def world() -> World:
    return load_world()


def _share(world: World, holds: object) -> float:
    assert callable(holds)
    return sum(bool(holds(song)) for song in world.songs) / len(world.songs)


def _quadrant(song: WorldSong) -> tuple[bool, bool]:
    return song.valence >= 0.5, song.arousal >= 0.5


def test_the_same_seed_gives_the_same_world_and_another_seed_another(world: World) -> None:
    assert load_world(1) == world
    assert [s.track for s in load_world(2).songs] != [s.track for s in world.songs]


def test_there_are_at_least_150_shows_each_with_one_to_five_themes(world: World) -> None:
    assert len(world.anime) >= 150
    assert len({anime.mal_id for anime in world.anime}) == len(world.anime)
    assert len({anime.anilist_id for anime in world.anime}) == len(world.anime)
    assert all(1 <= len(anime.themes) <= 5 for anime in world.anime)
    assert all(1960 < anime.year < 2030 and anime.episodes > 0 for anime in world.anime)
    assert sum(not anime.on_animethemes for anime in world.anime) >= 3


def test_themes_of_a_show_are_told_apart_by_kind_and_sequence(world: World) -> None:
    for anime in world.anime:
        places = [(theme.kind, theme.sequence) for theme in anime.themes]
        assert len(set(places)) == len(places), anime.title
        assert {kind for kind, _ in places} <= {"OP", "ED", "IN"}


def test_titles_and_artists_are_filled_in_and_carry_no_stray_space(world: World) -> None:
    for song in world.songs:
        names = [song.title, *(artist.name for artist in song.artists)]
        assert song.artists
        assert all(name and name == name.strip() for name in names), names


def test_a_song_used_by_two_shows_is_one_song(world: World) -> None:
    shows = [
        anime.title
        for anime in world.anime
        for theme in anime.themes
        if theme.song.title == "Moonlight Densetsu"
    ]
    assert len(shows) == 2
    assert sum(song.title == "Moonlight Densetsu" for song in world.songs) == 1


def test_each_quadrant_holds_at_least_18_percent_of_the_songs(world: World) -> None:
    counts = Counter(map(_quadrant, world.songs))
    assert min(counts.values()) >= 0.18 * len(world.songs)
    assert len(counts) == 4


def test_every_way_of_meeting_a_song_has_its_share(world: World) -> None:
    assert _share(world, lambda s: s.linked) == pytest.approx(0.45, abs=0.01)
    assert _share(world, lambda s: s.track and not s.linked) == pytest.approx(0.42, abs=0.01)
    assert _share(world, lambda s: s.track is None) == pytest.approx(0.13, abs=0.01)
    assert _share(world, lambda s: s.animethemes_audio) == pytest.approx(0.75, abs=0.01)
    no_clip = _share(world, lambda s: not (s.animethemes_audio or s.deezer or s.itunes))
    assert no_clip == pytest.approx(0.04, abs=0.01)
    assert 1 <= sum(song.broken_audio for song in world.songs) <= 2


def test_only_one_preview_service_has_some_of_the_songs(world: World) -> None:
    without_theme_audio = [song for song in world.songs if not song.animethemes_audio]
    assert any(song.deezer and not song.itunes for song in without_theme_audio)
    assert any(song.itunes and not song.deezer for song in without_theme_audio)


def test_a_show_that_animethemes_does_not_cover_has_no_link_and_no_theme_audio(
    world: World,
) -> None:
    for anime in world.anime:
        if not anime.on_animethemes:
            assert not any(t.song.linked or t.song.animethemes_audio for t in anime.themes)


def test_tracks_look_like_spotify_tracks_and_lead_back_to_their_song(world: World) -> None:
    assert len({track.id for track in world.tracks}) == len(world.tracks)
    for track in world.tracks:
        assert len(track.id) == 22
        assert track.id.isalnum()
        assert len(track.isrc) == 12
        assert 60_000 < track.duration_ms < 400_000
        assert world.track(track.id) == track
    for song in world.songs:
        assert world.song(song.id) == song
        if song.track:
            assert world.song_of_track(song.track.id) == song


def test_spotify_enters_titles_and_artists_in_both_scripts(world: World) -> None:
    tracks = [song.track for song in world.songs if song.track and song.native_title]
    in_latin = sum(track.title.isascii() for track in tracks if track)
    assert 0.3 < in_latin / len(tracks) < 0.7
    shown = {name for song in world.songs if song.track for name in song.track.artists}
    assert any(not name.isascii() for name in shown)


def test_decoys_lead_to_no_song_and_stand_beside_the_songs_that_spotify_lacks(
    world: World,
) -> None:
    assert len(world.decoys) > len(world.songs) / 2
    assert all(world.song_of_track(decoy.id) is None for decoy in world.decoys)
    assert all(world.track(decoy.id) == decoy for decoy in world.decoys)
    missing = [song for song in world.songs if song.track is None]
    titles = [decoy.title for decoy in world.decoys]
    tempting = [
        song for song in missing if any((song.native_title or song.title) in t for t in titles)
    ]
    assert len(tempting) > len(missing) / 3


def test_features_are_known_for_most_tracks_and_follow_the_mood(world: World) -> None:
    tracks = [song for song in world.songs if song.track]
    known = [song for song in tracks if song.features]
    assert 1 - len(known) / len(tracks) == pytest.approx(0.12, abs=0.01)
    assert all(song.features is None for song in world.songs if song.track is None)

    def average(name: str, quadrant: tuple[bool, bool]) -> float:
        return mean(s.features[name] for s in known if s.features and _quadrant(s) == quadrant)

    happy, energetic, sad, calm = (True, True), (False, True), (False, False), (True, False)
    assert average("valence", happy) > average("valence", energetic) > average("valence", sad)
    assert average("energy", energetic) > average("energy", happy) > average("energy", sad) + 0.2
    assert average("loudness", energetic) > average("loudness", sad) > average("loudness", calm)
    assert average("instrumentalness", calm) > 0.4 > average("instrumentalness", sad)
    for song in known:
        assert song.features is not None
        for name, value in song.features.items():
            if name not in {"loudness", "tempo", "key"}:
                assert 0 <= value <= 1, name
        assert 50 <= song.features["tempo"] <= 210
        assert -35 <= song.features["loudness"] < 0


@pytest.mark.parametrize("service", ["myanimelist", "anilist"])
def test_the_people_have_the_lists_that_tests_and_demos_count_on(
    world: World, service: str
) -> None:
    mika, aoi = world.user(service, "mika"), world.user(service, "AOI")
    newcomer, hidden = world.user(service, "newcomer"), world.user(service, "hidden")
    assert mika and aoi and newcomer and hidden
    assert len(mika.entries) == 120
    assert len(aoi.entries) == 12
    assert newcomer.entries == ()
    assert hidden.private and not mika.private
    assert world.user(service, "nobody") is None
    counts = Counter(status for _, status, _ in mika.entries)
    assert set(counts) == STATUSES
    assert counts["completed"] > 60
    assert sum(score > 0 for _, status, score in mika.entries if status == "completed") > 60
    assert len({mal_id for mal_id, _, _ in mika.entries}) == 120
    assert all(world.anime_by_mal(mal_id) for mal_id, _, _ in (*mika.entries, *aoi.entries))
    assert all(0 <= score <= 10 for _, _, score in mika.entries)
