"""Format log records as one short line each. Text from outside can neither look like another line nor fill the disk."""

import logging
import time
from types import TracebackType
from typing import Any, Literal

# Characters of one message, without its traceback.
MOST_CHARACTERS = 500
# Characters of a message about a refused request: Django quotes the request.
MOST_QUOTED = 100
# Seconds within which one traceback is printed in full once; repetitions are one line each.
FULL_AGAIN_SECONDS = 60
# Lines of a traceback. Only the traceback of an endless recursion is longer.
MOST_LINES = 200
CONTROL = {code: f"\\x{code:02x}" for code in (*range(0x20), *range(0x7F, 0xA0)) if code != ord("\n")}
CONTROL |= {code: f"\\u{code:04x}" for code in (0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A))}


class LineFormatter(logging.Formatter):
    """Indent the lines after the first, so that no message begins a line that looks like a record."""

    def __init__(self, fmt: str | None = None, style: Literal["%", "{", "$"] = "%") -> None:
        super().__init__(fmt, style=style)
        self._told: dict[tuple[str, int], float] = {}

    def format(self, record: logging.LogRecord) -> str:
        refused = record.name.startswith("django.security")
        message = _cut(_message(record), MOST_QUOTED if refused else MOST_CHARACTERS)
        plain = {"msg": message, "args": None, "exc_info": None, "exc_text": None, "stack_info": None}
        text = super().format(logging.makeLogRecord({**record.__dict__, **plain}))
        if record.exc_info and record.exc_info[2] and not refused:
            text += f"\n{self._explained(record.exc_info, record.exc_info[2])}"
        return text.translate(CONTROL).replace("\n", "\n    ")

    def _explained(self, error: Any, trace: TracebackType) -> str:
        if not self._is_news(trace):
            return f"Traceback as a moment ago: {error[0].__name__}"
        lines = self.formatException(error).split("\n")
        if len(lines) > MOST_LINES:
            lines = [*lines[: MOST_LINES // 2], "…", *lines[-MOST_LINES // 2 :]]
        return "\n".join(_cut(line, MOST_CHARACTERS) for line in lines)

    def _is_news(self, trace: TracebackType) -> bool:
        while trace.tb_next:
            trace = trace.tb_next
        place, now = (trace.tb_frame.f_code.co_filename, trace.tb_lineno), time.monotonic()
        if now - self._told.get(place, -FULL_AGAIN_SECONDS) < FULL_AGAIN_SECONDS:
            return False
        self._told[place] = now
        return True


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError):
        return f"{record.msg} (its arguments do not fit)"


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most // 2]} … {text[-most // 2 :]}"
