"""A small composer: a place on the mood plane becomes a style, a score and then sound."""
