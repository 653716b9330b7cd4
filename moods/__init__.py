"""What a song feels like: decoding, features, models, and the reading they give.

Pure: no Flask, no network, no database.
"""

import os

# Each product of matrices here is small, and who reads many songs reads them on several threads:
# with threads of its own numpy's library spends more time waiting for a core than on sums. It
# looks at this once, when numpy is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
