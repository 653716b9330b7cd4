"""A song to be found, and tracks that it may be."""

from server.domain import Anime, Artist, Theme, ThemeKind, Track

SHOW = Anime("Demon Slayer", mal_id=38000)
GURENGE = Theme(
    key="mal:38000:OP1:gurenge",
    anime=SHOW,
    kind=ThemeKind.OP,
    title="Gurenge",
    sequence=1,
    native_title="紅蓮華",
    artists=(Artist("LiSA", ("織部里沙",)),),
)


def track_called(title: str, artist: str = "LiSA", duration_ms: int | None = 238_000) -> Track:
    return Track(f"spotify:track:{title}/{artist}", title, (artist,), None, duration_ms)


RIGHT = track_called("Gurenge")
