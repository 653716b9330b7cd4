"""Which scenes a detector learns from and which it is judged by, drawn from the parts of a fold."""

from collections.abc import Sequence

import numpy as np

from training.mixtures import Section

_TO_LEARN: Sequence[tuple[float, str, tuple[tuple[str, tuple[float, float]], ...]]] = (
    (0.18, "music", ()),
    (0.15, "speech", ()),
    (0.17, "other", ()),
    (0.18, "speech", (("music", (-2.0, 18.0)),)),
    (0.10, "speech", (("other", (-2.0, 20.0)),)),
    (0.10, "music", (("other", (-1.0, 22.0)),)),
    (0.05, "speech", (("music", (0.0, 18.0)), ("other", (5.0, 22.0)))),
    (0.03, "other", (("music", (9.0, 22.0)),)),
    (0.02, "music", (("speech", (13.0, 26.0)),)),
    (0.02, "other", (("speech", (13.0, 26.0)),)),
    (0.02, "silence", ()),
)
"""How often a section is what over what, and between which ratios; none is near the border at
which the foreground rule gives it another name."""

_TO_FOLLOW: Sequence[tuple[float, str, tuple[tuple[str, tuple[float, float]], ...]]] = (
    (0.16, "music", ()),
    (0.11, "speech", ()),
    (0.18, "other", ()),
    (0.24, "speech", (("music", (-2.5, 16.0)),)),
    (0.10, "speech", (("other", (-1.0, 20.0)),)),
    (0.10, "music", (("other", (-1.0, 22.0)),)),
    (0.04, "speech", (("music", (0.0, 18.0)), ("other", (5.0, 22.0)))),
    (0.02, "other", (("music", (9.0, 22.0)),)),
    (0.02, "music", (("speech", (13.0, 26.0)),)),
    (0.01, "other", (("speech", (13.0, 26.0)),)),
    (0.02, "silence", ()),
)
"""The same for scenes that are learnt from as a whole: more words over music, and softer ones."""

_SILENCE = 3.0  # seconds at most
_SHORTEST = 0.02

_TO_JUDGE: Sequence[tuple[str, tuple[tuple[str, tuple[float, ...]], ...]]] = (
    ("music", ()),
    ("music", ()),
    ("music", (("other", (5.0, 10.0, 20.0)),)),
    ("speech", ()),
    ("speech", (("music", (0.0, 5.0, 10.0, 15.0)),)),
    ("speech", (("other", (5.0, 10.0, 20.0)),)),
    ("other", ()),
    ("other", ()),
    ("other", ()),
)
"""The kinds of sections of a scene to judge by: a third of its time each sound."""


def sections_to_learn(seconds: float, random: np.random.Generator) -> list[Section]:
    """Sections of 1.5 to 5 s that fill so many seconds."""
    shares = np.array([share for share, _, _ in _TO_LEARN])
    out: list[Section] = []
    while (left := seconds - sum(one.seconds for one in out)) > 0:
        _, front, under = _TO_LEARN[int(random.choice(len(shares), p=shares / shares.sum()))]
        ratios = tuple((sound, float(random.uniform(*between))) for sound, between in under)
        out.append(Section(front, min(float(random.uniform(1.5, 5.0)), left), ratios))
    return out


def sections_to_follow(seconds: float, random: np.random.Generator) -> list[Section]:
    """Sections of 1.5 to 12 s, short ones oftener, that fill so many seconds."""
    shares = np.array([share for share, _, _ in _TO_FOLLOW])
    out: list[Section] = []
    while (left := seconds - sum(one.seconds for one in out)) > _SHORTEST:
        _, front, under = _TO_FOLLOW[int(random.choice(len(shares), p=shares / shares.sum()))]
        ratios = tuple((sound, float(random.uniform(*between))) for sound, between in under)
        length = float(np.exp(random.uniform(np.log(1.5), np.log(12.0))))
        if front == "silence":
            length = min(length, _SILENCE)
        out.append(Section(front, min(length, left), ratios))
    return out


def sections_to_judge(random: np.random.Generator) -> list[Section]:
    """One section of each kind, of 3 to 10 s, in a drawn order, and now and then a silence."""
    out = []
    for place in random.permutation(len(_TO_JUDGE)):
        front, under = _TO_JUDGE[int(place)]
        ratios = tuple((sound, float(random.choice(given))) for sound, given in under)
        out.append(Section(front, float(random.integers(30, 101)) / 10, ratios))
        if random.random() < 0.1:
            out.append(Section("silence", float(random.integers(10, 31)) / 10))
    return out
