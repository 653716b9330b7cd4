"""The audio tracks of a file, and which of them is read."""

from dataclasses import dataclass
from typing import Any

import av

from films.errors import FilmError

RATES = range(4_000, 384_001)
MOST_CHANNELS = 32


@dataclass(frozen=True)
class Track:
    """One of the audio tracks of a file.

    Attributes:
        number: 1 for the first.
        of: how many there are.
        language, title: as the file has them, or None.
        codec, rate, channels: of the sound as it is stored.
    """

    number: int
    of: int
    language: str | None
    title: str | None
    codec: str
    rate: int
    channels: int

    def to_json(self) -> dict[str, Any]:
        """The same as JSON-ready types."""
        return dict(vars(self))

    def __str__(self) -> str:
        told = ", ".join(word for word in (self.language, self.title) if word)
        return str(self.number) + (f" ({told})" if told else "")


def choose(container: Any, number: int | None) -> tuple[Any, Track]:
    """The track of this number, or the default one, alone let through; and what it is.

    Raises:
        FilmError: there is none, or it is nothing that can be heard.
    """
    streams = list(container.streams.audio)
    if not streams:
        raise FilmError("film_no_audio", "There is no sound in this file.")
    if number is not None and not 1 <= number <= len(streams):
        raise FilmError(
            "film_no_track", f"There is no audio track {number}; this file has {len(streams)}."
        )
    usual = [one for one in streams if one.disposition & av.stream.Disposition.default]
    audio = (usual or streams)[0] if number is None else streams[number - 1]
    if audio.codec_context is None:
        raise FilmError("film_unknown_codec", "The sound of this file is in an unknown format.")
    rate, channels = audio.sample_rate or 0, audio.channels or 0
    if rate not in RATES or not 1 <= channels <= MOST_CHANNELS:
        raise absurd(rate, channels)
    audio.codec_context.thread_count = 1
    for other in container.streams:
        if other is not audio and other.index != audio.index:
            other.discard = av.stream.Discard.all
    language = audio.language if audio.language not in {None, "", "und"} else None
    title = audio.metadata.get("title") or None
    name = audio.codec_context.name
    return audio, Track(
        streams.index(audio) + 1, len(streams), language, title, name, rate, channels
    )


def absurd(rate: int, channels: int) -> FilmError:
    """What is said of sound that cannot be as its header has it."""
    return FilmError(
        "film_absurd",
        f"The sound says that it has {rate} samples a second on {channels} channels: "
        "that makes no sense.",
    )
