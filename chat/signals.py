"""Signals for other apps: one signal for each batch of changes, inside the transaction that makes them.

A receiver writes rows of its own in that transaction, with statements for the whole batch, or enqueues a job. It never
talks to the network and makes no query per row, because it runs while rooms are locked. An exception rolls the changes
back. An app names its receivers in its table of contents (core/app_contents.py). A signal without receivers costs a
look at an empty list.

Rooms that are written with their old messages (services/importing/) send no signals.
"""

from django.dispatch import Signal

# messages: Sequence[Message], in the order in which they were sent, of any rooms. Ids, `seq` and `rev` are stored;
#   `author` is loaded, and `room`, as far as sending needs it.
messages_stored = Signal(use_caching=True)
# messages: Sequence[Message], with their `author` and their new `rev`. One whose text was edited says by `before` what it said.
# fields: frozenset[str], names of the columns that changed, such as "text" (edited or deleted), "deleted_at",
#   "reactions" or "replies".
messages_changed = Signal(use_caching=True)
# room: Room, locked, with its new `rev` and `member_count`.
# memberships: Sequence[Membership], with their `user`. They began, ended (`left_at` is set) or changed their role.
membership_changed = Signal(use_caching=True)
# room: Room, locked. It was created, or its name, topic, archiving or rules changed.
# fields: frozenset[str], names of the columns that changed; empty for a new room.
room_changed = Signal(use_caching=True)
# membership: Membership, locked. Its member has said how they want the room.
# fields: frozenset[str], names of the preferences that were said, such as "muted", also where they were so before.
preferred = Signal(use_caching=True)
# user_id: int, of somebody who hides the person `person_id` for themselves, or shows them again.
hiding_changed = Signal(use_caching=True)
