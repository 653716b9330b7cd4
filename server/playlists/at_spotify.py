"""The playlists that somebody keeps at Spotify, so that one can be chosen and read."""

from typing import Any

from sqlalchemy import select

from server.services import Services
from server.store.playlist_tables import PlaylistRow


def playlists_at_spotify(services: Services, user_id: int) -> list[dict[str, Any]]:
    """All that they own or follow, in Spotify's order: one call for each 50.

    `id`, `name`, `url`, `songs`, and `made_here`: the id here of one that MoodDex made or has
    read, else None.

    Raises:
        MoodDexError: Spotify stands in the way.
    """
    found = services.spotify_for(user_id).my_playlists()
    with services.store.snapshot() as session:
        rows = session.execute(
            select(PlaylistRow.spotify_id, PlaylistRow.id).where(PlaylistRow.user_id == user_id)
        )
        known = {spotify_id: own_id for spotify_id, own_id in rows if spotify_id}
    return [
        {
            "id": each.id,
            "name": each.name,
            "url": each.url,
            "songs": each.total,
            "made_here": known.get(each.id),
        }
        for each in found
    ]
