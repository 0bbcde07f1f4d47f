from django.db import models

LONGEST_NAME = 32


class Count(models.Model):
    """How often something happened on the whole site within one minute, or within one hour."""

    name = models.CharField(max_length=LONGEST_NAME)
    span = models.PositiveSmallIntegerField()
    # When the span began, in seconds since 1970: whole minutes and hours need no time zone.
    at = models.PositiveBigIntegerField()
    amount = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["span", "name", "at"], name="one_count_of_a_span")]

    def __str__(self) -> str:
        return f"{self.name} {self.at}: {self.amount}"
