"""What a title, an album or a name says of the version of a song: live, karaoke, TV size, ..."""

import re
import unicodedata

_KINDS = {
    "karaoke": r"\bkaraoke\b|カラオケ|からおけ|歌っちゃ王",
    "cover": r"\b(?:cover(?:s|ed)?|tribute|originally (?:performed )?by|(?:made )?famous by|"
    r"in the style of)\b|originally performed|made famous|カバー|カヴァー|"
    r"歌ってみた|弾いてみた|トリビュート|原曲",
    "live": r"(?<!love )(?<!love)\blive\b(?! your)|\bfirst take\b|(?<!ラブ)ライ[ブヴ]|"
    r"\b(?:live|concert|arena|dome|hall|final|zepp|budokan) tour\b|\btour (?:final|19|20)|"
    r"\bat (?:\S+ )*(?:budokan|arena|dome|hall|zepp)\b|日本武道館|\bmtv unplugged\b",
    "instrumental": r"\b(?:instrumentals?|inst|off[ -]?vo(?:cal)?s?|backing tracks?|minus one|"
    r"(?:without|less|no|w/o) vocals?|vocal[ -]?less)\b|"
    r"インスト|オフ[・\s]?[ボヴ](?:ォ?ーカル|ォ?(?![ァ-ヶー]))|"
    r"(?:[ボヴ]ォ?ーカル|歌)[・\s]?(?:レス|なし|無し)|伴奏",
    "piano": r"\bpiano\b|ピアノ",
    "guitar": r"\b(?:guitar|ukulele)\b|ギター|ウクレレ",
    "orchestra": r"\b(?:orchestra\w*|orchestral|symphonic|string quartet|strings|brass)\b|"
    r"オーケストラ|吹奏楽|ストリングス",
    "music box": r"\bmusic box\b|\borgel\b|オルゴール",
    "remix": r"\b(?:re-?mix(?:ed|es)?|mix(?=20\d\d)|mix|rework|bootleg|mashup|dj edit|eurobeat)\b|"
    r"\bre-?mix(?=\d)|リミックス|ユーロビート",
    "medley": r"\bmedley\b|メドレー",
    "speed": r"\b(?:nightcore|sped[ -]?up|speed(?:ed)?[ -]up|slowed|reverb|8d)\b|ナイトコア",
    "chiptune": r"\b(?:8[ -]?bits?|chiptunes?)\b|ファミコン|チップチューン",
    "lofi": r"\b(?:lo-?fi|chillhop)\b|ローファイ",
    "arrangement": r"\b(?:rock|jazz|metal|swing|bossa ?nova|edm|ballade?|band|club|dance|punk|"
    r"duet|solo) ver\w*(?!\w)|\barrange\w*|アレンジ",
    "acoustic": r"\b(?:acoustic|unplugged|a[ -]?cap+ella)\b|"
    r"アコースティック|アコギ|アカペラ|弾き語り",
    "tv size": r"\b(?:tv|anime|game|movie|short|opening|ending|op|ed|broadcast|on[ -]?air)[ -]?"
    r"(?:size|edit|cut|ver\w*)(?!\w)|"
    r"(?:tv|テレビ|アニメ|ゲーム|ショート|放送|オープニング|エンディング)[・\s]?"
    r"(?:サイズ|[バヴ]ァ?ージョン)|[(\[~〜-]\s*(?:tv|劇場版)\s*[)\]~〜-]",
    "edit": r"\bextended\b|\bedit(?:ed)?\b|エクステンデッド",
    "translated": r"\b(?:english|eng|korean|chinese|mandarin|spanish|french|german|italian|"
    r"portuguese|russian)[ .-]+(?:\w+[ .]+)?(?:ver\w*|dub|cover|edition)(?!\w)|"
    r"\bespañol\b|英語|韓国語|中国語|中文版|日本語ver",
    "recorded again": r"\bre[-:]?record(?:ed|ings?)?\b|\bself[ -]?cover|\banniversary\b|"
    r"セルフ・?カ[バヴ]ァ?ー|新録|再録",
    # Elsewhere `demo` is mostly the Japanese word for "but".
    "demo": r"[(\[-]\s*demo\b|\bdemo[ -](?:ver|tape|track|take|mix)|\brehearsal\b|"
    r"[(\[]デモ|デモ(?:音源|テープ|ver)|仮歌",
}
_PATTERNS = {name: re.compile(pattern, re.ASCII) for name, pattern in _KINDS.items()}

_SAME_RECORDING = re.compile(
    r"\b(?:digital(?:ly)? )?(?:(?:19|20)\d\d )?(?:digital )?remaster(?:ed|ing)?\b"
    r"(?: ver(?:sion|\.)?)?(?: in)?(?: (?:19|20)\d\d)?|"
    r"(?:(?:19|20)\d\d)?(?:年)?(?:最新)?リマスター[^\s)\]]*|"
    r"\b(?:album|single|original|full|cd|stereo|mono|complete|long)[ -]?"
    r"(?:ver(?:sion)?s?\b\.?|size|mix)|"
    r"(?:アルバム|シングル|オリジナル|フル)[・\s]?(?:[バヴ]ァ?ージョン|ver\.?|サイズ)",
    re.ASCII,
)
_UNNAMED = re.compile(r"(?<![a-z])ver(?:sion)?s?\b\.?|[バヴ]ァ?ージョン")
_YEAR = re.compile(r"(?<!\d)(?<!\d-)(?:19[89]\d|20[0-4]\d)(?!\d)")
ANOTHER = "another version"

_ALBUM_LIVE = re.compile(
    r"\blive (?:at|in|from|on|tour|album|best|house|version|ver|sessions?|selection|collection|"
    r"recording|cd|dvd|(?:19|20)?\d\d)\b|\blive\s*(?:$|[)\]~〜\-」』:/])|"
    r"\b(?:in|on) (?:concert|stage)\b|"
    r"\bconcerts?\b|\btour\b|unplugged|budokan|\bzepp\b|\barena\b|first take|"
    r"(?<!ラブ)ライ[ブヴ]|コンサート|ツアー|武道館|アリーナ|野外(?:大)?音楽堂|東京ドーム",
    re.ASCII,
)
# Albums that hold a singer's own songs in another language, under the same names.
_ALBUM_FOREIGN = re.compile(r"\be-side\b|\benglish\b|\binternational\b|英語", re.ASCII)
_TELLING_ALBUMS = frozenset(
    {"karaoke", "cover", "instrumental", "music box", "chiptune", "speed", "lofi"}
)
_DOUBTFUL_ALBUMS = frozenset(
    {"live", "piano", "remix", "acoustic", "orchestra", "demo", "arrangement", "recorded again"}
)
_TELLING_NAMES = _TELLING_ALBUMS


def version_words(text: str) -> frozenset[str]:
    """What kinds of version a title says it is (`karaoke`, `live`, `piano`, `tv size`, ...).

    `another version` is one that is called so without a kind that is known here. A remaster, and
    what merely says album or single version, is the recording itself.
    """
    plain = _SAME_RECORDING.sub(" ", _plain(text))
    found = frozenset(name for name, pattern in _PATTERNS.items() if pattern.search(plain))
    if not found and _UNNAMED.search(plain):
        return frozenset({ANOTHER})
    return found


def years(text: str) -> frozenset[str]:
    """Years that stand in a title other than that of a remaster: it may be recorded again."""
    return frozenset(_YEAR.findall(_SAME_RECORDING.sub(" ", _plain(text))))


def album_versions(album: str) -> tuple[frozenset[str], frozenset[str]]:
    """Versions that an album's name says all its tracks are, and such as it may hint at."""
    plain = _plain(album)
    said = version_words(album)
    telling = said & _TELLING_ALBUMS
    if _ALBUM_LIVE.search(plain):
        telling |= {"live"}
    doubtful = said & _DOUBTFUL_ALBUMS
    if _ALBUM_FOREIGN.search(plain):
        doubtful |= {"translated"}
    return telling, doubtful - telling


def performer_versions(name: str) -> frozenset[str]:
    """Versions that a performer's name says they make: a karaoke band, a tribute act."""
    return version_words(name) & _TELLING_NAMES


def without_edition(title: str) -> str:
    """A title without the words of a remaster, an album or a single version."""
    plain = unicodedata.normalize("NFKC", title)
    return re.sub(_SAME_RECORDING.pattern, " ", plain, flags=re.IGNORECASE | re.ASCII)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
