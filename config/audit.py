"""The audit log. A file of its own, as config/settings.py is at its length."""

from core.environment import Environment

# After so many days an act goes; with 0 none does.
AUDIT_DAYS = max(0, Environment().number("AUDIT_DAYS", 730))
