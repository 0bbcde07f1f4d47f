"""What other apps may hear of rooms: one signal for each batch of changes, inside the transaction that makes them.

A receiver writes rows of its own in the same transaction, with statements for the whole batch, or enqueues a job. It never talks to the
network and asks nothing for each row: it runs while rooms are locked. What it raises rolls the changes back. A receiver is connected in
`AppConfig.ready`. A signal that nobody receives costs one look at an empty list.

Rooms that are written together with their past (services/importing/) send none of these.
"""

from django.dispatch import Signal

# messages: Sequence[Message], in the order in which they were sent, of any rooms; their ids, `seq` and `rev` are stored, their `author` is
# loaded.
messages_stored = Signal(use_caching=True)

# messages: Sequence[Message], with their `author` and their new `rev`.
# fields: frozenset[str], names of the columns that changed, such as "text" (edited or deleted), "deleted_at", "reactions" or "replies".
messages_changed = Signal(use_caching=True)

# room: Room, locked, with its new `rev` and `member_count`.
# memberships: Sequence[Membership], with their `user`: they began, ended (`left_at` is set) or changed their role.
membership_changed = Signal(use_caching=True)

# room: Room, locked: it was created, or its name, topic, archiving or rules changed.
# fields: frozenset[str], names of the columns that changed; empty for a room that was created.
room_changed = Signal(use_caching=True)
