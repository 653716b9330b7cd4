"""What a site's robots.txt allows."""

from importlib.metadata import version
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

import requests

from scraping.errors import ScrapeError

NAME = "MoodDex"
USER_AGENT = f"{NAME}/{version('mooddex')} (reads tables of anime songs, one page at a time)"

_TIMEOUT = 15
_MISSING = range(400, 500)
_REFUSED = {401, 403}
_LATER = 429


class Robots:
    """The robots.txt of every site that is met, each read once."""

    def __init__(self) -> None:
        self._sites: dict[str, RobotFileParser] = {}

    def check(self, url: str) -> None:
        """Raises ScrapeError where the page must not be read."""
        if urlsplit(url).scheme not in {"http", "https"}:
            raise ScrapeError(f"{url} is no web address (http or https).")
        if not self._site(url).can_fetch(NAME, url):
            raise ScrapeError(
                f"The site does not want {url} to be read by programs (its robots.txt says so)."
            )

    def delay(self, url: str) -> float:
        """Seconds that the site asks programs to wait between two pages."""
        site = self._site(url)
        delay = float(site.crawl_delay(NAME) or 0)
        rate = site.request_rate(NAME)
        return max(delay, rate.seconds / rate.requests if rate and rate.requests else 0)

    def _site(self, url: str) -> RobotFileParser:
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._sites:
            self._sites[site] = _read(f"{site}/robots.txt")
        return self._sites[site]


def _read(url: str) -> RobotFileParser:
    rules = RobotFileParser(url)
    try:
        answer = requests.get(url, headers={"User-Agent": USER_AGENT}, timeout=_TIMEOUT)
    except requests.RequestException as error:
        raise ScrapeError(
            f"{url} cannot be reached, so nothing says that the site may be read. "
            "Look at the address and the connection, and try again later."
        ) from error
    if answer.status_code in _REFUSED:
        rules.parse(["User-agent: *", "Disallow: /"])
    elif answer.status_code in _MISSING and answer.status_code != _LATER:
        rules.parse([])
    elif not answer.ok:
        raise ScrapeError(f"{url} answers {answer.status_code}. Try again later.")
    else:
        rules.parse(answer.content.decode("utf-8-sig", errors="replace").splitlines())
    return rules
