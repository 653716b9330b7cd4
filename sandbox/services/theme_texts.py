"""How MyAnimeList writes an opening or ending: one line of text, by hand and so uneven."""

from sandbox import draws
from sandbox.world import WorldAnime, WorldArtist, WorldTheme

_KINDS = (("OP", "opening_themes"), ("ED", "ending_themes"))


def theme_texts(seed: int, anime: WorldAnime) -> dict[str, object]:
    """`opening_themes` and `ending_themes`; a key is absent when the show has none."""
    found: dict[str, object] = {}
    for kind, key in _KINDS:
        themes = [theme for theme in anime.themes if theme.kind == kind]
        if themes:
            found[key] = [
                {
                    "id": draws.number(seed, "theme", anime.mal_id, kind, place) % 90_000 + 1000,
                    "anime_id": anime.mal_id,
                    "text": theme_text(seed, theme, several=len(themes) > 1),
                }
                for place, theme in enumerate(themes, start=1)
            ]
    return found


def theme_text(seed: int, theme: WorldTheme, *, several: bool) -> str:
    """Such as `#1: "Uso (嘘)" by SID (シド) (eps 1-14)`."""
    rng = draws.dice(seed, "theme text", theme.anime_mal_id, theme.kind, theme.sequence)
    prefix = ""
    if several:
        prefix = rng.choices(
            (f"#{theme.sequence}: ", f"{theme.sequence}: ", f"#{theme.sequence}. "), (8, 1, 1)
        )[0]
    song = theme.song
    native = f" ({song.native_title})" if song.native_title and rng.random() < 0.85 else ""
    joint = rng.choice((" & ", ", ", " x ", " feat. "))
    artists = joint.join(_artist(artist, bare=rng.random() < 0.3) for artist in song.artists)
    by = f" by {artists}" if artists else ""
    return f'{prefix}"{song.title}{native}"{by}{_episodes(theme.episodes)}'


def _artist(artist: WorldArtist, *, bare: bool) -> str:
    native = artist.native_name
    return artist.name if bare or not native else f"{artist.name} ({native})"


def _episodes(episodes: str | None) -> str:
    if not episodes:
        return ""
    several = any(mark in episodes for mark in "-,")
    return f" ({'eps' if several else 'ep'} {episodes})"
