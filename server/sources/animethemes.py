"""AnimeThemes: the songs of shows, their Spotify links and their recordings."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from server.domain import Anime, Artist, Theme, ThemeKind
from server.songs.identity import theme_key
from server.sources.graphql import GraphqlService
from server.sources.shapes import integer, items, mapping, nodes, text
from server.sources.spotify_links import track_uri

BATCH = 50
"""Shows asked for in one call."""

_QUERY = """
query($ids:[Int!]){findAnimeByExternalSite(site:%(site)s,id:$ids){
 slug title{romaji english native} resources(site:%(site)s){nodes{externalId}}
 animethemes{type sequence slug
  song{title{romaji native} performances{alias as artist{name{main native}}}
   resources{nodes{site link}}}
  animethemeentries{episodes version nsfw spoiler videos{nodes{link audio{link}}}}}}}
"""


class AnimeThemes(GraphqlService):
    """AnimeThemes' GraphQL endpoint. Raises the SourceErrors shared by all services."""

    name = "animethemes"
    title = "AnimeThemes"
    # 90 a minute are allowed from one address.
    pace = (80, 60.0)

    def themes(self, anime: Sequence[Anime]) -> dict[str, list[Theme]]:
        """The themes of each show by `anime.key`; a key that is missing is not covered.

        Shows are asked for by MyAnimeList id, those without one by AniList id, at most `BATCH`
        at a time. A song without a title is left out; `audio_urls` are as the service gave them.
        """
        found: dict[str, list[Theme]] = {}
        by_mal = {show.mal_id: show for show in anime if show.mal_id is not None}
        by_anilist = {
            show.anilist_id: show
            for show in anime
            if show.mal_id is None and show.anilist_id is not None
        }
        for site, shows in (("MAL", by_mal), ("ANILIST", by_anilist)):
            ids = list(shows)
            for start in range(0, len(ids), BATCH):
                batch = {key: shows[key] for key in ids[start : start + BATCH]}
                for show, themes in self._ask_for(site, batch):
                    found[show.key] = _merged([*found.get(show.key, []), *themes])
        return found

    def _ask_for(
        self, site: str, shows: Mapping[int, Anime]
    ) -> Iterator[tuple[Anime, list[Theme]]]:
        data, answer = self._ask(_QUERY % {"site": site}, {"ids": list(shows)})
        answers = data.get("findAnimeByExternalSite", ...)
        if answers is not None and not isinstance(answers, list):
            raise self._bad_answer(answer)
        for found in items(answers):
            # The answer has no order and no keys: the ids inside say whose it is.
            ids = {integer(node.get("externalId")) for node in nodes(found.get("resources"))}
            songs = list(_songs(found))
            for external_id, show in shows.items():
                if external_id in ids:
                    yield show, [song.of(show) for song in songs]


@dataclass(frozen=True)
class _SongOfShow:
    kind: ThemeKind
    sequence: int | None
    title: str
    native_title: str | None
    artists: tuple[Artist, ...]
    track_uri: str | None
    audio_urls: tuple[str, ...]

    def of(self, show: Anime) -> Theme:
        return Theme(
            key=theme_key(show, self.kind, self.sequence, self.title),
            anime=show,
            kind=self.kind,
            title=self.title,
            sequence=self.sequence,
            native_title=self.native_title,
            artists=self.artists,
            track_uri=self.track_uri,
            audio_urls=self.audio_urls,
        )


def _songs(show: Mapping[str, object]) -> Iterator[_SongOfShow]:
    for theme in nodes(show.get("animethemes")):
        song = mapping(theme.get("song"))
        kind = (text(theme.get("type")) or (text(theme.get("slug")) or "")[:2]).upper()
        title = song.get("title")
        romaji = text(title) or text(mapping(title).get("romaji"))
        native = text(mapping(title).get("native"))
        if kind not in set(ThemeKind) or not (romaji or native):
            continue
        links = (
            track_uri(text(resource.get("link")) or "")
            for resource in nodes(song.get("resources"))
            if (text(resource.get("site")) or "").upper() == "SPOTIFY"
        )
        yield _SongOfShow(
            kind=ThemeKind(kind),
            sequence=integer(theme.get("sequence")),
            title=romaji or native or "",
            native_title=native,
            artists=tuple(_artists(song)),
            track_uri=next((link for link in links if link), None),
            audio_urls=tuple(_audio_urls(theme)),
        )


def _artists(song: Mapping[str, object]) -> Iterator[Artist]:
    """The performers; one who sings several parts stands once, with all of them as aliases."""
    found: dict[str, list[str]] = {}
    for performance in nodes(song.get("performances")):
        name = mapping(performance.get("artist")).get("name")
        spellings = (
            text(name) or text(mapping(name).get("main")),
            text(mapping(name).get("native")),
            text(performance.get("alias")),
            text(performance.get("as")),
        )
        known = [spelling for spelling in spellings if spelling]
        if known:
            found.setdefault(known[0], []).extend(known[1:])
    for name_used, others in found.items():
        yield Artist(name_used, tuple(dict.fromkeys(each for each in others if each != name_used)))


def _audio_urls(theme: Mapping[str, object]) -> Iterator[str]:
    """Each recording once, the first version of the theme first."""
    entries = sorted(
        nodes(theme.get("animethemeentries")), key=lambda entry: integer(entry.get("version")) or 1
    )
    links = (
        text(mapping(video.get("audio")).get("link"))
        for entry in entries
        for video in nodes(entry.get("videos"))
    )
    yield from dict.fromkeys(link for link in links if link)


def _merged(themes: Sequence[Theme]) -> list[Theme]:
    """Several shows may stand under one id: a theme that comes twice is one, with both's links."""
    merged: dict[str, Theme] = {}
    for theme in themes:
        known = merged.get(theme.key)
        merged[theme.key] = (
            theme
            if known is None
            else replace(
                known,
                track_uri=known.track_uri or theme.track_uri,
                native_title=known.native_title or theme.native_title,
                artists=known.artists or theme.artists,
                audio_urls=tuple(dict.fromkeys(known.audio_urls + theme.audio_urls)),
            )
        )
    return list(merged.values())
