"""What stops a scrape, in plain words with a next step."""


class ScrapeError(Exception):
    """The page cannot be read as things are; what was read before is kept."""


class ColumnsChanged(ScrapeError):
    """The page's columns are not those that the settings name."""


class PageUnavailable(ScrapeError):
    """The page cannot be had just now; another try may go better."""
