"""What one asks with: songs, by what is known of each."""

from collections.abc import Mapping
from dataclasses import dataclass

from moods.circumplex import Spread


@dataclass(frozen=True, slots=True)
class Heard:
    """One song, or a bare place on the plane; whatever is not known is left out.

    Attributes:
        title, performer, writer: free text as in credits. Several names are separated by
            `,`, `;`, `&`, `/` or `and`; `(as X)` is another name of the one before it.
        valence, arousal: 0 to 1, where its reading puts it; both or neither.
        spread: how far off that may be: the standard deviations of valence and of arousal, and
            the covariance of the two (the fields of `moods.circumplex.Spread`, in its order);
            None where it is not told.
        features: Spotify-style: `danceability`, `energy`, `loudness` and so on; None and missing
            ones are not known.
        weight: how much it counts beside the others, 0 or more.
    """

    title: str = ""
    performer: str = ""
    writer: str = ""
    valence: float | None = None
    arousal: float | None = None
    spread: tuple[float, float, float] | None = None
    features: Mapping[str, float] | None = None
    weight: float = 1.0


def spread_tuple(spread: Spread | None) -> tuple[float, float, float] | None:
    """The spread of a reading as `Heard` takes it."""
    return None if spread is None else (spread.valence, spread.arousal, spread.tilt)
