"""What the log says of an error. Its text may quote what it is about; its type and place do not."""

import traceback
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def described(error: BaseException) -> str:
    """Its type, and the last line of this site that it passed."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(ROOT) and ".venv" not in frame.filename]
    place = ours[-1] if ours else None
    where = f" at {Path(place.filename).relative_to(ROOT)}:{place.lineno}" if place else ""
    return f"{type(error).__name__}{where}"
