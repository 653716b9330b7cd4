"""What reading a long recording costs: memory that hardly grows, a sixtieth of two cores' time."""

from pathlib import Path

from benchmarks.films import cost_of, make_recording


def test_a_quarter_of_an_hour_stays_within_its_share_of_memory_and_time(tmp_path: Path) -> None:
    cost = cost_of(make_recording(tmp_path / "film.mkv", music=20.0, pieces=15))
    assert cost["minutes"] > 14.9
    # 300 MiB for three hours of nothing but music, of which numbers and index take 20 an hour
    assert cost["peak_mib"] < 240
    # wall time says nothing on a machine that is shared: both threads' together does
    assert cost["processor_seconds"] < 2 * cost["minutes"]
