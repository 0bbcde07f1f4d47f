"""How each database is copied and put back."""

from django.db import connection

from operations.errors import Refused

NAMES = ("sqlite", "postgresql")


def name() -> str:
    """`sqlite` or `postgresql`, after the site's database. Raises Refused for a database that cannot be backed up."""
    if connection.vendor not in NAMES:
        raise Refused(f"{connection.vendor} is none of the databases that are backed up: {', '.join(NAMES)}.")
    return connection.vendor
