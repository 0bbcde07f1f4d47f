"""A wrong clock for one worker. With this folder on its PYTHONPATH, Python's clock is off by the seconds that
CLOCK_FILE holds at its start."""

import os
import time
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

file = Path(os.environ.get("CLOCK_FILE", "/nowhere"))
if file.exists():
    seconds = float(file.read_text())
    right_time, right_now = time.time, timezone.now
    time.time = lambda: right_time() + seconds
    timezone.now = lambda: right_now() + timedelta(seconds=seconds)
