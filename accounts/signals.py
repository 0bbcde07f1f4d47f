"""Signals to other apps, which accounts does not know."""

from django.dispatch import Signal

# Sent after the commit. sessions: list[Session]. reason: an error code, session_revoked or user_inactive.
sessions_ended = Signal()

# Sent in the transaction of the change. users: Sequence[User], whose names, portraits or statuses changed.
profiles_changed = Signal()
