"""What is fast and what is not: figures as ratios within one run. Started by `make bench`."""

import moods  # noqa: F401  (before numpy, which it keeps to one thread, as where it serves)
