import gzip
from pathlib import Path

import numpy as np
import pytest

from moods.circumplex import MOODS, Mood
from moods.feature_net import FEATURES
from training.datasets import DatasetMissing, data_moods, describe, marvin, mood4q

HEADER = (
    "source,spotify_id,name,artist,mood,danceability,energy,loudness,speechiness,acousticness,"
    "instrumentalness,liveness,valence,tempo,key,time_signature,duration_ms,genre\n"
)


def _write_table(root: Path, name: str, *rows: str) -> None:
    folder = root / "spotify_features"
    folder.mkdir(exist_ok=True)
    with gzip.open(folder / f"{name}.csv.gz", "wt", encoding="utf-8") as file:
        file.write(HEADER + "".join(f"{row}\n" for row in rows))


def test_songs_come_with_their_mood_and_fold(tmp_path: Path) -> None:
    (tmp_path / "mood4q").mkdir()
    (tmp_path / "mood4q" / "tracks.csv").write_text(
        "id,quadrant,artist,title,fold\nA1,Q1,An artist,One,3\nB2,Q3,,Two,0\n", encoding="utf-8"
    )
    one, two = mood4q.load(tmp_path)
    assert (one.id, one.mood, one.fold) == ("A1", Mood.HAPPY, 3)
    assert two.path == tmp_path / "mood4q" / "Q3" / "B2.opus"
    assert two.mood is Mood.SAD


def test_rows_keep_what_is_known_and_who_sang(tmp_path: Path) -> None:
    _write_table(
        tmp_path,
        "data_moods",
        "x,1,A,Ann; Bob,calm,.5,.4,-9,.03,.9,.8,.1,.2,90,1,4,200000,",
        "x,2,B,ann,sad,.5,,-9,.03,.9,.8,.1,.2,90,1,4,,",
        "x,3,C,,happy,.5,.4,-9,.03,.9,.8,.1,.2,90,1,4,1,",
        "x,4,D,Cid,,.5,.4,-9,.03,.9,.8,.1,.2,90,1,4,1,",
    )
    table = data_moods.load(tmp_path)
    assert table.rows.shape == (3, len(FEATURES))
    assert [MOODS[n] for n in table.moods] == [Mood.CALM, Mood.SAD, Mood.HAPPY]
    assert table.groups.tolist() == [0, 0, -1]
    assert np.isnan(table.rows[1]).nonzero()[0].tolist() == [1, 9]


@pytest.mark.parametrize("module", [mood4q, data_moods, marvin])
def test_a_set_that_is_not_there_is_told(module: object, tmp_path: Path) -> None:
    with pytest.raises(DatasetMissing, match="is not there"):
        module.load(tmp_path)  # type: ignore[attr-defined]


@pytest.mark.parametrize("module", [mood4q, data_moods, marvin])
def test_every_set_says_what_may_be_done_with_it(module: object) -> None:
    entry = describe(module)  # type: ignore[arg-type]
    assert entry["citation"]
    assert "non-commercial" in entry["terms"]
