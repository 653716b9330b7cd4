"""What the address of a playlist's page chooses: moods or a place, words, an order, a page."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from moods.circumplex import MOODS, Mood, Point
from server.errors import BadRequest
from server.jobs.checks import number
from server.jobs.journey_request import JourneyRequest, parse_journey_request
from server.jobs.requests import DEFAULT_RADIUS, WIDEST_RADIUS
from server.playlists.choosing import Choice, Sort
from server.web.forms import mood_body, mood_form
from server.web.told import told as in_words

_LONGEST_WORDS = 200


@dataclass(frozen=True)
class Asked:
    """What is to be shown.

    Attributes:
        form: the mood form's fields as they were given.
        sort: None for the order that goes with the choice.
        page: from 1.
        journey: what is shown instead of the choice, if it is asked for.
        told: what was asked for and could not be understood, in words for the person.
    """

    choice: Choice = field(default_factory=Choice)
    words: str = ""
    sort: Sort | None = None
    page: int = 1
    form: dict[str, object] = field(default_factory=lambda: mood_form(MultiDict()))
    journey: JourneyRequest | None = None
    told: Sequence[str] = ()

    @property
    def order(self) -> Sort:
        """The order to show: the nearest first where a point is chosen."""
        return self.sort or (Sort.ORDER if self.choice.point is None else Sort.NEAREST)


def asked_of(fields: "MultiDict[str, str]", playlist_id: str = "") -> Asked:
    """The choice in a playlist's address; whatever is not understood is left out, and told."""
    form, told = mood_form(fields), list[str]()
    moods = _moods(form["moods"], told)
    point = None if moods else _point(form, told)
    radius = _radius(str(form["radius"]), told) if point else None
    words = fields.get("q", "").strip()
    if len(words) > _LONGEST_WORDS:
        words = words[:_LONGEST_WORDS]
        told.append(_("Only the beginning of those words was searched for."))
    choice = Choice(moods, point, radius)
    return Asked(
        choice=choice,
        words=words,
        sort=_sort(fields.get("sort", ""), choice, told),
        page=_page(fields.get("page", ""), told),
        form=form,
        journey=_journey(playlist_id, form, told) if choice.is_all else None,
        told=tuple(told),
    )


def query_of(asked: Asked) -> dict[str, Any]:
    """The fields of the address that ask for this, without the page."""
    choice, fields = asked.choice, dict[str, Any]()
    if choice.moods:
        fields["moods"] = [mood.value for mood in choice.moods]
    if choice.point is not None:
        fields["valence"], fields["arousal"] = choice.point.valence, choice.point.arousal
        fields["radius"] = choice.radius
    if asked.journey is not None:
        names = ("path",) if asked.form["path"] else ("from", "to")
        fields |= {name: asked.form[name] for name in (*names, "minutes") if asked.form[name]}
    if asked.words:
        fields["q"] = asked.words
    if asked.sort is not None:
        fields["sort"] = asked.sort.value
    return fields


def _moods(given: object, told: list[str]) -> tuple[Mood, ...]:
    names = given if isinstance(given, list) else []
    unknown = [name for name in names if name not in set(MOODS)]
    if unknown:
        named = ", ".join(f"“{name[:40]}”" for name in unknown)
        told.append(_("%(names)s is none of the four moods.", names=named))
    return tuple(mood for mood in MOODS if mood in names)


def _point(form: dict[str, object], told: list[str]) -> Point | None:
    given = str(form["valence"]), str(form["arousal"])
    if not any(given):
        return None
    valence, arousal = (_number(text, 1) for text in given)
    if valence is None or arousal is None:
        told.append(_("A point is two numbers from 0 to 1; that one was left out."))
        return None
    return Point(valence, arousal)


def _radius(given: str, told: list[str]) -> float:
    radius = _number(given, WIDEST_RADIUS)
    if radius:
        return radius
    if given:
        told.append(
            _(
                "The size of a circle is a number above 0 and at most %(most)s; it is %(usual)s.",
                most=WIDEST_RADIUS,
                usual=DEFAULT_RADIUS,
            )
        )
    return DEFAULT_RADIUS


def _journey(playlist_id: str, form: dict[str, object], told: list[str]) -> JourneyRequest | None:
    if not (form["path"] or form["from"] or form["to"]):
        return None
    try:
        return parse_journey_request(playlist_id, mood_body(form))
    except BadRequest as error:
        told.append(in_words(error.message, error.code))
        return None


def _sort(given: str, choice: Choice, told: list[str]) -> Sort | None:
    if not given:
        return None
    if given not in set(Sort):
        told.append(_("There is no order called “%(name)s”.", name=given[:40]))
        return None
    if given == Sort.NEAREST and choice.point is None:
        told.append(_("Nearest first needs a point on the plane."))
        return None
    return Sort(given)


def _page(given: str, told: list[str]) -> int:
    if not given:
        return 1
    if given.isascii() and given.isdigit() and int(given[:9]) > 0:
        return int(given[:9])
    told.append(_("There is no page “%(name)s”.", name=given[:40]))
    return 1


def _number(text: str, most: float) -> float | None:
    return number(text.replace(",", "."), 0, most)
