"""What other applications may want to know of accounts, which knows none of them."""

from django.dispatch import Signal

# Sent after the commit, with sessions: list[Session] and reason: an error code (session_revoked or user_inactive).
sessions_ended = Signal()

# Sent in the transaction of the change, with user: User, whose name or status is another.
profile_changed = Signal()
