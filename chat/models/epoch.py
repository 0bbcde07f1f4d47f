import uuid

from django.db import models


class Epoch(models.Model):
    """The id of this database's history, in the table's only row.

    Revs of two histories cannot be compared. Restoring a backup renews the epoch, and clients then forget their state.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    value = models.UUIDField(default=uuid.uuid4)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="epoch_is_one_row")]

    def __str__(self) -> str:
        return str(self.value)
