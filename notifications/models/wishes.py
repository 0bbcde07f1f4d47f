"""What people want to be told of. A room's level and mute are its membership's (chat/models/membership.py)."""

from django.conf import settings
from django.db import models

from chat.models import Membership, Message
from notifications.deciding.keywords import LONGEST_KEYWORD
from notifications.deciding.quiet_hours import DAYS, QuietHours


class LevelName(models.TextChoices):
    ALL = "all"
    MENTIONS = "mentions"
    NOTHING = "nothing"


class MailAfter(models.TextChoices):
    """How long somebody leaves a mention or a direct message before a letter tells of it."""

    QUARTER = "quarter"
    HOUR = "hour"
    DAY = "day"
    NEVER = "never"


class Preferences(models.Model):
    """What one person wants on the whole site. Without a row: everything, always."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    level = models.CharField(max_length=8, choices=LevelName.choices, default=LevelName.ALL)
    muted_until = models.DateTimeField(null=True, blank=True)
    undisturbed_until = models.DateTimeField(null=True, blank=True)
    # Minutes since midnight in the person's time zone; null: no quiet hours.
    quiet_start = models.PositiveSmallIntegerField(null=True, blank=True)
    quiet_end = models.PositiveSmallIntegerField(null=True, blank=True)
    # One bit for each day on which they start, 1 for Monday.
    quiet_days = models.PositiveSmallIntegerField(default=127)
    mail = models.CharField(max_length=7, choices=MailAfter.choices, default=MailAfter.DAY, db_default=MailAfter.DAY)
    # How often letters were turned on again. A link that ends them is good for those that were on when it was sent.
    letters_begun = models.PositiveIntegerField(default=0, db_default=0)

    class Meta:
        verbose_name = verbose_name_plural = "preferences of notifications"

    def __str__(self) -> str:
        return f"{self.user_id}"

    @property
    def quiet(self) -> QuietHours | None:
        if self.quiet_start is None or self.quiet_end is None:
            return None
        return QuietHours(self.quiet_start, self.quiet_end, [day for day in DAYS if self.quiet_days & 1 << day])

    @quiet.setter
    def quiet(self, hours: QuietHours | None) -> None:
        self.quiet_start, self.quiet_end = (hours.start, hours.end) if hours else (None, None)
        self.quiet_days = sum(1 << day for day in set(hours.days)) if hours else 127


class Keyword(models.Model):
    """A word of which a person is told, wherever it is written. `fold`: as it is compared."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    word = models.CharField(max_length=LONGEST_KEYWORD)
    fold = models.TextField(editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "fold"], name="one_keyword_of_a_person")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.pk}"


class Follow(models.Model):
    """What a person wants of a thread. At the level `all` they follow it. Whoever writes in a thread follows it, unless they have
    said otherwise before."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    # The message that began it.
    thread = models.ForeignKey(Message, models.CASCADE, related_name="+", db_index=False)
    level = models.CharField(max_length=8, choices=LevelName.choices, default=LevelName.ALL)
    muted_until = models.DateTimeField(null=True, blank=True)
    # False for somebody who has only written in it.
    is_asked_for = models.BooleanField(default=False)

    class Meta:
        verbose_name = "thread that is followed"
        verbose_name_plural = "threads that are followed"
        constraints = [models.UniqueConstraint(fields=["thread", "user"], name="followed_once")]
        indexes = [models.Index(fields=["user", "id"], name="followed_by_a_person")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.thread_id}"


class Snooze(models.Model):
    """A room is muted until then: the membership is muted, and a job ends that."""

    membership = models.OneToOneField(Membership, models.CASCADE, primary_key=True, related_name="+")
    until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["until"], name="snoozes_that_end")]

    def __str__(self) -> str:
        return f"{self.membership_id} until {self.until:%Y-%m-%d %H:%M}"
