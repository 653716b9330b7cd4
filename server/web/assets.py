"""Scripts that come from an installed package, as they lie in it."""

import gzip
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Any

from flask import Blueprint, Response, abort, request, url_for

blueprint = Blueprint("assets", __name__)
KEPT_LONG = "assets.plotly"
"""The endpoint whose answers may be kept for good: their address changes with what they hold."""

_YEAR = 365 * 86_400


@blueprint.get("/assets/plotly-<number>.min.js")
def plotly(number: str) -> Response:
    """Plotly's script, from the package that is installed."""
    if number != plotly_version():
        abort(404)
    zipped = request.accept_encodings["gzip"] > 0
    response = Response(
        _zipped() if zipped else _script(), mimetype="text/javascript", direct_passthrough=True
    )
    if zipped:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
    return response


def for_templates() -> dict[str, Any]:
    """What templates may call."""
    return {"plotly_url": lambda: url_for(KEPT_LONG, number=plotly_version())}


@cache
def plotly_version() -> str:
    """The version of the package."""
    return version("plotly")


def _script() -> bytes:
    return files("plotly").joinpath("package_data/plotly.min.js").read_bytes()


@cache
def _zipped() -> bytes:
    return gzip.compress(_script(), 6, mtime=0)
