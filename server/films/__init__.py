"""Films in the web half: recordings that people hand in, and what is shown of their readings."""
