"""What a list that grows costs at Spotify: made, run again, and run again with more shows."""

from dataclasses import replace
from typing import Any

import numpy as np

from benchmarks.workbench import Workbench, workbench
from sandbox.encoding import encode
from sandbox.jukebox import Score
from sandbox.records import WorldListUser
from sandbox.running import running_sandbox
from sandbox.world import World, load_world
from server.jobs.requests import parse_playlist_request

_ON_SPOTIFY = 307  # about 300 of them are told from others for sure
_MORE_SHOWS = 10
_NAME = "grower"
_CLIP_SECONDS = 2.0
_RATE = 44_100


def measure_growing() -> dict[str, Any]:
    """A playlist of about 300 songs: first run, second run, and after ten more shows.

    Clips are short tones: reading them makes no Spotify call.
    """
    world = load_world()
    shows = _shows_with(world, _ON_SPOTIFY)
    with (
        running_sandbox(
            world=_listing(world, shows), clip_seconds=_CLIP_SECONDS, renderer=_tone
        ) as sandbox,
        workbench(sandbox) as bench,
    ):
        user = bench.log_in("mika")
        figures = {"first_run": _run(bench, user), "second_run": _run(bench, user)}
        sandbox.state.world = _listing(world, shows + _MORE_SHOWS)
        figures["after_10_more_shows"] = _run(bench, user)
    return {"shows": shows, **figures}


def _run(bench: Workbench, user: int) -> dict[str, Any]:
    wanted = parse_playlist_request({"source": "myanimelist", "username": _NAME})
    figures, job = bench.counted(user, wanted)
    return {"songs": job["result"]["songs"], **figures}


def _shows_with(world: World, songs: int) -> int:
    """How many shows of the world, from its first on, have this many songs on Spotify."""
    found: set[str] = set()
    for count, show in enumerate(world.anime, 1):
        found |= {
            theme.song.track.id
            for theme in show.themes
            if theme.song.track is not None and theme.kind != "IN"
        }
        if len(found) >= songs:
            return count
    raise ValueError(f"the sandbox's world has only {len(found)} songs")


def _listing(world: World, shows: int) -> World:
    """The world, with somebody in it who has completed its first shows."""
    entries = tuple((show.mal_id, "completed", 8) for show in world.anime[:shows])
    somebody = WorldListUser(_NAME, "myanimelist", private=False, entries=entries)
    return replace(world, users=(*world.users, somebody))


def _tone(score: Score, extension: str, seconds: float) -> bytes:
    times = np.arange(int(seconds * _RATE)) / _RATE
    tone = 0.3 * np.sin(2 * np.pi * 220 * 2 ** (score.seed % 24 / 12) * times)
    return encode(np.stack([tone, tone], axis=1).astype(np.float32), _RATE, extension)
