"""What the sandbox's Spotify and ReccoBeats hold of a song: its track, its decoys, its features."""

from sandbox import draws
from sandbox.catalogue import ThemeRow
from sandbox.records import WorldTrack

_COVERS = ("Aoba Cover Lab", "Sakura Strings", "Hoshino Mei", "Otaku Voices", "Tokyo Cover Club")
_KARAOKE = ("Karaoke Utaou", "Anime Karaoke Band", "Sing Along Studio")
_PIANO = ("Piano no Mori Ensemble", "Quiet Keys", "Anipiano Collective")
_OTHERS = ("Blue Harbor", "Lena Morrow", "The Paper Lanterns", "DJ Kestrel", "Minami Records Band")


def track_of(seed: int, row: ThemeRow, song_id: str, year: int) -> WorldTrack:
    """The song's own recording, entered in the script that its label happened to use."""
    rng = draws.dice(seed, "track", row.song_key)
    title, script = row.title, rng.random()
    if row.native_title:
        if script < 0.32:
            title = row.native_title
        elif script < 0.45:
            title = f"{row.title} ({row.native_title})"
        elif script < 0.50:
            title = f"{row.native_title} - {row.title}"
    in_japanese = rng.random() < 0.35
    artists = tuple(
        artist.native_name if in_japanese and artist.native_name else artist.name
        for artist in row.artists
    )
    return WorldTrack(
        id=draws.spotify_id(seed, "track", row.song_key),
        title=title,
        artists=artists,
        isrc=draws.isrc(seed, year, "track", row.song_key),
        duration_ms=rng.randrange(205_000, 295_000),
        album=title,
        song_id=song_id,
    )


def decoys_of(
    seed: int, row: ThemeRow, track: WorldTrack | None, year: int
) -> tuple[WorldTrack, ...]:
    """Recordings that a search for the song also returns and that are not it.

    About three songs in five have some. A song that is not on Spotify has only other people's
    recordings, so whatever is found for it is wrong.
    """
    rng = draws.dice(seed, "decoys", row.song_key)
    if rng.random() >= 0.6:
        return ()
    title = track.title if track else (row.native_title or row.title)
    kinds: list[tuple[str, tuple[str, ...], int]] = [
        (f"{title} (Karaoke Version)", (rng.choice(_KARAOKE),), 240_000),
        (f"{title} (カラオケ)", (rng.choice(_KARAOKE),), 240_000),
        (f"{title} - Piano Version", (rng.choice(_PIANO),), 180_000),
        (f"{title} (Cover)", (rng.choice(_COVERS),), 235_000),
        (f"{title} ({rng.choice(('English Version', 'Cover Español'))})",
         (rng.choice(_COVERS),), 235_000),
        (f"{title} (Nightcore)", ("Nightcore Nova",), 190_000),
        (title, (rng.choice(_OTHERS),), 215_000),
    ]  # fmt: skip
    if track:
        kinds += [
            (f"{title} -TV size-", track.artists, 89_500),
            (f"{title} - Live at Zepp Tokyo", track.artists, track.duration_ms + 21_000),
            (f"{title} (off vocal)", track.artists, track.duration_ms),
            (f"{title} - Instrumental", track.artists, track.duration_ms),
        ]
    return tuple(
        WorldTrack(
            id=draws.spotify_id(seed, "decoy", row.song_key, name),
            title=name,
            artists=artists,
            isrc=draws.isrc(seed, year + 3, "decoy", row.song_key, name),
            duration_ms=length,
            album=name if artists[0] not in _COVERS else f"{artists[0]}: Anime Songs",
        )
        for name, artists, length in rng.sample(kinds, rng.randint(1, 4))
    )


def features_of(seed: int, row: ThemeRow) -> dict[str, float]:
    """Audio features on Spotify's scales (loudness in dB, tempo in BPM) that suit the mood.

    Valence, energy and acousticness are spread as widely within a mood as in published tables,
    so that no single feature gives the mood away.
    """
    rng = draws.dice(seed, "features", row.song_key)
    v, a = row.valence, row.arousal

    def near(mean: float, spread: float, low: float = 0.0, high: float = 1.0) -> float:
        return round(min(max(rng.gauss(mean, spread), low), high), 4)

    energy = near(0.08 + 0.86 * a, 0.07, 0.02, 0.995)
    acousticness = near(max(1.12 - 1.35 * energy, 0.0) ** 1.5, 0.09, 0.00005, 0.99)
    wordless = max(0.0, 0.55 - a) * (0.4 + v)
    slow = rng.random() < 0.2
    return {
        "acousticness": acousticness,
        "danceability": near(0.33 + 0.30 * v + 0.08 * a, 0.09, 0.1, 0.95),
        "energy": energy,
        "instrumentalness": near(wordless * rng.choice((0.0, 0.3, 2.2)), 0.004, 0.0, 0.95),
        "key": float(rng.randrange(12)),
        "liveness": round(min(0.08 + rng.expovariate(9.0), 0.9), 4),
        "loudness": near(-17.5 + 15.0 * energy, 1.3, -30.0, -1.5),
        "mode": float(rng.random() < 0.25 + 0.5 * v),
        "speechiness": round(min(0.028 + rng.expovariate(40.0) * (0.3 + a), 0.5), 4),
        "tempo": round(rng.gauss(82 + 68 * a, 16) * (0.75 if slow else 1.0), 3),
        "valence": near(0.06 + 0.84 * v, 0.09, 0.03, 0.97),
    }
