"""Signals to other apps, which accounts does not know."""

from django.dispatch import Signal

# Sent after the commit. sessions: list[Session]. reason: an error code, session_revoked or user_inactive.
sessions_ended = Signal()

# Sent in the transaction of the change. user: User, whose name, portrait or status changed.
profile_changed = Signal()
