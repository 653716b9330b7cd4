"""The application for a WSGI server: `gunicorn --workers 1 --threads 8 server.wsgi:application`.

One worker process, because jobs run beside it when the queue is embedded; and no --preload,
because the models' runtime and the queue start threads, which a fork would lose.
"""

import atexit

from server.config import Settings
from server.running import start_app

_running = start_app(Settings.from_environment())
atexit.register(_running.stop)
application = _running.app
