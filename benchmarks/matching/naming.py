"""How Spotify shows a song: its title and performers, in the scripts that labels happen to use.

The shares follow what a table of 494 anime songs with their Spotify names shows: most Japanese
titles stand in Japanese there, a seventh of the performers does.
"""

import random
import re

from benchmarks.matching.gold import GoldSong
from sandbox import draws

_FEATURED = re.compile(r"\s*(?:feat|ft)\.? .*$", re.IGNORECASE)
_TRANSLATIONS = ("When the Rain Stops", "A Distant Promise", "Flower of Dawn", "Before You Go")
_TIE_INS = (
    " (TVアニメ「{x}」オープニングテーマ)",
    ' (From "{x}")',
    " - TV Anime 「{x}」 Ending Theme",
    "（『{x}』主題歌）",
)
_CHARACTERS = ("Aoi", "Hinata", "Rikka", "Kasumi", "Yukari", "Mio", "Shizuku", "Ran")


def shown_title(song: GoldSong, seed: int) -> tuple[str, str]:
    """The title as Spotify has it, and its script: latin, native, mixed or translated."""
    rng = draws.dice(seed, "shown title", song.name)
    title, script = _respelled(song.title, rng), "latin"
    if song.native_title:
        how = rng.random()
        if how < 0.68:
            title, script = song.native_title, "native"
        elif how < 0.75:
            title, script = f"{song.native_title} ({title})", "mixed"
        elif how < 0.79:
            title, script = f"{song.native_title} - {rng.choice(_TRANSLATIONS)}", "mixed"
        elif how < 0.80:
            title, script = rng.choice(_TRANSLATIONS), "translated"
    how = rng.random()
    if how < 0.05:
        anime = song.themes[0].anime.title
        title += rng.choice(_TIE_INS).format(x=anime or song.title)
    elif how < 0.08:
        title += f" (feat. {rng.choice(_CHARACTERS)} Kisaragi)"
    elif how < 0.11:
        title += rng.choice((" - Remastered 2012", " (2019 Remaster)", " - 2014 Remastered"))
    elif how < 0.13:
        title += rng.choice((" - Album Version", " (Single ver.)", " -original ver.-"))
    return title, script


def _respelled(title: str, rng: random.Random) -> str:
    """A title in Latin letters as somebody else would write it."""
    how = rng.random()
    if how < 0.1:
        title = title.upper() if rng.random() < 0.5 else title.lower()
    elif how < 0.18:
        title = re.sub(r"[☆★♪♡♥!]", "", title).strip() or title
    elif how < 0.24:
        title = title.replace("~", "-").replace("ou", "o").replace(" wo ", " o ")
    elif how < 0.28:
        title = title.replace("ou", "ō").replace("uu", "ū")
    elif how < 0.30 and "-" in title:
        title = title.replace("-", " ")
    return title


def shown_artists(song: GoldSong, seed: int) -> tuple[str, ...]:
    """The performers as Spotify has them."""
    rng = draws.dice(seed, "shown artists", song.name)
    names = [_shown_name(name, song.native_names.get(name), rng) for name in song.artists]
    if len(names) > 1 and rng.random() < 0.2:
        return (rng.choice((" & ", ", ", "、")).join(names),)
    if len(names) > 1 and rng.random() < 0.15:
        names.pop()
    if song.artists and rng.random() < 0.1:
        names.append(rng.choice(("Sakura Kisaragi", "星野みか", "mimi")))
    return tuple(names) or (_unknown_artist(song, seed),)


def _unknown_artist(song: GoldSong, seed: int) -> str:
    rng = draws.dice(seed, "unknown artist", song.name)
    return f"{rng.choice(_CHARACTERS)} {rng.choice(('Sakurai', 'Band', 'Mizuno', 'Orange'))}"


def _shown_name(name: str, native: str | None, rng: random.Random) -> str:
    how, parts, character = rng.random(), name.split(), rng.choice(_CHARACTERS)
    plain = _FEATURED.sub("", name)
    ways = [(0.2, native or plain), (0.25, name.upper())]
    if len(parts) == 2 and native:
        ways += [
            (0.35, f"{parts[1]} {parts[0]}"),
            (0.45, name.replace("ou", "o").replace("oo", "o").replace("uu", "u")),
            (0.52, f"{character} Kisaragi (CV: {name})"),
            (0.56, f"{character}(CV.{native})"),
        ]
    return next((shown for share, shown in ways if how < share), plain)
