"""What a mood playlist should hold where nothing is known of its source's songs."""

from pathlib import Path

from server.jobs.requests import fingerprint, parse_mood_request, to_json
from server.playlists.wanted import wanted_tracks
from server.store import people, playlists
from server.store.engine import Store
from server.store.playlists import Entry


def test_while_no_song_of_its_source_was_read_it_stays_as_it_is(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'test.db'}")
    store.migrate()
    user = people.find_or_create_user(store, "acc", "Mika")
    source = playlists.find_or_add(
        store, user, "list", "f", name="Songs", description="", request={}
    )
    playlists.set_entries(store, source.id, [Entry(None, "spotify:track:new")])
    request = parse_mood_request(source.id, {"moods": ["sad"]})
    mood = playlists.find_or_add(
        store,
        user,
        "mood",
        fingerprint(request),
        name="Sad",
        description="",
        request=to_json(request),
        parent_id=source.id,
    )
    playlists.set_entries(store, mood.id, [Entry(None, "spotify:track:old")])
    assert wanted_tracks(store, mood) == ["spotify:track:old"]
    store.close()
