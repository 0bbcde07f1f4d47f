"""What the audit log says of signing in.

A flood of refused sign-ins must neither fill the log nor slow sign-in. So of the refusals of one name from one network the
first in an hour is recorded, and then the tenth, the hundredth and so on; of one network and of the whole site only so many
in an hour, whatever the names. All of it is counted in the cache, and the same is done for a name that nobody has: neither
the log's size nor the time of the answer tells which names exist.
"""

from django.db import transaction

from accounts.backends import by_name_or_email
from accounts.models import User
from core.audit.recording import record
from core.rate_limits.windows import Rate, Window

HOUR = 3600
OF_ONE_NETWORK = Rate(20, HOUR)
OF_THE_SITE = Rate(200, HOUR)
# How many were counted when a row is written again.
STEPS = frozenset(10**power for power in range(1, 10))


def succeeded(user: User) -> None:
    """In the transaction that begins the session."""
    record("accounts.signed_in", by=user, on=user)


def ended(user: User) -> None:
    """On the admin's pages; the web app's devices have sessions of their own (sessions.py)."""
    record("accounts.signed_out", by=user, on=user)


def refused(*, name: str, network: str, why: str) -> None:
    """`name` as it was typed, folded; it is never stored, since people type passwords there. `why`: the Problem's code."""
    tries = Window(Rate(1, HOUR), "refused", name, network).count()
    if tries != 1 and tries not in STEPS:
        return
    if Window(OF_ONE_NETWORK, "refused from", network).add():
        _record(name, why, tries)


def _record(name: str, why: str, tries: int) -> None:
    recorded = Window(OF_THE_SITE, "refused anywhere").count()
    if recorded <= OF_THE_SITE.most:
        # Looked for in any case, as above.
        known = by_name_or_email(name).first()
        with transaction.atomic():
            record("accounts.sign_in_refused", by=None, on=known, details={"why": why, "tries": tries})
    elif recorded - OF_THE_SITE.most == 1 or recorded in STEPS:
        with transaction.atomic():
            record("accounts.sign_ins_flooded", by=None, details={"tries": recorded})
