"""The pages of patterns: over one's films, or over the anime of one of one's lists."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, render_template, request

from films.collection import Collection
from server.films.patterns_view import Chosen, collection_of_films, patterns_view
from server.playlists import views
from server.playlists.list_collection import collection_of_list
from server.web.context import require_visitor, services
from server.web.film_words import column_word
from server.web.pattern_charts import heatmap_chart, places_chart, regions_chart

blueprint = Blueprint("film_patterns", __name__)


@blueprint.get("/films/patterns")
def of_films() -> str:
    """Patterns over the films that were read."""
    return _page(collection_of_films(services(), require_visitor().user_id), None)


@blueprint.get("/playlists/<id:playlist_id>/patterns")
def of_list(playlist_id: str) -> str:
    """Patterns over the shows of a list, by the songs that were read."""
    user_id = require_visitor().user_id
    collection = collection_of_list(services(), user_id, playlist_id)
    view = views.playlist_view(services(), user_id, playlist_id)
    return _page(collection, {"id": playlist_id, "name": view["name"]})


def _page(collection: Collection, playlist: Mapping[str, Any] | None) -> str:
    asked = request.args
    chosen = Chosen(
        asked.get("by", ""), tuple(asked.getlist("groups")[:20]), asked.get("plane", "each")
    )
    view = patterns_view(collection, chosen)
    return render_template(
        "film_patterns.html",
        view=view,
        playlist=playlist,
        column_word=column_word,
        heatmap=view["correlations"] and heatmap_chart(view["correlations"]),
        places=view["places"] and places_chart(view),
        regions=view["regions"] and regions_chart(view),
    )
