"""Marking texts for the catalogue where they are written down apart from where they are shown."""


def mark(text: str) -> str:
    """The text as it is; `make texts` gathers it."""
    return text
