"""What the main job costs at Spotify: calls by endpoint, against the sandbox over real HTTP."""

from typing import Any

from benchmarks.workbench import workbench
from sandbox.running import running_sandbox
from server.jobs.requests import parse_mood_request, parse_playlist_request

_LIST = {"source": "myanimelist", "username": "mika"}


def measure_main_job() -> dict[str, Any]:
    """A list of about 120 shows: cold, again, its mood playlist, and by a second user.

    `seconds` include composing the sandbox's clips, which real services do not have to do.
    """
    with running_sandbox() as sandbox, workbench(sandbox) as bench:
        mika, aoi = bench.log_in("mika"), bench.log_in("aoi")
        listed = parse_playlist_request(_LIST)
        figures: dict[str, Any] = {}
        figures["cold"], job = bench.counted(mika, listed)
        figures["again"], _ = bench.counted(mika, listed)
        calm = parse_mood_request(job["result"]["playlist"]["id"], {"moods": ["calm"]})
        figures["mood"], _ = bench.counted(mika, calm)
        figures["known_to_another_user"], _ = bench.counted(aoi, listed)
        return figures
