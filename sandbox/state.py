"""All that one running sandbox holds, and how its services reach it."""

import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import cast

from flask import current_app

from sandbox.clock import Clock
from sandbox.faults import Switchboard
from sandbox.jukebox import Jukebox
from sandbox.services.catalogue_entries import Shop
from sandbox.services.spotify.logins import Logins
from sandbox.services.spotify.playlists import Playlists
from sandbox.services.spotify.search import TrackFinder
from sandbox.world import World


class Calls:
    """How often each service was called, by `service METHOD /template`, and what is under way."""

    def __init__(self) -> None:
        self._lock = threading.Condition()
        self._counts: Counter[str] = Counter()
        self._under_way = 0

    def begin(self, service: str, method: str, template: str) -> None:
        """Counts one call, which is now under way."""
        with self._lock:
            self._counts[f"{service} {method} {template}"] += 1
            self._under_way += 1

    def end(self) -> None:
        """A call has been carried out, or will not be."""
        with self._lock:
            self._under_way -= 1
            self._lock.notify_all()

    def wait_for_rest(self, seconds: float) -> bool:
        """Waits until no call is under way; whether that came about in so many seconds."""
        with self._lock:
            return self._lock.wait_for(lambda: not self._under_way, seconds)

    def counts(self) -> Counter[str]:
        """A copy of the counts so far."""
        with self._lock:
            return Counter(self._counts)

    def forget(self) -> None:
        """Starts counting from nothing."""
        with self._lock:
            self._counts.clear()


@dataclass
class SandboxState:
    """One running sandbox. `base_url` is its own address, without a final slash; `shops` are
    what Deezer and iTunes sell."""

    world: World
    base_url: str
    jukebox: Jukebox
    clock: Clock = field(default_factory=Clock)
    faults: Switchboard = field(default_factory=Switchboard)
    calls: Calls = field(default_factory=Calls)
    finder: TrackFinder = field(init=False)
    shops: dict[str, Shop] = field(init=False)
    logins: Logins = field(init=False)
    playlists: Playlists = field(init=False)

    def __post_init__(self) -> None:
        self.finder = TrackFinder.of(self.world)
        self.shops = {shop: Shop(self.world, shop) for shop in ("deezer", "itunes")}
        self.logins = Logins(self.world.seed, self.clock)
        self.playlists = Playlists(self.world, self.clock)

    def reset(self) -> None:
        """Back to how it was at the start; rendered clips are kept."""
        self.clock.reset()
        self.faults.clear()
        self.calls.forget()
        self.logins = Logins(self.world.seed, self.clock)
        self.playlists = Playlists(self.world, self.clock)


def here() -> SandboxState:
    """The sandbox that is answering the present request."""
    return cast(SandboxState, current_app.extensions["sandbox"])
