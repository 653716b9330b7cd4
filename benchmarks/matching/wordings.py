"""How other recordings of a song are named on Spotify, by kind of trap.

The wordings under `later` are met in the untouched half only, so that its figures tell of names
that nobody looked at while the rules were tuned.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Wordings:
    """Names of one kind of other recording; `{t}` is the title, `{a}` the artist, `{x}` the anime.

    Attributes:
        titles, later: how the track is named.
        performers: who performs it; empty where the song's own artist does.
        albums: what its album is called; empty where it is called like the track.
        length: its duration as a share of the song's, lowest and highest; None for a TV cut.
    """

    titles: tuple[str, ...]
    later: tuple[str, ...] = ()
    performers: tuple[str, ...] = ()
    albums: tuple[str, ...] = ()
    later_albums: tuple[str, ...] = ()
    length: tuple[float, float] | None = (0.97, 1.03)


_PLAIN = ("{t}",)
_COVERERS = (
    "Aoba Cover Lab", "Otaku Voices", "Tokyo Cover Club", "Mika Hoshino", "NateLeo",
    "The Wandering Foxes", "Yuzu & Ren", "柊ゆき", "花咲ねむ", "鈴木健太",
    "Rei Kanzaki", "RaonSong", "Blue Lantern",
)  # fmt: skip
_PIANISTS = ("Quiet Keys", "Anipiano", "Felix Brandt", "Mori Piano Ensemble", "Hikari Piano")
_KARAOKE = (
    "Karaoke Utaou",
    "歌っちゃ王",
    "Sing Along Studio",
    "カラオケ歌っちゃ王",
    "Zoom Karaoke",
)

TRAPS: dict[str, Wordings] = {
    "tv size": Wordings(
        ("{t} (TV Size)", "{t} -TV size-", "{t} [TV ver.]", "{t} (TVサイズ)", "{t} - TV Edit"),
        ("{t} ~TV Version~", "{t} (Anime Size)", "{t}（TV-SIZE）", "{t} (テレビサイズ)",
         "{t} (TVsize)", "{t} (Opening Size)", "{t} - Short Ver."),
        length=None,
    ),
    "tv size, not named as one": Wordings(_PLAIN, length=None),
    "live": Wordings(
        ("{t} - Live", "{t} (Live at Zepp Tokyo)", "{t} - Live at Budokan 2015", "{t} (ライブ)",
         "{t} [LIVE]"),
        ("{t} -Live ver.-", "{t} ~Live Tour 2017~", "{t} (ライブ・バージョン)",
         "{t} (武道館ライヴ)",
         "{t} - From THE FIRST TAKE", "{t} (2018.9.9 at Yokohama Arena)"),
        length=(1.02, 1.2),
    ),
    "live, in the album's name only": Wordings(
        _PLAIN,
        albums=("{a} LIVE TOUR 2018", "Live at Nippon Budokan", "武道館ライブ2016", "MTV Unplugged",
                "{a} Concert Tour ~Rainbow~"),
        later_albums=("{a} in Concert", "Zepp Tour Final 2019", "日本武道館コンサート",
                      "{a} ライヴ・ベスト", "Arena Tour 2021 -Voyage-"),
        length=(1.02, 1.2),
    ),
    "instrumental": Wordings(
        ("{t} - Instrumental", "{t} (Instrumental)", "{t} (inst.)", "{t} (インストゥルメンタル)"),
        ("{t} -Inst ver.-", "{t} (インスト)", "{t} [INST]", "{t} (Instrumental Version)"),
    ),
    "off vocal": Wordings(
        ("{t} (off vocal)", "{t} -off vocal ver.-", "{t} (オフボーカル)"),
        ("{t} (Off Vocal Version)", "{t} (without vocal)", "{t} (Backing Track)",
         "{t} (オリジナル・カラオケ)", "{t} (ヴォーカルレス)"),
    ),
    "karaoke": Wordings(
        ("{t} (Karaoke Version)", "{t} (カラオケ)",
         "{t} (Originally Performed by {a}) [Karaoke Version]"),
        ("{t} [Karaoke]", "{t} (原曲歌手:{a}) [カラオケ]", "{t} - Karaoke Instrumental"),
        performers=_KARAOKE,
    ),
    "karaoke, in the artist's name only": Wordings(
        _PLAIN, performers=("Karaoke Utaou", "カラオケ歌っちゃ王", "Anime Karaoke Band")
    ),
    "cover": Wordings(
        ("{t} (Cover)", "{t} - Cover", "{t} (カバー)", '{t} (From "{x}") [Cover]'),
        ("{t} (Cover Version)", "{t} (歌ってみた)", "{t} (cover by request)", "{t} (カヴァー)"),
        performers=_COVERERS, length=(0.9, 1.05),
    ),
    "cover, not named as one": Wordings(
        ("{t}", '{t} (From "{x}")', "{t} - {x} Opening"),
        ("{t} ({x} OP)",),
        performers=_COVERERS, length=(0.35, 1.05),
    ),
    "tribute": Wordings(
        ("{t} (Tribute to {a})", "{t} (As Made Famous by {a})",
         "{t} (Originally Performed by {a})"),
        ("{t} - Tribute Version", "{t} (In the Style of {a})", "{t} (トリビュート)"),
        performers=("Tribute Allstars", "{a} Tribute Band", "Anime Tribute Project"),
    ),
    "piano": Wordings(
        ("{t} - Piano Version", "{t} (Piano)", "{t} (ピアノ)", "{t} - Piano Arrangement"),
        ("{t} (Piano Ver.)", "{t} [Piano Solo]", "{t} ピアノ・ソロ", "{t} (for Piano)"),
        performers=_PIANISTS, length=(0.6, 1.1),
    ),
    "piano, by the artist": Wordings(
        ("{t} (Piano ver.)", "{t} -Piano Version-"), ("{t} ～ピアノver.～", "{t} -piano & vocal-")
    ),
    "acoustic": Wordings(
        ("{t} (Acoustic)", "{t} -Acoustic ver.-", "{t} (アコースティック)"),
        ("{t} (Acoustic Version)", "{t} -弾き語り-", "{t} (Unplugged)"), length=(0.9, 1.2),
    ),
    "remix": Wordings(
        ("{t} (DJ Kestrel Remix)", "{t} - Remix", "{t} (リミックス)", "{t} -House Mix-"),
        ("{t} (80KIDZ Remix)", "{t} - Eurobeat Remix", "{t} [TeddyLoid REMIX]",
         "{t} (Remixed by Nova)", "{t} -Hard Trance Mix-"), length=(0.9, 1.5),
    ),
    "edit": Wordings(
        ("{t} - Radio Edit", "{t} (Extended)", "{t} (Extended Mix)"),
        ("{t} - Club Edit", "{t} (Extended Version)", "{t} -movie edit-"), length=(0.6, 1.5),
    ),
    "nightcore and other speeds": Wordings(
        ("{t} (Nightcore)", "{t} - Sped Up", "{t} (slowed + reverb)"),
        ("{t} - Nightcore Version", "{t} (Speed Up Ver.)", "{t} (Sped Up Version)",
         "{t} (ナイトコア)"),
        performers=("Nightcore Nova", "Sped Up Anime", "{a}"), length=(0.75, 0.9),
    ),
    "music box": Wordings(
        ("{t} (Music Box)", "{t} (オルゴール)"),
        ("{t} Orgel Ver.", "{t} [オルゴール・バージョン]", "{t} - Music Box Version"),
        performers=("Orgel Sound J-Pop", "オルゴールサウンド J-POP", "Melody Box"),
        length=(0.5, 1.1),
    ),
    "8-bit": Wordings(
        ("{t} (8-Bit)", "{t} [8 Bit Version]"),
        ("{t} (8bit arrange ver.)", "{t} - Chiptune Version", "{t} (ファミコン風アレンジ)"),
        performers=("8-Bit Arcade", "Chip Heroes"), length=(0.35, 1.0),
    ),
    "orchestra, lo-fi and other arrangements": Wordings(
        ("{t} (Orchestra Version)", "{t} - Lofi", "{t} (Jazz ver.)"),
        ("{t} (Symphonic Version)", "{t} (吹奏楽)", "{t} - Bossa Nova Version",
         "{t} (Strings ver.)",
         "{t} -Ballad ver.-", "{t} (Rock Arrange)"),
        performers=("{a}", "Tokyo Brass Friends", "Lofi Otaku", "Studio Strings"),
        length=(0.6, 1.2),
    ),
    "english and other languages": Wordings(
        ("{t} (English Version)", "{t} -English ver.-", "{t} (English Cover)",
         "{t} (Cover Español)"),
        ("{t} [Eng ver.]", "{t} (英語ver.)", "{t} - Korean Version", "{t} (Chinese Ver.)"),
        performers=("{a}", "AmaLee Dawn", "Jonathan Wolfe", "{a}"), length=(0.95, 1.05),
    ),
    "recorded again": Wordings(
        ("{t} (2019 ver.)", "{t} -2015 Version-", "{t} (Re-Recorded)", "{t} (Self Cover)"),
        ("{t} [Re-recording]", "{t} (10th Anniversary ver.)", "{t} 2020", "{t} (新録ver.)",
         "{t} (セルフカバー)", "{t} -new ver.-"), length=(0.93, 1.1),
    ),
    "demo": Wordings(("{t} (Demo)", "{t} - Demo ver."), ("{t} (デモ)", "{t} -rehearsal take-")),
    "same title, another song": Wordings(
        _PLAIN,
        performers=("Blue Harbor", "Lena Morrow", "The Paper Lanterns", "Minami Sato",
                    "Kaito Band", "佐藤みなみ", "松下夕子", "白河蓮", "黒木渚", "Eclipse Avenue"),
        albums=("Night Drive", "First Light", "Letters", "群青"), length=(0.6, 1.4),
    ),
    "same artist, a sequel of the song": Wordings(
        ("{t} II", "Re:{t}", "{t} -Another Story-", "{t} part 2"),
        ("{t} 2", "続・{t}", "{t} ～Epilogue～", "Neo {t}"), length=(0.8, 1.2),
    ),
}  # fmt: skip
"""Every kind of trap."""

OWN = frozenset(kind for kind, wording in TRAPS.items() if not wording.performers)
"""Traps that the song's own artist performs."""
