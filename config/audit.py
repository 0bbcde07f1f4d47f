"""The audit log, and what is done only where it is logged. A file of its own, as config/settings.py is at its length."""

from core.environment import Environment

# After so many days an act goes; with 0 none does.
AUDIT_DAYS = max(0, Environment().number("AUDIT_DAYS", 730))

# Whether staff reads messages of private and direct rooms that it is no member of: with a reason, which is logged.
ADMIN_READS_PRIVATE = Environment().flag("ADMIN_READS_PRIVATE", default=True)
