import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from chat.models import Room
from moderation.matching import patterns
from moderation.matching.patterns import Pattern

PATTERN_LENGTH = patterns.LONGEST
NOTE_LENGTH = 200


class Rule(models.Model):
    """What happens to a message with a word, or with a link to a host. Without a room it holds in all rooms."""

    class Kind(models.TextChoices):
        WORD = "word"
        LINK = "link"

    class Action(models.TextChoices):
        WARN = "warn", "Warn the author"
        HOLD = "hold", "Hold for review"
        REFUSE = "refuse", "Refuse"

    room = models.ForeignKey(
        Room, models.CASCADE, null=True, blank=True, related_name="+", db_index=False, help_text="Empty: all rooms."
    )
    kind = models.CharField(max_length=4, choices=Kind, default=Kind.WORD)
    pattern = models.CharField(
        max_length=PATTERN_LENGTH, help_text="A word, or the beginning of words with * behind it; a host, or *.host."
    )
    # What is compared: two patterns with one key meet the same texts.
    key = models.CharField(max_length=PATTERN_LENGTH + 2, editable=False)
    action = models.CharField(max_length=6, choices=Action, default=Action.WARN)
    note = models.CharField(max_length=NOTE_LENGTH, blank=True, help_text="What the author is told.")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["room", "kind", "key"], condition=Q(room__isnull=False), name="one_rule_of_a_room"
            ),
            models.UniqueConstraint(fields=["kind", "key"], condition=Q(room=None), name="one_rule_of_the_site"),
        ]

    def __str__(self) -> str:
        return self.pattern

    @property
    def compiled(self) -> Pattern:
        """Raises Problem `invalid`."""
        return patterns.link(self.pattern) if self.kind == self.Kind.LINK else patterns.word(self.pattern)


class RuleSet(models.Model):
    """Which edition of its rules a place has: a worker compiles them once for each. `place`: a room's id, 0: the site.

    An edition is random, so that no edition comes again, also after a backup was restored.
    """

    SITE = 0

    place = models.PositiveBigIntegerField(primary_key=True)
    edition = models.UUIDField(default=uuid.uuid4)

    def __str__(self) -> str:
        return f"{self.place}: {self.edition}"


class FirstMessages(models.Model):
    """How many first messages of a new account in public rooms wait until somebody has looked at them."""

    id = models.SmallIntegerField(primary_key=True, default=1, editable=False)
    count = models.PositiveSmallIntegerField(
        "first messages to hold", default=0, help_text="Of accounts made from now on, in public rooms. 0: none."
    )
    # Accounts from before are not new.
    since = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="first_messages_are_one_row")]
        verbose_name = verbose_name_plural = "first messages"

    def __str__(self) -> str:
        return str(self.count)


class Newcomer(models.Model):
    """How many first messages of an account were released."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    released = models.PositiveSmallIntegerField(default=0)
    # Once it is nobody new, it stays so, whatever the setting says later.
    is_known = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.user_id}: {self.released}"
