from training.jamendo_section import jamendo_section

COUNTED = {
    "model": "jamendo-tags", "data": "tagged songs", "split": "by artist", "tags": 56,
    "parts": {
        part: {"tracks": 1000, "artists": 9, "tags_a_track": 1.7, "accuracy_of_no_tag": share}
        for part, share in (("train", 0.97), ("validation", 0.9704), ("test", 0.9681))
    },
}  # fmt: skip
TRAINED = {
    "name": "tagger", "tracks": {"test": 990},
    "test": {"roc_auc": 0.7, "pr_auc": 0.1, "macro_f1": 0.12, "accuracy": 0.95},
}  # fmt: skip


def test_what_was_not_run_says_so_beside_the_reference_and_the_idle_answer() -> None:
    section = jamendo_section(COUNTED, None)
    assert "| test | not run | not run | not run | not run |" in section
    assert ".9706" in section
    assert "| test | .500 | .032 | .000 | .9681 |" in section


def test_what_was_run_has_its_figures() -> None:
    section = jamendo_section(COUNTED, TRAINED)
    assert "| test | .700 | .100 | .120 | .9500 |" in section
    assert "not run" not in section
