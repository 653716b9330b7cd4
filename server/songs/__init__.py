"""From a list of anime to recordings: collecting themes, reading their texts, matching."""
