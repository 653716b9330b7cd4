"""Why a show stands where it does among those to watch next, in words for the person."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from server.playlists.watch_next import Why
from server.web.mood_words import mood_words

_BOTH = 2


def why_words(show: Mapping[str, Any], asked: Mapping[str, Any]) -> str:
    """A show's reason; `show` and `asked` are those of `watch_view`. Empty in the list's order."""
    why, read, fitting = show["why"], show["read"], show["fitting"]
    if why == Why.UNREAD:
        return _unread(show["songs"])
    if why == Why.NEAREST:
        return _nearest(show["songs"][0], asked)
    if why == Why.ALL:
        return _all(read, asked)
    if why == Why.SOME:
        return _some(fitting, read, asked)
    return ""


def asked_words(asked: Mapping[str, Any]) -> str:
    """What shows are ranked by, as a heading; empty where nothing is chosen."""
    if asked["moods"]:
        return str(_("To watch when you feel %(moods)s", moods=_moods(asked["moods"])))
    if asked["point"]:
        return str(_("To watch near your point"))
    if asked["playlist"] and asked["playlist"]["read"]:
        return str(_("To watch if you like “%(name)s”", name=asked["playlist"]["name"]))
    return ""


def _all(read: int, asked: Mapping[str, Any]) -> str:
    if asked["moods"]:
        moods = _moods(asked["moods"])
        both = _("Both of its songs are %(moods)s.", moods=moods)
        words = ngettext(
            "Its one song is %(moods)s.",
            "All %(num)s of its songs are %(moods)s.",
            read,
            moods=moods,
        )
    elif asked["point"]:
        both = _("Both of its songs lie in your circle.")
        words = ngettext(
            "Its one song lies in your circle.",
            "All %(num)s of its songs lie in your circle.",
            read,
        )
    else:
        both = _("Both of its songs sound like the playlist.")
        words = ngettext(
            "Its one song sounds like the playlist.",
            "All %(num)s of its songs sound like the playlist.",
            read,
        )
    return str(both if read == _BOTH else words)


def _some(fitting: int, read: int, asked: Mapping[str, Any]) -> str:
    if asked["moods"]:
        words = ngettext(
            "%(num)s of its %(read)s songs is %(moods)s.",
            "%(num)s of its %(read)s songs are %(moods)s.",
            fitting,
            read=read,
            moods=_moods(asked["moods"]),
        )
    elif asked["point"]:
        words = ngettext(
            "%(num)s of its %(read)s songs lies in your circle.",
            "%(num)s of its %(read)s songs lie in your circle.",
            fitting,
            read=read,
        )
    else:
        words = ngettext(
            "%(num)s of its %(read)s songs sounds like the playlist.",
            "%(num)s of its %(read)s songs sound like the playlist.",
            fitting,
            read=read,
        )
    return str(words)


def _nearest(song: Mapping[str, Any], asked: Mapping[str, Any]) -> str:
    title = song["title"]
    if asked["moods"]:
        moods = _moods(asked["moods"])
        told = {
            "OP": _(
                "None is %(moods)s; its opening “%(title)s” comes closest.",
                moods=moods,
                title=title,
            ),
            "ED": _(
                "None is %(moods)s; its ending “%(title)s” comes closest.", moods=moods, title=title
            ),
        }
        other = _(
            "None is %(moods)s; its song “%(title)s” comes closest.", moods=moods, title=title
        )
    elif asked["point"]:
        told = {
            "OP": _("Its opening “%(title)s” lies closest to your point.", title=title),
            "ED": _("Its ending “%(title)s” lies closest to your point.", title=title),
        }
        other = _("Its song “%(title)s” lies closest to your point.", title=title)
    else:
        told = {
            "OP": _("Its opening “%(title)s” comes closest to the playlist.", title=title),
            "ED": _("Its ending “%(title)s” comes closest to the playlist.", title=title),
        }
        other = _("Its song “%(title)s” comes closest to the playlist.", title=title)
    return str(told.get(song["kind"], other))


def _unread(songs: Sequence[Mapping[str, Any]]) -> str:
    if not songs:
        return str(_("No song of it is known yet."))
    if any(song["problem"] is None for song in songs):
        return str(_("Its songs have not been heard yet."))
    return str(_("None of its songs could be heard."))


def _moods(moods: Sequence[str]) -> str:
    words = mood_words()
    *first, last = [words[mood] for mood in moods]
    return str(_("%(one)s and %(other)s", one=", ".join(first), other=last)) if first else last
