"""The shows of a list as a collection in which patterns are looked for."""

import numpy as np
import pytest

from films.patterns import told
from server.domain import WatchStatus
from server.errors import BadRequest, NotFound
from server.playlists.list_collection import collection_of_list
from server.playlists.views import playlist_view
from tests.jobs.workshop import Workshop


@pytest.mark.parametrize("source", ["myanimelist", "anilist"])
def test_shows_have_their_music_and_what_the_list_tells(workshop: Workshop, source: str) -> None:
    job = workshop.wait(workshop.ask(source=source))
    playlist = job["result"]["playlist"]["id"]
    collection = collection_of_list(workshop.services, workshop.user_id, playlist)
    view = playlist_view(workshop.services, workshop.user_id, playlist)
    heard: dict[str, list[float]] = {}
    for song in view["tracks"]:
        if song["reading"] and not song["also_in"]:
            heard.setdefault(song["anime"], []).append(song["reading"]["valence"])
    assert len(collection) >= 5
    for title, valence in zip(collection.items, collection.music["valence"], strict=True):
        if title in heard:
            assert valence == pytest.approx(np.mean(heard[title]), abs=0.02)
    rows = {
        row.anime.title: row
        for row in workshop.services.lists[source].anime_list("aoi", tuple(WatchStatus), facts=True)
    }
    assert all(rows[title].genres and rows[title].studios for title in collection.items)
    for fact in ("year", "score"):
        known = [getattr(rows[title], fact) or np.nan for title in collection.items]
        column = collection.facts.get(fact)
        if column is None:  # one value tells nothing
            assert len({value for value in known if not np.isnan(value)}) < 2
        else:
            assert column == pytest.approx(known, nan_ok=True)
    assert collection.groups["studio"][0] == rows[collection.items[0]].studios
    assert any("by chance" in words for words in told(collection)["warnings"])


def test_only_one_s_own_lists_have_patterns(workshop: Workshop) -> None:
    services, user = workshop.services, workshop.user_id
    made = workshop.wait(workshop.ask())["result"]["playlist"]["id"]
    with pytest.raises(NotFound):
        collection_of_list(services, user + 1, made)
    mood = workshop.wait(workshop.ask_mood(made, point={"valence": 0.5, "arousal": 0.5}, radius=1))
    with pytest.raises(BadRequest):
        collection_of_list(services, user, mood["result"]["playlist"]["id"])
