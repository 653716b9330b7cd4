"""What the sound of a film, an episode or any long recording holds, and what its music says."""

import os

# Each matrix here is small, and several threads are at work already: with threads of its own for
# each product numpy's library spends more time waiting for a core than on sums. It reads this when
# numpy is first imported, so a program that is about films alone imports `films` before numpy.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
