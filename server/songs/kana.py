"""Kana in Latin letters (Hepburn), so that a title in kana and its romaji can be compared."""

import re

_SYLLABLES: dict[str, str] = {}
for _row, _sounds in {
    "あいうえお": "a i u e o",
    "かきくけこ": "ka ki ku ke ko",
    "さしすせそ": "sa shi su se so",
    "たちつてと": "ta chi tsu te to",
    "なにぬねの": "na ni nu ne no",
    "はひふへほ": "ha hi fu he ho",
    "まみむめも": "ma mi mu me mo",
    "やゆよ": "ya yu yo",
    "らりるれろ": "ra ri ru re ro",
    "わゐゑをん": "wa i e o n",
    "がぎぐげご": "ga gi gu ge go",
    "ざじずぜぞ": "za ji zu ze zo",
    "だぢづでど": "da ji zu de do",
    "ばびぶべぼ": "ba bi bu be bo",
    "ぱぴぷぺぽ": "pa pi pu pe po",
    "ぁぃぅぇぉ": "a i u e o",
    "ゃゅょゎ": "ya yu yo wa",
    "ゔゕゖ": "vu ka ke",
}.items():
    _SYLLABLES |= dict(zip(_row, _sounds.split(), strict=True))

_KANA_RUN = re.compile(r"[\u3041-\u3096\u30a1-\u30f6ー]+")
_SMALL_Y = {"ゃ": "a", "ゅ": "u", "ょ": "o"}
_SMALL_VOWELS = {"ぁ": "a", "ぃ": "i", "ぅ": "u", "ぇ": "e", "ぉ": "o"}


def romaji(text: str) -> str:
    """The text with its kana in lower-case Latin letters; everything else is left as it is.

    The long-vowel mark goes; a doubled consonant is written double (`がっこう` is `gakkou`).
    """
    return _KANA_RUN.sub(lambda run: _spell(run.group()), text)


def _spell(kana: str) -> str:
    sounds: list[str] = []
    doubled = False
    for char in kana:
        mora = chr(ord(char) - 0x60) if char >= "ァ" and char != "ー" else char
        if mora == "ー":
            continue
        if mora == "っ":
            doubled = True
            continue
        if sounds and mora in _SMALL_Y and sounds[-1].endswith("i"):
            stem = sounds[-1][:-1]
            glide = "" if stem.endswith(("sh", "ch", "j")) else "y"
            sounds[-1] = stem + glide + _SMALL_Y[mora]
            continue
        if sounds and mora in _SMALL_VOWELS and len(sounds[-1]) > 1:
            # ティ, ファ, シェ: the consonant keeps its sound and takes the small vowel.
            sounds[-1] = sounds[-1][:-1] + _SMALL_VOWELS[mora]
            continue
        sound = _SYLLABLES[mora]
        if doubled:
            sound = ("t" if sound.startswith("ch") else sound[0]) + sound
            doubled = False
        sounds.append(sound)
    return "".join(sounds)
