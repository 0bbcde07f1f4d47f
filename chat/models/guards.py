"""Guards: bits that say that an app has something to ask before somebody writes.

They are read with what a batch of messages reads anyway. So a gate asks its own tables only where a bit is set, and
costs no query elsewhere. Membership.guards holds those of a member, Room.guards those of a room; the two tables here
those of a person in all rooms and of the whole site. chat/services/guards.py sets them.
"""

from django.conf import settings
from django.db import models

# Writing is refused, by a row of the app that set the bit.
RESTRICTED = 1
# Texts are compared with rules.
CHECKED = 2
# First messages wait for somebody to release them.
HELD = 4
# The account is banned from the site.
BANNED = 8
# A later try of one of their messages was refused (chat/services/refused_retries.py).
RETRIED = 16


class PersonGuards(models.Model):
    """The guards of one person in all rooms. A table of its own, mostly empty: whoever saves an account leaves it
    alone."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    guards = models.PositiveSmallIntegerField(default=0, db_default=0)

    class Meta:
        verbose_name = verbose_name_plural = "guards of a person"

    def __str__(self) -> str:
        return f"{self.user_id}: {self.guards}"


class SiteGuards(models.Model):
    """The guards of everybody in all rooms, in the table's only row. Without a row there are none."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    guards = models.PositiveSmallIntegerField(default=0, db_default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="site_guards_are_one_row")]
        verbose_name = verbose_name_plural = "guards of the site"

    def __str__(self) -> str:
        return str(self.guards)
