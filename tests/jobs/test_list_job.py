"""What the main job promises, against a sandbox over real HTTP."""

from collections.abc import Mapping
from typing import Any

from moods.circumplex import MOODS
from server.playlists.at_spotify import playlists_at_spotify
from server.playlists.views import playlist_view, playlists_of
from tests.jobs.workshop import Workshop

HARMLESS = {"no_clip", "no_themes_known", "clip_corrupt", "clip_not_audio"}


def test_a_list_becomes_a_playlist_of_right_songs_and_a_mood_playlist_of_it(
    workshop: Workshop,
) -> None:
    job = workshop.wait(workshop.ask("mika"), 120)
    assert job["state"] == "done", job
    assert {problem["code"] for problem in job["problems"]} <= HARMLESS
    world = workshop.sandbox.world
    view = playlist_view(workshop.services, workshop.user_id, job["result"]["playlist"]["id"])
    uris = [track["spotify_uri"] for track in view["tracks"]]
    assert workshop.uris_of(job) == uris
    assert len(set(uris)) == len(uris) > 100
    for track in view["tracks"]:
        song = world.song_of_track(track["spotify_uri"].rpartition(":")[2])
        assert song is not None
        assert song.title == track["title"]
    assert sum(track["reading"] is None for track in view["tracks"]) < len(uris) / 20
    assert {
        source
        for track in view["tracks"]
        if track["reading"]
        for source in [track["reading"]["clip_source"]]
    } >= {"animethemes", "deezer", None}
    calls = workshop.spotify_calls()
    assert calls["POST /me/playlists"] == 1
    assert calls["POST /playlists/{id}/items"] == -(-len(uris) // 100)
    searched = len({track["title"] for track in view["tracks"] + view["unmatched"]})
    assert calls["GET /search"] < searched
    assert set(calls) == {"GET /search", "POST /me/playlists", "POST /playlists/{id}/items"}

    workshop.sandbox.forget_calls()
    again = workshop.wait(workshop.ask("mika"))
    assert again["result"] == job["result"]
    assert workshop.uris_of(again) == uris
    assert workshop.spotify_calls() == {"GET /playlists/{id}": 1, "GET /me/library/contains": 1}

    mood = max(MOODS, key=lambda each: view["counts"][each.value])
    workshop.sandbox.forget_calls()
    made = workshop.wait(workshop.ask_mood(view["id"], moods=[mood.value]))
    assert made["state"] == "done", made
    wanted = [
        track["spotify_uri"]
        for track in view["tracks"]
        if track["reading"] and mood.value in track["reading"]["moods"]
    ]
    assert workshop.uris_of(made) == wanted
    assert workshop.sandbox.calls() == {
        "spotify POST /me/playlists": 1,
        "spotify POST /playlists/{id}/items": -(-len(wanted) // 100),
    }
    assert len(playlists_of(workshop.services, workshop.user_id)) == 2
    parent = playlist_view(workshop.services, workshop.user_id, view["id"])
    assert [child["id"] for child in parent["children"]] == [made["result"]["playlist"]["id"]]


def test_a_list_whose_songs_are_known_costs_a_handful_of_calls(workshop: Workshop) -> None:
    workshop.wait(workshop.ask())
    workshop.sandbox.forget_calls()
    job = workshop.wait(workshop.ask(kinds=["OP"]))
    assert job["state"] == "done"
    assert workshop.spotify_calls() == {"POST /me/playlists": 1, "POST /playlists/{id}/items": 1}


def test_anilist_gives_the_same_playlist(workshop: Workshop) -> None:
    one = workshop.wait(workshop.ask())
    other = workshop.wait(workshop.ask(source="anilist"))
    assert set(workshop.uris_of(one)) == set(workshop.uris_of(other))


def test_a_playlist_is_on_the_profile_only_where_that_was_asked_for_at_first(
    workshop: Workshop,
) -> None:
    def is_public(job: Mapping[str, Any]) -> bool:
        url = job["result"]["playlist"]["spotify_url"]
        made = workshop.sandbox.state.playlists.get(url.rpartition("/")[2])
        assert made is not None
        return made.public

    hidden = workshop.wait(workshop.ask(kinds=["OP"]))
    shown = workshop.wait(workshop.ask(kinds=["ED"], public=True))
    assert (is_public(hidden), is_public(shown)) == (False, True)
    again = workshop.wait(workshop.ask(kinds=["OP"], public=True))
    assert again["result"]["playlist"]["id"] == hidden["result"]["playlist"]["id"]
    assert not is_public(again)


def test_a_playlist_of_the_users_own_is_read_and_filtered_without_a_write_to_it(
    workshop: Workshop,
) -> None:
    made = workshop.wait(workshop.ask())
    uris = workshop.uris_of(made)
    workshop.sandbox.forget_calls()
    spotify = workshop.services.spotify_for(workshop.user_id)
    own = spotify.create_playlist("My own", "by hand")
    spotify.add(own.id, uris[:5])
    listed = playlists_at_spotify(workshop.services, workshop.user_id)
    (chosen,) = [each for each in listed if each["name"] == "My own"]
    assert (chosen["songs"], chosen["made_here"]) == (5, None)
    others = [each["made_here"] for each in listed if each["id"] != own.id]
    assert made["result"]["playlist"]["id"] in others
    workshop.sandbox.forget_calls()
    job = workshop.wait(workshop.ask(source="spotify", playlist=chosen["url"]))
    assert job["state"] == "done", job
    assert job["result"]["playlist"] == {
        "id": job["result"]["playlist"]["id"],
        "name": "My own",
        "spotify_url": own.url,
    }
    playlist_id = job["result"]["playlist"]["id"]
    view = playlist_view(workshop.services, workshop.user_id, playlist_id)
    assert [track["spotify_uri"] for track in view["tracks"]] == uris[:5]
    everything = workshop.ask_mood(playlist_id, valence=0.5, arousal=0.5, radius=1.5)
    filtered = workshop.wait(everything)
    assert filtered["state"] == "done"
    assert workshop.sandbox.playlist_uris(own.id) == uris[:5]
