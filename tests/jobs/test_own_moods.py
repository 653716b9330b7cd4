"""A listener's own word in the mood playlists they ask for."""

from server.playlists import own_moods
from server.playlists.views import playlist_view
from tests.jobs.workshop import Workshop


def test_a_listeners_word_wins_in_their_mood_playlists(workshop: Workshop) -> None:
    store, user_id = workshop.services.store, workshop.user_id
    made = workshop.wait(workshop.ask())
    view = playlist_view(workshop.services, user_id, made["result"]["playlist"]["id"])
    heard = [track for track in view["tracks"] if track["reading"]]
    calm = [each["spotify_uri"] for each in heard if "calm" in each["reading"]["moods"]]
    other = next(t["spotify_uri"] for t in heard if "calm" not in t["reading"]["moods"])
    own_moods.say(store, user_id, other, "calm")
    own_moods.say(store, user_id, calm[0], "sad")
    job = workshop.wait(workshop.ask_mood(view["id"], moods=["calm"]))
    assert set(workshop.uris_of(job)) == {*calm[1:], other}
    own_moods.take_back(store, user_id, other)
    own_moods.take_back(store, user_id, calm[0])
    job = workshop.wait(workshop.ask_mood(view["id"], moods=["calm"]))
    assert set(workshop.uris_of(job)) == set(calm)
