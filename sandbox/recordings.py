"""What the sandbox's Spotify and ReccoBeats hold of a song: its track, its decoys, its features."""

from sandbox import draws
from sandbox.catalogue import ThemeRow
from sandbox.records import WorldTrack

_COVERS = ("Aoba Cover Lab", "Sakura Strings", "Hoshino Mei", "Otaku Voices", "Tokyo Cover Club")
_KARAOKE = ("Karaoke Utaou", "Anime Karaoke Band", "Sing Along Studio")
_PIANO = ("Piano no Mori Ensemble", "Quiet Keys", "Anipiano Collective")
_OTHERS = ("Blue Harbor", "Lena Morrow", "The Paper Lanterns", "DJ Kestrel", "Minami Records Band")

# What is usual for a happy, an energetic, a sad and a calm song. Spotify's valence is low for
# calm music too, which is mostly quiet, acoustic and wordless.
_CORNERS = {
    "acousticness": (0.14, 0.03, 0.63, 0.88),
    "danceability": (0.65, 0.51, 0.50, 0.42),
    "energy": (0.75, 0.90, 0.34, 0.15),
    "instrumentalness": (0.0, 0.0, 0.03, 0.72),
    "loudness": (-6.0, -4.4, -10.4, -19.5),
    "speechiness": (0.03, 0.06, 0.015, 0.015),
    "tempo": (124.0, 134.0, 112.0, 102.0),
    "valence": (0.66, 0.40, 0.27, 0.26),
}


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

    A song lies between the four corners by its valence and arousal, and scatters around that
    place about as widely as songs do in published tables.
    """
    rng = draws.dice(seed, "features", row.song_key)
    pleasant, lively = _towards_corner(row.valence), _towards_corner(row.arousal)

    def near(name: str, spread: float, low: float = 0.0, high: float = 1.0) -> float:
        happy, energetic, sad, calm = _CORNERS[name]
        mean = lively * (pleasant * happy + (1 - pleasant) * energetic)
        mean += (1 - lively) * (pleasant * calm + (1 - pleasant) * sad)
        return round(min(max(rng.gauss(mean, spread), low), high), 4)

    return {
        "acousticness": near("acousticness", 0.09, 0.00005, 0.99),
        "danceability": near("danceability", 0.09, 0.1, 0.95),
        "energy": near("energy", 0.07, 0.02, 0.995),
        "instrumentalness": near("instrumentalness", 0.12 if lively < 0.5 else 0.01, 0.0, 0.95),
        "key": float(rng.randrange(12)),
        "liveness": round(min(0.07 + rng.expovariate(9.0), 0.9), 4),
        "loudness": near("loudness", 1.5, -32.0, -1.5),
        "mode": float(rng.random() < 0.25 + 0.5 * row.valence),
        "speechiness": round(
            min(0.028 + rng.expovariate(1 / near("speechiness", 0.004, 0.005)), 0.5), 4
        ),
        "tempo": round(min(max(near("tempo", 22.0, 60.0, 200.0), 60.0), 200.0), 3),
        "valence": near("valence", 0.1, 0.03, 0.97),
    }


def _towards_corner(value: float) -> float:
    """0 to 1, steeper than the coordinate itself in the middle of the plane."""
    return min(max((value - 0.28) / 0.44, 0.0), 1.0)
