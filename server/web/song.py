"""The page of one song, its picture, and the page of the models' cards."""

from typing import Any

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from moods.circumplex import MOODS
from server.errors import MoodDexError, NotFound
from server.jobs.titles import service_title
from server.playlists import own_moods
from server.playlists.samples import find_sample
from server.playlists.song import song_view, uri_of
from server.store import portraits
from server.web import song_drawing
from server.web.context import require_visitor, services
from server.web.errors import error_json

blueprint = Blueprint("song", __name__)

MODELS = ("spectrogram", "features", "hybrid")
"""As they stand beside each other; `hybrid` is what counts."""


@blueprint.get("/songs/<track>")
def show_song(track: str) -> str:
    """A song; with `sample` in the address, a sample of it is looked up for who has no scripts."""
    user_id = require_visitor().user_id
    song = song_view(services(), user_id, track)
    sample, failure = None, None
    if request.args.get("sample"):
        try:
            sample = find_sample(services(), user_id, track).to_json()
        except MoodDexError as error:
            failure = error_json(error)["error"]
    return render_template(
        "song.html",
        song=song,
        track_id=song["id"],
        sample=sample,
        sample_error=failure,
        source=_source(song),
        bars=_bars(song["reading"]),
        **_drawings(song),
    )


@blueprint.post("/songs/<track>/mood")
def say_mood(track: str) -> BaseResponse:
    """Keep the mood that the listener finds in a song, or forget it; back to the song."""
    store, user_id = services().store, require_visitor().user_id
    if "forget" in request.form:
        own_moods.take_back(store, user_id, track)
    else:
        own_moods.say(store, user_id, track, request.form.get("mood"))
    return redirect(url_for("song.show_song", track=track, _anchor="own"), 303)


@blueprint.get("/songs/<track>/spectrogram.png")
def spectrogram(track: str) -> Response:
    """The picture of a song's sound."""
    uri = uri_of(services(), require_visitor().user_id, track)
    portrait = portraits.portrait(services().store, uri)
    if portrait is None:
        raise NotFound(
            "no_portrait",
            "There is no picture of this song yet.",
            "It is made when a clip of the song is next read.",
        )
    return Response(song_drawing.spectrogram_png(portrait.picture), mimetype="image/png")


@blueprint.get("/api/songs/<track>")
def tell_song(track: str) -> Response:
    """A song with its portrait and the songs that sound most like it."""
    song = song_view(services(), require_visitor().user_id, track)
    if song["portrait"] is not None:
        song["portrait"]["spectrogram_url"] = url_for("song.spectrogram", track=song["id"])
    return jsonify(song)


@blueprint.get("/models")
def show_models() -> str:
    """What the models are, what they learnt from, how often they are right, and their faults."""
    cards = [*(card.body for card in services().reader.cards), services().films.card()]
    return render_template("models.html", cards=[card for card in cards if card is not None])


def _source(song: dict[str, Any]) -> str | None:
    reading = song["reading"]
    return service_title(reading["clip_source"]) if reading and reading["clip_source"] else None


def _bars(reading: dict[str, Any] | None) -> dict[str, dict[str, int]]:
    """Percents by mood and by model, for the models that ran and for the hybrid."""
    if reading is None or not reading["by_model"]:
        return {}
    told = {**reading["by_model"], "hybrid": reading["probabilities"]}
    return {
        name: {mood.value: round(100 * told[name][mood.value]) for mood in MOODS}
        for name in MODELS
        if name in told
    }


def _drawings(song: dict[str, Any]) -> dict[str, Any]:
    reading, portrait = song["reading"], song["portrait"]
    heard = reading and (reading.get("heard") or reading)
    drawn: dict[str, Any] = {
        "ring": heard and song_drawing.ring(heard),
        "held": round(100 * song_drawing.HELD),
    }
    if portrait is None:
        return drawn
    course = portrait["course"]
    ends = {
        name: (min(course, key=lambda m: m[name]), max(course, key=lambda m: m[name]))
        for name in song_drawing.DIMENSIONS
    }
    return drawn | {
        "waveform": song_drawing.waveform_path(portrait["waveform"]),
        "lines": song_drawing.course_lines(portrait),
        "ends": ends,
    }
