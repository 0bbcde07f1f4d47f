"""What the audit log says of a person whom an administrator has changed."""

from collections.abc import Iterable

from accounts.models import User
from core.audit.recording import NewAct, record_all

RIGHTS = frozenset({"is_staff", "is_superuser", "groups", "user_permissions"})
# An act of its own (accounts/services/people.py).
ACTIVE = "is_active"


def record_changes(user: User, fields: Iterable[str], *, by: User) -> None:
    """In the transaction of the change. Which fields, and not what is in them now: that is in the person."""
    changed = sorted(set(fields) - {ACTIVE})
    rights, others = [name for name in changed if name in RIGHTS], [name for name in changed if name not in RIGHTS]
    acts = (("accounts.rights_changed", rights), ("accounts.person_changed", others))
    record_all(NewAct(name, by=by, on=user, details={"fields": names}) for name, names in acts if names)
