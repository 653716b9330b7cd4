"""Before and after: what an update would write, undoing it, going back, and following."""

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import delete, select

from server.errors import BadRequest
from server.jobs import desk
from server.jobs.requests import ChangeRequest
from server.playlists import own_moods, preview, restore, settings
from server.playlists.writer import Wish, sync
from server.store import playlists, versions
from server.store.playlists import Entry
from server.store.tables import AnimeThemes, JobRow, MatchRow, ThemeRow
from tests.jobs.workshop import LONG, Workshop

_WRITES = {"POST", "PUT", "DELETE"}


def _writes(workshop: Workshop) -> int:
    return sum(
        count for call, count in workshop.spotify_calls().items() if call.split()[0] in _WRITES
    )


def _preview(workshop: Workshop, playlist_id: str, **what: Any) -> dict[str, Any]:
    return preview.preview(workshop.services, workshop.user_id, playlist_id, **what)


def _change(workshop: Workshop, playlist_id: str, **what: Any) -> dict[str, Any]:
    request = ChangeRequest(playlist_id, **what)
    return workshop.wait(desk.submit(workshop.services, workshop.queue, workshop.user_id, request))


def _uris(tracks: list[Mapping[str, Any]]) -> list[str]:
    return [track["spotify_uri"] for track in tracks]


def _remote(workshop: Workshop, job: Mapping[str, Any]) -> Any:
    remote_id = job["result"]["playlist"]["spotify_url"].rpartition("/")[2]
    return workshop.sandbox.state.playlists.get(remote_id)


def _undo(workshop: Workshop, playlist_id: str) -> dict[str, Any]:
    write = restore.last_write(workshop.services.store, playlist_id)
    assert write is not None
    return _change(workshop, playlist_id, undo=write.id)


def test_a_playlist_through_its_life(workshop: Workshop) -> None:
    store = workshop.services.store
    made = workshop.wait(workshop.ask(kinds=["OP"]))
    playlist_id = made["result"]["playlist"]["id"]
    remote, first = _remote(workshop, made), workshop.uris_of(made)
    assert len(first) > 4

    # Two songs are taken out by hand, one of ours is moved, and one of theirs comes.
    mine = remote.rows[2:]
    theirs = workshop.sandbox.state.playlists.row(
        f"spotify:track:{workshop.sandbox.world.decoys[0].id}", "mika"
    )
    remote.rows = [mine[-1], theirs, *mine[:-1]]
    remote.revision += 1
    by_hand = [row.uri for row in remote.rows]

    workshop.sandbox.forget_calls()
    told = _preview(workshop, playlist_id)
    assert (told["adds"], told["removes"], told["moves"], told["calls"]) == ([], [], [], 0)
    assert _uris(told["kept_out"]) == first[:2]
    assert all(track["title"] for track in told["kept_out"])
    again = workshop.wait(workshop.ask(kinds=["OP"]))
    assert again["result"]["songs"] == made["result"]["songs"] - 2
    assert _writes(workshop) == 0
    assert [row.uri for row in remote.rows] == by_hand

    ordered = _preview(workshop, playlist_id, order=True)
    assert (_uris(ordered["moves"]), ordered["calls"]) == ([by_hand[0]], 1)
    assert _change(workshop, playlist_id, order=True)["result"]["songs"] == len(first) - 2
    assert [row.uri for row in remote.rows] == [theirs.uri, *first[2:]]
    assert _writes(workshop) == 1

    _change(workshop, playlist_id, back=(first[0],))
    assert [row.uri for row in remote.rows] == [theirs.uri, first[0], *first[2:]]
    assert _preview(workshop, playlist_id)["calls"] == 0

    # Undone, the song is out again and stays out; undone once more the order is as before.
    assert _uris(_preview(workshop, playlist_id, undo=True)["removes"]) == [first[0]]
    assert _undo(workshop, playlist_id)["state"] == "done"
    assert [row.uri for row in remote.rows] == [theirs.uri, *first[2:]]
    workshop.wait(workshop.ask(kinds=["OP"]))
    assert [row.uri for row in remote.rows] == [theirs.uri, *first[2:]]
    _undo(workshop, playlist_id)
    assert [row.uri for row in remote.rows] == by_hand

    # The first version brings all songs back, and leaves theirs alone.
    oldest = versions.of_playlist(store, playlist_id)[-1]
    assert list(oldest.rows) == first
    going_back = _preview(workshop, playlist_id, version=oldest.id)
    assert _uris(going_back["adds"]) == first[:2]
    _change(workshop, playlist_id, version=oldest.id)
    assert [row.uri for row in remote.rows] == [theirs.uri, *first]
    workshop.sandbox.forget_calls()
    workshop.wait(workshop.ask(kinds=["OP"]))
    assert _writes(workshop) == 0
    kept = preview.version_of(store, workshop.user_id, playlist_id, oldest.id)
    assert _uris(kept["rows"]) == first
    assert all(row["own"] for row in kept["rows"])


def test_a_mood_playlist_follows_its_source_unless_told_not_to_or_deleted(
    workshop: Workshop,
) -> None:
    services, user_id = workshop.services, workshop.user_id
    source = workshop.wait(workshop.ask())["result"]["playlist"]["id"]
    uris = playlists.track_uris(services.store, [source])[source]
    for uri in uris:
        own_moods.say(services.store, user_id, uri, "sad")
    for uri in uris[:3]:
        own_moods.say(services.store, user_id, uri, "happy")
    mood = workshop.wait(workshop.ask_mood(source, moods=["happy"]))
    mood_id = mood["result"]["playlist"]["id"]
    assert workshop.uris_of(mood) == uris[:3]

    own_moods.say(services.store, user_id, uris[3], "happy")
    assert _uris(_preview(workshop, mood_id)["adds"]) == [uris[3]]
    workshop.wait(workshop.ask())
    follower = _followed(workshop)
    assert workshop.wait(follower)["state"] == "done"
    assert workshop.uris_of(mood) == uris[:4]

    workshop.sandbox.forget_calls()
    workshop.wait(workshop.ask())
    assert _followed(workshop) == follower
    assert _writes(workshop) == 0

    # What fits nothing any more leaves it empty but for what the listener put there.
    remote = _remote(workshop, mood)
    theirs = workshop.sandbox.state.playlists.row(
        f"spotify:track:{workshop.sandbox.world.decoys[0].id}", "mika"
    )
    remote.rows = [*remote.rows, theirs]
    remote.revision += 1
    for uri in uris[:4]:
        own_moods.say(services.store, user_id, uri, "sad")
    workshop.wait(workshop.ask())
    assert workshop.wait(_followed(workshop))["state"] == "done"
    assert workshop.uris_of(mood) == [theirs.uri]
    workshop.sandbox.forget_calls()

    own_moods.say(services.store, user_id, uris[4], "happy")
    remote = _remote(workshop, mood)
    workshop.sandbox.state.playlists.unsave("mika", remote.uri)
    workshop.wait(workshop.ask())
    failed = workshop.wait(_followed(workshop))
    assert [problem["code"] for problem in failed["problems"]] == ["playlist_deleted"]
    assert _writes(workshop) == 0

    # A deleted one is not followed any more, until it is asked for again; nor is one told not to.
    own_moods.say(services.store, user_id, uris[5], "happy")
    before = _followed(workshop)
    workshop.wait(workshop.ask())
    assert _followed(workshop) == before
    anew = workshop.wait(workshop.ask_mood(source, moods=["happy"]))
    assert workshop.uris_of(anew) == uris[4:6]
    kept = playlists.get(services.store, user_id, mood_id)
    assert kept is not None
    assert kept.follows
    spotify = services.spotify_for(user_id)
    settings.change(services.store, spotify, user_id, mood_id, {"follows": False})
    own_moods.say(services.store, user_id, uris[6], "happy")
    before = _followed(workshop)
    workshop.wait(workshop.ask())
    assert _followed(workshop) == before


def _followed(workshop: Workshop) -> str:
    """The newest mood job."""
    with workshop.services.store.snapshot() as session:
        found = session.scalar(
            select(JobRow.id).where(JobRow.kind == "mood").order_by(JobRow.created_at.desc())
        )
    assert found is not None
    return found


def test_name_text_and_visibility_are_the_listeners(workshop: Workshop) -> None:
    services, user_id = workshop.services, workshop.user_id
    made = workshop.wait(workshop.ask(kinds=["OP"]))
    playlist_id, remote = made["result"]["playlist"]["id"], _remote(workshop, made)
    spotify = services.spotify_for(user_id)
    body = {"name": " Mornings ", "description": "For\nthe way.", "public": True}
    told = settings.change(services.store, spotify, user_id, playlist_id, body)
    assert (told["name"], told["description"], told["public"]) == ("Mornings", "For the way.", True)
    assert (remote.name, remote.public) == ("Mornings", True)
    assert remote.description.startswith("For the way. MoodDex")
    workshop.sandbox.forget_calls()
    settings.change(services.store, spotify, user_id, playlist_id, body)
    assert _writes(workshop) == 0
    again = workshop.wait(workshop.ask(kinds=["OP"]))
    assert again["result"]["playlist"]["name"] == "Mornings"
    assert _writes(workshop) == 0
    for wrong in ({"name": " "}, {"name": "x" * 101}, {"public": "yes"}, {"description": 3}):
        with pytest.raises(BadRequest):
            settings.change(services.store, spotify, user_id, playlist_id, wrong)


def test_a_cover_is_drawn_from_the_moods_of_the_songs(workshop: Workshop) -> None:
    services, user_id = workshop.services, workshop.user_id
    made = workshop.wait(workshop.ask(kinds=["OP"]))
    playlist_id, remote = made["result"]["playlist"]["id"], _remote(workshop, made)
    settings.draw(services.store, services.spotify_for(user_id), user_id, playlist_id)
    assert remote.cover is not None
    assert remote.cover.startswith(b"\xff\xd8")


@pytest.mark.parametrize("version", [0, 10**30])
def test_a_version_that_never_was_changes_nothing(workshop: Workshop, version: int) -> None:
    made = workshop.wait(workshop.ask(kinds=["OP"]))
    workshop.sandbox.forget_calls()
    job = _change(workshop, made["result"]["playlist"]["id"], version=version)
    assert job["state"] == "failed"
    assert [problem["code"] for problem in job["problems"]] == ["no_such_version"]
    assert not workshop.spotify_calls()


def test_a_preview_reads_the_list_and_tells_the_songs_of_shows_that_came_since(
    workshop: Workshop,
) -> None:
    services, user_id = workshop.services, workshop.user_id
    made = workshop.wait(workshop.ask(kinds=["OP"]))
    playlist_id, first = made["result"]["playlist"]["id"], workshop.uris_of(made)
    for uri in first:
        own_moods.say(services.store, user_id, uri, "sad")
    for uri in first[-3:]:
        own_moods.say(services.store, user_id, uri, "happy")
    mood = workshop.wait(workshop.ask_mood(playlist_id, moods=["happy"]))["result"]["playlist"]

    # As if the last two songs' shows were new, and what was not found had not been looked for.
    playlist = playlists.get(services.store, user_id, playlist_id)
    assert playlist is not None
    entries = playlists.entries(services.store, playlist_id)
    playlists.set_entries(services.store, playlist_id, entries[:-2])
    spotify = services.spotify_for(user_id)
    sync(services.store, spotify, playlist, Wish(first[:-2]))
    playlists.set_entries(services.store, mood["id"], [Entry(None, first[-3])])
    follower = playlists.get(services.store, user_id, mood["id"])
    assert follower is not None
    sync(services.store, spotify, follower, Wish([first[-3]]))
    with services.store.session() as session:
        found = MatchRow.decided_by == "search", MatchRow.state == "not_found"
        lost = list(session.scalars(select(MatchRow.theme_key).where(*found)))
        session.execute(delete(MatchRow).where(*found))
    assert lost

    workshop.sandbox.forget_calls()
    told = _preview(workshop, playlist_id)
    assert _uris(told["adds"]) == first[-2:]
    assert told["note"] is None
    assert 0 < told["unsearched"] <= len(lost)
    assert [each["id"] for each in told["followers"]] == [mood["id"]]
    assert _uris(told["followers"][0]["adds"]) == first[-2:]
    assert not [call for call in workshop.spotify_calls() if "search" in call]
    assert _writes(workshop) == 0


def test_a_preview_goes_by_the_stored_songs_where_the_list_cannot_be_read_in_time(
    workshop: Workshop,
) -> None:
    made = workshop.wait(workshop.ask(kinds=["OP"]))
    playlist_id = made["result"]["playlist"]["id"]
    workshop.sandbox.fault(service="mal", status=503)
    told = _preview(workshop, playlist_id)
    assert told["note"]["code"] == "myanimelist_unreachable"
    assert "songs of the last update" in told["note"]["message"]
    assert (told["adds"], told["removes"]) == ([], [])
    workshop.sandbox.clear_faults()
    workshop.sandbox.fault(service="mal", latency=LONG)
    told = _preview(workshop, playlist_id, patience=0.2)
    workshop.sandbox.come_to_rest()
    assert (told["note"]["code"], told["removes"]) == ("list_slow", [])


def test_a_preview_that_had_to_do_without_a_service_shows_what_the_update_then_does(
    workshop: Workshop,
) -> None:
    services, user_id = workshop.services, workshop.user_id
    made = workshop.wait(workshop.ask(kinds=["OP"]))
    playlist_id, first = made["result"]["playlist"]["id"], workshop.uris_of(made)

    # As if one show had left the list and another were new on it.
    gone = f"spotify:track:{workshop.sandbox.world.decoys[0].id}"
    playlist = playlists.get(services.store, user_id, playlist_id)
    assert playlist is not None
    entries = playlists.entries(services.store, playlist_id)
    playlists.set_entries(services.store, playlist_id, [*entries, Entry(None, gone)])
    sync(services.store, services.spotify_for(user_id), playlist, Wish([*first, gone]))
    with services.store.session() as session:
        show = session.scalar(select(AnimeThemes.anime_key).order_by(AnimeThemes.anime_key))
        session.execute(delete(AnimeThemes).where(AnimeThemes.anime_key == show))
        session.execute(delete(ThemeRow).where(ThemeRow.anime_key == show))
    workshop.sandbox.fault(service="animethemes", status=503)

    before = workshop.uris_of(made)
    told = _preview(workshop, playlist_id)
    assert gone in _uris(told["removes"])
    workshop.wait(workshop.ask(kinds=["OP"]))
    after = workshop.uris_of(made)
    assert set(_uris(told["removes"])) == set(before) - set(after)
    assert set(_uris(told["adds"])) <= set(after) - set(before)


def test_a_mood_playlist_that_nothing_fits_any_more_is_emptied_as_shown_with_what_follows_it(
    workshop: Workshop,
) -> None:
    services, user_id = workshop.services, workshop.user_id
    source = workshop.wait(workshop.ask(kinds=["OP"]))["result"]["playlist"]["id"]
    uris = playlists.track_uris(services.store, [source])[source]
    for uri in uris:
        own_moods.say(services.store, user_id, uri, "sad")
    mood = workshop.wait(workshop.ask_mood(source, moods=["sad"]))
    mood_id = mood["result"]["playlist"]["id"]
    part = workshop.wait(workshop.ask_mood(mood_id, moods=["sad"]))
    assert workshop.uris_of(part) == workshop.uris_of(mood) == uris

    own_moods.say(services.store, user_id, uris[0], "happy")
    workshop.wait(workshop.ask_mood(source, moods=["sad"]))
    workshop.wait(_followed(workshop))
    assert workshop.uris_of(part) == workshop.uris_of(mood) == uris[1:]

    for uri in uris:
        own_moods.say(services.store, user_id, uri, "happy")
    assert set(_uris(_preview(workshop, mood_id)["removes"])) == set(uris[1:])
    assert workshop.wait(workshop.ask_mood(source, moods=["sad"]))["state"] == "done"
    assert workshop.uris_of(mood) == []
    workshop.sandbox.state.playlists.unsave("mika", _remote(workshop, mood).uri)
    workshop.sandbox.forget_calls()
    failed = workshop.wait(workshop.ask_mood(source, moods=["sad"]))
    assert [problem["code"] for problem in failed["problems"]] == ["playlist_deleted"]
    assert _writes(workshop) == 0
