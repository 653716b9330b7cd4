"""The report's words on Spotiflix' ways: clusters, features from clips, examples."""

from collections.abc import Mapping, Sequence
from typing import Any


def clusters_told(told: Mapping[str, Any]) -> str:
    """Silhouettes, what is odd about the clusters, and what the net's accuracy means."""
    songs, tracks, net, table = (told[name] for name in ("songs", "tracks", "net", "translation"))
    return (
        f"**The clusters of the second way.** {songs['rows']} songs of the Free Music Archive in "
        f"{songs['clusters']} clusters: silhouette {short(songs['silhouette'])} (reference .13), "
        f"{songs['sizes'][0]} to {songs['sizes'][2]} songs in one. {tracks['rows']} tracks of "
        f"{tracks['films']} films that are tied to features, in {tracks['clusters']} clusters: "
        f"silhouette {short(tracks['silhouette'])} (reference .30 of 3,132 tracks of 250 films), "
        f"but only {tracks['different_rows']} of these rows differ, for one song, or one artist's "
        f"songs, stand for the tracks of many films; of each row once it is "
        f"{short(tracks['silhouette_of_different'])}. A cluster of one and the same row looks "
        "perfect and says nothing: so much of a silhouette is repetition. "
        f"Odd ones: {tracks['of_one_row']} clusters of one track, {tracks['all_equal']} of several "
        f"equal rows, {tracks['of_one_film']} that name one film alone (median "
        f"{tracks['films_named']:.0f} films), and the largest has {tracks['sizes'][2]} tracks. The "
        f"translation reaches {table['reached']} of {table['of']} clusters of tracks: the films in "
        "the others are never named for the centre of any song cluster, and one is the answer to "
        f"{table['most_into_one']}.\n\n"
        f"The net 7-512-256-128-500 gives {short(net['validation'])} of held-out songs the "
        f"cluster that k-means gave them (reference .82; {short(net['training'])} of the songs it "
        f"learnt from). The nearest centre gives {short(net['nearest_centre'])}, without learning "
        "anything, for that is how k-means gives them. The figure says how well a net draws the "
        "borders between clusters, not whether a cluster means anything, and nothing of films.\n"
    )


def clips_told(told: Mapping[str, Any]) -> str:
    """How far features can be told from clips here."""
    listed = "; ".join(
        f"{name} {one['spearman']:.2f} ({_signed(one['interval_95'])})"
        for name, one in told.items()
    )
    clips = max(one["clips"] for one in told.values())
    return (
        f"**Features from a clip** (the third way). {clips} clips have both sound and Spotify's "
        "features: nothing can learn seven features from these. What is told of any clip stands in "
        "as far as it goes: valence and arousal of the spectrogram network (folds that had not "
        "learnt from the clip) for valence and energy, the beat's strength for danceability. "
        f"Spearman's correlation with Spotify's figures: {listed}. So few clips cannot tell "
        "whether these are of any use; acousticness, instrumentalness, liveness and speechiness "
        "have no estimate at all, and the way is not run.\n"
    )


def examples_told(examples: Sequence[Mapping[str, Any]]) -> str:
    """What is named for the reference's own songs."""
    lines = ["**The reference's own songs**, as far as the data holds them.\n"]
    for one in examples:
        held = ", ".join(one["in"]) or "no film here"
        lines.append(f"- *{one['song']}* (on the soundtrack of: {held}). {one['known']}")
        lines += [
            f"  - {way}: {'; '.join(films) or 'no film'}" for way, films in one["films"].items()
        ]
    return "\n".join([*lines, ""])


def short(value: float | None) -> str:
    """Three decimals without the zero before them; "none" where there is no figure."""
    if value is None:
        return "none"
    return "1.00" if value == 1 else f"{value:.3f}".replace("0.", ".", 1)


def _signed(edges: Sequence[float]) -> str:
    return f"{edges[0]:+.2f} to {edges[1]:+.2f}"
