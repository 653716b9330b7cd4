"""What the sound of a film, an episode or any long recording holds, and what its music says."""

import moods  # noqa: F401  (before numpy, which it keeps to one thread)
