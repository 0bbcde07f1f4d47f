"""Three tables: what is chained and stays, what names people and can be erased, and where the chain begins and ends."""

from typing import Any, NoReturn

from django.db import models

from core.audit.registry import title_of

LONGEST_ACT = 64
LONGEST_KIND = 64
LONGEST_ID = 64
LONGEST_NAME = 150
LONGEST_REASON = 1000
DIGEST_LENGTH = 64


class AppendOnly(Exception):
    """Somebody tried to change or remove what is only added to."""


class AddedRows(models.QuerySet[Any, Any]):
    """Rows that code adds and never changes. Chaining, pruning and erasing have statements of their own."""

    def update(self, **_: Any) -> NoReturn:
        raise AppendOnly

    def bulk_update(self, *_: Any, **__: Any) -> NoReturn:
        raise AppendOnly

    def delete(self) -> NoReturn:
        raise AppendOnly


class AddedRow(models.Model):
    objects = AddedRows.as_manager()

    class Meta:
        abstract = True

    def save(self, *_: Any, **__: Any) -> NoReturn:
        raise AppendOnly("core.audit.recording adds rows.")

    def delete(self, *_: Any, **__: Any) -> NoReturn:
        raise AppendOnly


class Act(AddedRow):
    """One act. People and things are ids here, without a foreign key: an act outlives what it was done to.

    `digest` is of the Content, salted. `position` and `link` come a few seconds later, when the job chains the row.
    """

    at = models.DateTimeField()
    name = models.CharField("act", max_length=LONGEST_ACT)
    door = models.CharField("from", max_length=16)
    # No one: the site itself.
    by_id = models.BigIntegerField("by", null=True)
    on_kind = models.CharField(max_length=LONGEST_KIND, blank=True)
    on_id = models.CharField("on", max_length=LONGEST_ID, blank=True)
    room_id = models.BigIntegerField("room", null=True)
    digest = models.CharField(max_length=DIGEST_LENGTH)
    position = models.BigIntegerField(null=True, unique=True)
    link = models.CharField(max_length=DIGEST_LENGTH, blank=True)

    class Meta:
        verbose_name = "act"
        verbose_name_plural = "audit log"
        # The list is only read.
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["by_id", "-id"], name="acts_by_person"),
            models.Index(fields=["on_kind", "on_id", "-id"], name="acts_on_something"),
            models.Index(fields=["room_id", "-id"], condition=models.Q(room_id__isnull=False), name="acts_in_room"),
            models.Index(fields=["name", "-id"], name="acts_of_a_name"),
            models.Index(fields=["id"], condition=models.Q(position=None), name="acts_not_chained"),
        ]

    def __str__(self) -> str:
        return title_of(self.name)


class Content(AddedRow):
    """What an act says in words. Erasing removes the row; its digest stays in the Act, and without the salt nobody can guess it."""

    act = models.OneToOneField(Act, models.DO_NOTHING, primary_key=True, db_constraint=False)
    salt = models.CharField(max_length=32)
    by_name = models.CharField(max_length=LONGEST_NAME, blank=True)
    on_name = models.CharField(max_length=LONGEST_NAME, blank=True)
    room_name = models.CharField(max_length=LONGEST_NAME, blank=True)
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    address = models.CharField(max_length=45, blank=True)
    # JSON, as it was digested.
    details = models.TextField(blank=True)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["address", "-act"], condition=models.Q(address__gt=""), name="acts_from_address")
        ]

    def __str__(self) -> str:
        return self.on_name


class Chain(models.Model):
    """One row: the last link, and the last one that pruning has removed. Chaining locks it."""

    last_position = models.BigIntegerField(default=0)
    last_link = models.CharField(max_length=DIGEST_LENGTH, blank=True)
    pruned_position = models.BigIntegerField(default=0)
    pruned_link = models.CharField(max_length=DIGEST_LENGTH, blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.last_position}"
