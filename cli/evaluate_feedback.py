"""`mooddex evaluate feedback`: the models, and suggestions, against what people say of them."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

import click

from cli.suggestion_feedback import measure_suggestions, told_suggestions
from moods.circumplex import MOODS, Mood, likeliest
from moods.reading import Reading
from server.config import Settings
from server.store.engine import Store
from server.store.own_readings import beside_the_models
from server.store.suggestion_words import everybodys
from training.metrics import share_interval


@dataclass(frozen=True)
class Agreement:
    """Of how many songs that listeners gave a mood a model finds that mood likeliest.

    Attributes:
        share: `agreed` of `songs`; None where there is no song.
        interval_95: of the share, lower and upper end.
    """

    agreed: int
    songs: int
    share: float | None
    interval_95: list[float] | None


@dataclass(frozen=True)
class Feedback:
    """How the models do against listeners.

    Attributes:
        words: how often a listener gave a song a mood.
        unread: those of them whose song no model has read.
        models: by model (`spectrogram`, `features`, `hybrid`, and `proposed` for the set of
            moods that either proposes), then `all` and each mood that the listeners gave.
        versions: the models that read the songs.
    """

    words: int
    unread: int
    models: dict[str, dict[str, Agreement]]
    versions: list[str]


_Word = tuple[Mood, Reading]
_JUDGES: dict[str, Callable[[Reading], set[Mood] | None]] = {
    "spectrogram": lambda reading: _of_model(reading, "spectrogram"),
    "features": lambda reading: _of_model(reading, "features"),
    "hybrid": lambda reading: {likeliest(reading.probabilities)},
    "proposed": lambda reading: set(reading.moods),
}
_NAMES = {
    "spectrogram": "spectrogram model",
    "features": "feature net",
    "hybrid": "both, fused",
    "proposed": "one of the moods shown",
}


def measure(words: Sequence[tuple[Mood, Reading | None]]) -> Feedback:
    """Hold the models' readings against the moods that listeners gave."""
    read = [(mood, reading) for mood, reading in words if reading is not None]
    return Feedback(
        words=len(words),
        unread=len(words) - len(read),
        models={name: _agreements(read, judge) for name, judge in _JUDGES.items()},
        versions=sorted({model for _, reading in read for model in reading.models}),
    )


@click.command("feedback")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def command(*, as_json: bool) -> None:
    """How often each model agrees with what listeners said of songs, and what they like.

    The models are told by mood; suggested films by where they stood among the suggestions and by
    how their music is known. Read from the database that MOODDEX_DATABASE_URL names, or the one in
    var/. People mostly speak up where MoodDex is wrong, so the shares say less of all songs than
    of the models beside each other.
    """
    try:
        settings = Settings.from_environment()
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    store = Store(settings.database_url)
    try:
        store.migrate()
        feedback = measure(beside_the_models(store))
        suggestions = measure_suggestions(everybodys(store))
    finally:
        store.close()
    if as_json:
        click.echo(json.dumps(asdict(feedback) | {"suggestions": asdict(suggestions)}))
    else:
        click.echo("\n".join([*_told(feedback), *told_suggestions(suggestions)]))


def _agreements(
    read: Sequence[_Word], judge: Callable[[Reading], set[Mood] | None]
) -> dict[str, Agreement]:
    judged = [(mood, told) for mood, reading in read if (told := judge(reading)) is not None]
    parts = {"all": judged} | {
        mood.value: [(said, told) for said, told in judged if said is mood] for mood in MOODS
    }
    return {name: _agreement(some) for name, some in parts.items()}


def _agreement(judged: Sequence[tuple[Mood, set[Mood]]]) -> Agreement:
    agreed = sum(mood in told for mood, told in judged)
    if not judged:
        return Agreement(0, 0, None, None)
    ends = [round(end, 4) for end in share_interval(agreed, len(judged))]
    return Agreement(agreed, len(judged), round(agreed / len(judged), 4), ends)


def _of_model(reading: Reading, name: str) -> set[Mood] | None:
    answer = reading.by_model.get(name)
    return None if answer is None else {likeliest(answer)}


def _told(feedback: Feedback) -> list[str]:
    if not feedback.words:
        return [
            "No listener has said anything of a song yet. On a playlist's page, “Rather …” beside "
            "a song does; then ask again."
        ]
    lines = [f"Listeners gave {feedback.words} songs a mood; {feedback.unread} of them no model has read."]  # fmt: skip  # noqa: E501
    for name, by_mood in feedback.models.items():
        whole = by_mood["all"]
        if whole.songs:
            moods = (f"{mood} {_short(by_mood[mood])}" for mood in MOODS if by_mood[mood].songs)
            lines.append(f"{_NAMES[name]}: agreed on {_short(whole)}; {', '.join(moods)}")
    if feedback.versions:
        lines.append(f"Read by {', '.join(feedback.versions)}.")
    lines.append(
        "People mostly speak up where MoodDex is wrong: of all songs the models are right more "
        "often than this."
    )
    return lines


def _short(one: Agreement) -> str:
    if one.share is None or one.interval_95 is None:
        return "none"
    low, high = one.interval_95
    return f"{one.agreed} of {one.songs} ({one.share:.0%}, {low:.0%} to {high:.0%})"
