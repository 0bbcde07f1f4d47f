"""Whether this process serves a site. Requests have deadlines; commands, such as migrations and backups, have none."""

_state = {"serving": False}


def begin() -> None:
    """Serve from now on. Call it before any database connection is opened: deadlines are set when one opens."""
    _state["serving"] = True


def is_on() -> bool:
    return _state["serving"]
