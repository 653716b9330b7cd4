"""Japanese spellings for titles and names that are known in Latin letters only.

Real spellings come from the sandbox's tables. The others are made: particles and endings in
kana, words of many syllables now and then in katakana, and everything else in kanji that do not
tell the reading, as real kanji do not. A made spelling so cannot be read back letter by letter.
"""

import re

from sandbox import draws
from sandbox.catalogue import read_themes
from server.songs.normalise import fold

SEED = 4
_VOWELS = "aiueo"
_ROWS = {
    "": "あいうえお",
    "k": "かきくけこ",
    "s": "さしすせそ",
    "t": "たちつてと",
    "n": "なにぬねの",
    "h": "はひふへほ",
    "m": "まみむめも",
    "r": "らりるれろ",
    "g": "がぎぐげご",
    "z": "ざじずぜぞ",
    "d": "だぢづでど",
    "b": "ばびぶべぼ",
    "p": "ぱぴぷぺぽ",
}
_SYLLABLES = {
    **{
        row + vowel: kana
        for row, line in _ROWS.items()
        for vowel, kana in zip(_VOWELS, line, strict=True)
    },
    **{"ya": "や", "yu": "ゆ", "yo": "よ", "wa": "わ", "wo": "を", "n": "ん"},
    **{"shi": "し", "chi": "ち", "tsu": "つ", "fu": "ふ", "ji": "じ"},
    **{
        start + vowel: kana + small
        for start, kana in {
            **{"ky": "き", "sh": "し", "ch": "ち", "ny": "に", "hy": "ひ", "my": "み"},
            **{"ry": "り", "gy": "ぎ", "j": "じ", "by": "び", "py": "ぴ"},
        }.items()
        for vowel, small in {"a": "ゃ", "u": "ゅ", "o": "ょ"}.items()
    },
}
_SYLLABLE = re.compile(
    "|".join(sorted(map(re.escape, _SYLLABLES), key=len, reverse=True)) + r"|([kstpgdbzjcf])(?=\1)"
)
_WORD = re.compile(r"[A-Za-z]+")
_PARTICLES = {
    **{"no": "の", "ni": "に", "wo": "を", "o": "を", "ga": "が", "wa": "は", "to": "と"},
    **{"de": "で", "na": "な", "e": "へ", "mo": "も", "ya": "や", "yo": "よ", "ne": "ね"},
    **{"kara": "から", "made": "まで", "yori": "より", "dake": "だけ", "nara": "なら"},
    **{"kimi": "君", "boku": "僕", "yume": "夢", "sora": "空", "hana": "花", "koi": "恋"},
    **{"ai": "愛", "hikari": "光", "kaze": "風", "hoshi": "星", "kokoro": "心", "yoru": "夜"},
    **{"uta": "歌", "namida": "涙", "mirai": "未来", "sekai": "世界", "kibou": "希望"},
}
_ENGLISH = frozenset(
    """
    a me to be he we do go no so one more same game take make made time name ride hide side
    wake are here dance sense gate home hope love life wine fire wire tune june come some
    rose nine shine machine sunshine in on an sun moon rain again ten pain main can man fun
    run hero zero piano radio studio memories mine line fine type note rise wise sonata aria
    i you age ego mono video tokyo
    """.split()  # noqa: SIM905  a table of words
)
_KANJI = "雨雪月花鳥風星海空森川山谷道門城都町村橋島港灯影夢光闇音声詩歌舞剣弓炎氷雷雲霧波泉" \
    "時刻永遠昔今朝夕宵春夏秋冬赤青白黒紅緑紫金銀鉄石玉鏡糸絆鎖翼羽爪牙瞳涙胸唇指掌心魂命" \
    "神鬼竜虎狼蝶桜椿蓮菊葉枝根種実始終約束願祈想恋愛情熱勇気希望未来世界旅路彼方"  # fmt: skip


def real_spellings() -> dict[str, str]:
    """Folded romaji to the Japanese spelling, of titles in the sandbox's tables."""
    rows = read_themes()
    known = {fold(row.title): row.native_title for row in rows if row.native_title}
    for row in rows:
        known |= {fold(each.name): each.native_name for each in row.artists if each.native_name}
    return known


def is_japanese(text: str) -> bool:
    """Whether a text in Latin letters is mostly Japanese words."""
    words = _WORD.findall(text)
    letters = sum(map(len, words))
    ours = [word for word in words if _is_word(word)]
    long = any(len(word) > 3 for word in ours)
    return long and sum(map(len, ours)) >= 0.6 * letters


def made_spelling(text: str) -> str:
    """A Japanese spelling of a title or name; foreign words stay as they are."""
    spelt = _WORD.sub(lambda found: _spell(found.group()), text)
    return re.sub(r"(?<![A-Za-z0-9])\s+(?![A-Za-z0-9])|(?<=[^\x00-\x7f])\s|\s(?=[^\x00-\x7f])", "",
                  spelt)  # fmt: skip


def _is_word(word: str) -> bool:
    lower = word.lower()
    return (
        lower not in _ENGLISH
        and not (word.isupper() and len(word) > 1)
        and _SYLLABLE.sub("", lower) == ""
    )


def _spell(word: str) -> str:
    lower = word.lower()
    if not (_is_word(word) or lower in _PARTICLES):
        return word
    if lower in _PARTICLES:
        return _PARTICLES[lower]
    kana = [
        "っ" if found.group(1) else _SYLLABLES[found.group()] for found in _SYLLABLE.finditer(lower)
    ]
    rng = draws.dice(SEED, "spelling", lower)
    how = rng.random()
    if len(kana) >= 3 and how < 0.25:
        return _katakana("".join(kana))
    if how < 0.35:
        return "".join(kana)
    ending = kana[-1:] if len(kana) >= 3 and rng.random() < 0.45 else []
    stem = len(kana) - len(ending)
    return "".join(rng.choice(_KANJI) for _ in range(max(1, round(stem / 2)))) + "".join(ending)


def _katakana(kana: str) -> str:
    return "".join(chr(ord(char) + 0x60) for char in kana)
