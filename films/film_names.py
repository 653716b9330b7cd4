"""The title and year of a film, from how its file is called."""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePath

_FIRST_YEAR, _LAST_YEAR = 1888, 2100
_BRACKETED = re.compile(r"[(\[{]\s*((?:18|19|20|21)\d\d)(?:\s*-\s*(?:(?:19|20)\d\d)?)?\s*[)\]}]")
_YEAR = re.compile(r"(?:18|19|20|21)\d\d")
_EPISODE = re.compile(r"(?i)\b(?:s\d{1,2}\s*e\d{1,3}|\d{1,2}x\d{2,3})\b")
_TAG = re.compile(  # what no title has
    r"(?i)^(?:\d{3,4}[pi]|uhd|hdr\d*|blu-?ray|b[dr]-?rip|web-?(?:dl|rip)|dvd-?(?:rip|scr|r)|hd-?tv|"
    r"hd-?rip|remux|[xh]\.?26[45]|hevc|xvid|divx|aac\S*|e?ac-?3|truehd|ddp?\d\S*|10bit)(?:-\w+)?$"
)
_AFTER_YEAR = re.compile(  # what some title may have, but not right after its year
    r"(?i)^(?:[248]k|sdr|web|dvd|hddvd|avc|av1|dts\S*|atmos|flac|opus|mp3|proper|repack|extended|"
    r"unrated|uncut|remastered|imax|multi|dubbed|subbed|internal|limited|amzn|nf|dsnp|directors?)$"
)
_OTHER_NAMES = re.compile(r"(?<=\S)(?:\s*\([^()]*\))+\s*$")
_GROUP = re.compile(r"^\s*\[[^\]]*\]\s*")
_ARTICLES = ("the", "a", "an", "der", "die", "das", "le", "la", "les", "el", "il", "l")
_LAST_ARTICLE = re.compile(rf"(?i)^(.*),\s*({'|'.join(_ARTICLES)}|l')\s*$")


@dataclass(frozen=True)
class FilmName:
    """What a film is called, and the year it is from, where that is told."""

    title: str
    year: int | None = None

    def __str__(self) -> str:
        return self.title if self.year is None else f"{self.title} ({self.year})"


def name_of_file(file: str) -> FilmName:
    """The title and year in the name of a file; its folder is not looked at.

    Reads `Title (1999).mkv`, `Title.1999.1080p.BluRay.x264-GROUP.mkv` and
    `[Group] Title - S01E02.mkv`. The title is empty where the name holds none.
    """
    text = _without_ending(PurePath(file).name)
    if " " not in text:
        text = re.sub(r"[._]", " ", text)
    text = _GROUP.sub("", text) or text
    bracketed = [found for found in _BRACKETED.finditer(text) if text[: found.start()].strip(" -")]
    if bracketed:
        last = bracketed[-1]
        before = text[: last.start()]
        # what stands in brackets behind a title is another name of it
        return FilmName(_tidy(_OTHER_NAMES.sub("", before)) or _tidy(before), int(last[1]))
    episode = _EPISODE.search(text)
    if episode and episode.start():
        text = text[: episode.start()]
    words = [word.strip("[](){}") for word in text.split()]
    for at in range(len(words) - 1, 0, -1):
        if _is_year(words[at]) and (at + 1 == len(words) or _may_follow_year(words[at + 1])):
            return FilmName(_tidy(" ".join(words[:at])), int(words[at]))
    tag = next((at for at, word in enumerate(words) if at and _TAG.match(word)), len(words))
    return FilmName(_tidy(" ".join(words[:tag])))


def folded(title: str) -> str:
    """A title as titles are compared: no case, accents, punctuation or leading article."""
    moved = _LAST_ARTICLE.match(title)
    if moved:
        title = f"{moved[2]} {moved[1]}"
    plain = unicodedata.normalize("NFKD", title.replace("&", " and ")).casefold()
    plain = "".join(each for each in plain if not unicodedata.combining(each))
    plain = re.sub(r"['’`]", "", plain)
    words = re.sub(r"[\W_]+", " ", plain).split()
    if len(words) > 1 and words[0] in _ARTICLES:
        words = words[1:]
    return " ".join(words)


def titles_of_movielens(title: str) -> tuple[list[str], int | None]:
    """`Matrix, The (a.k.a. X) (1999)`: all that the film is called, and its year."""
    year = None
    found = re.search(r"\(((?:18|19|20|21)\d\d)(?:[-–]\d*)?\)\s*$", title)
    if found:
        year, title = int(found[1]), title[: found.start()]
    others = re.findall(r"\(([^()]*)\)", title)
    names = [re.sub(r"\([^()]*\)", "", title).strip(), title.strip()]
    names += [re.sub(r"(?i)^a\.?k\.?a\.?\s*", "", other).strip() for other in others]
    return list(dict.fromkeys(name for name in names if name)), year


def _without_ending(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    return (
        stem
        if dot
        and re.fullmatch(r"[A-Za-z0-9]{2,4}", ending)
        and stem
        and not (_YEAR.fullmatch(ending))
        else name
    )


def _is_year(word: str) -> bool:
    return bool(_YEAR.fullmatch(word)) and _FIRST_YEAR <= int(word) <= _LAST_YEAR


def _may_follow_year(word: str) -> bool:
    return bool(_TAG.match(word) or _AFTER_YEAR.match(word))


def _tidy(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip(" -–._[]{}")
