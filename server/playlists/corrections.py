"""What one person says of the recordings of their songs, put over what was decided for all."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from hashlib import sha256

from server.domain import Match, MatchState, Theme
from server.errors import BadRequest, NotFound, SourceError
from server.services import Services
from server.songs.identity import song_key
from server.songs.pasted import pasted_track
from server.songs.verdicts import VerdictKind, Words, apply_verdicts
from server.store import playlists, songs, verdicts
from server.store.candidates import candidates_of
from server.store.engine import Store

LISTS = frozenset({"list"})
"""Kinds of playlists whose songs MoodDex itself looks for, and so may have got wrong."""


def song_id(theme: Theme) -> str:
    """A song's short name in addresses: 12 hex digits, equal for the song in every show."""
    return sha256(song_key(theme).encode()).hexdigest()[:12]


def own_matches(
    store: Store,
    user_id: int,
    themes: Collection[Theme],
    decided: Mapping[str, Match] | None = None,
) -> dict[str, Match]:
    """The matches of these themes as one person sees them, by theme key.

    `decided` is what was decided for all; it is looked up where it is not given.
    """
    if decided is None:
        known = songs.matches(store, [theme.key for theme in themes])
        decided = {key: match for key, (match, _) in known.items()}
    said = verdicts.verdicts_of(store, user_id)
    if not said:
        return dict(decided)
    banned = Words.of(said).banned
    in_doubt = [key for key, each in decided.items() if each.track and each.track.uri in banned]
    own = apply_verdicts(themes, decided, candidates_of(store, in_doubt), said)
    return _with_names(store, own)


def sure_uri(match: Match | None) -> str | None:
    """The track that may go on a playlist for a match, if any."""
    if match is None or match.state is not MatchState.SURE or match.track is None:
        return None
    return match.track.uri


def themes_of(store: Store, user_id: int) -> dict[str, Theme]:
    """Every theme on the lists of a user, by its key, the newest list's first."""
    lists = [each.id for each in playlists.of_user(store, user_id) if each.kind in LISTS]
    keys = [entry.theme_key for each in lists for entry in playlists.entries(store, each)]
    themes = songs.themes_by_key(store, {key for key in keys if key})
    return {key: themes[key] for key in keys if key in themes}


def songs_of(themes: Iterable[Theme]) -> dict[str, list[Theme]]:
    """The themes by the id of the song that they are, in their order."""
    found: dict[str, list[Theme]] = {}
    for theme in themes:
        found.setdefault(song_id(theme), []).append(theme)
    return found


def say(services: Services, user_id: int, song: str, kind: object, track: object = None) -> None:
    """Keep a person's word on a song of theirs.

    Args:
        song: a `song_id`.
        kind: `this`, `none` or `never`.
        track: a track's link or URI; for `none` it does not matter.

    Raises:
        NotFound: no song of theirs has this id.
        BadRequest: `bad_verdict`, or 422 `bad_track` and `no_such_track`.
        LoginNeeded, SourceError: a track that is new here could not be looked up at Spotify.
    """
    key = _key(services, user_id, song)
    try:
        word = VerdictKind(str(kind))
    except ValueError:
        raise BadRequest(
            "bad_verdict", "That is no word on a song.", "Say this, none or never."
        ) from None
    uri = None
    if word is not VerdictKind.NONE:
        uri = pasted_track(track, services.settings.urls.spotify_open)
        _get_to_know(services, user_id, uri)
    verdicts.say(services.store, user_id, key, word, uri)


def take_back(services: Services, user_id: int, song: str) -> None:
    """Forget what a person chose for a song of theirs. Raises NotFound."""
    verdicts.take_back(services.store, user_id, _key(services, user_id, song))


def allow_again(services: Services, user_id: int, track: object) -> None:
    """Forget that a person never wants a track. Raises BadRequest (422 `bad_track`)."""
    uri = pasted_track(track, services.settings.urls.spotify_open)
    verdicts.allow_again(services.store, user_id, uri)


def no_song() -> NotFound:
    """The answer for a song that is on no list of the asker's."""
    return NotFound(
        "no_such_song",
        "There is no such song on your lists.",
        "It may have gone from the list; the review shows what is there now.",
    )


def _key(services: Services, user_id: int, song: str) -> str:
    themes = songs_of(themes_of(services.store, user_id).values()).get(song)
    if not themes:
        raise no_song()
    return song_key(themes[0])


def _get_to_know(services: Services, user_id: int, uri: str) -> None:
    """Have the track in the store: a wrong link shows at once, not when it is written."""
    if songs.tracks(services.store, [uri]):
        return
    try:
        found = services.spotify_for(user_id).track(uri)
    except SourceError as error:
        if error.http_status not in {400, 404}:
            raise
        raise BadRequest(
            "no_such_track",
            "Spotify has no song at that link.",
            "Open the song in Spotify once more and copy its link from there.",
            status=422,
        ) from error
    songs.save_tracks(services.store, [replace(found, uri=uri)])


def _with_names(store: Store, matches: Mapping[str, Match]) -> dict[str, Match]:
    bare = {each.track.uri for each in matches.values() if each.track and not each.track.title}
    tracks = songs.tracks(store, bare) if bare else {}
    return {
        key: replace(each, track=tracks[each.track.uri])
        if each.track and each.track.uri in tracks
        else each
        for key, each in matches.items()
    }
