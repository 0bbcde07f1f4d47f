"""Whether this process serves a site. What a command does, a migration or a backup, may take as long as it takes; a call may not."""

_state = {"serving": False}


def begin() -> None:
    """From now on: a connection that is open already keeps what it began with, so nobody has one yet."""
    _state["serving"] = True


def is_on() -> bool:
    return _state["serving"]
