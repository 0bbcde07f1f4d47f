"""What user names look like."""

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q

from accounts.user_names.skeletons import skeletons
from accounts.user_names.spelling import KEY_LENGTH


class NameSkeletons(models.QuerySet["NameSkeleton"]):
    def of(self, name: str) -> "NameSkeletons":
        """The skeletons of all names that look like this one."""
        return self.filter(skeleton__in=skeletons(name))

    def record(self, users: Iterable[AbstractUser]) -> None:
        """Write the skeletons of users who have none yet. Raises IntegrityError where a name looks like another user's."""
        self.bulk_create(
            NameSkeleton(user_id=user.pk, skeleton=skeleton) for user in users for skeleton in skeletons(user.username)
        )

    def keep(self, user: AbstractUser) -> None:
        """Write the skeletons of a user again where the name has changed."""
        known = self.filter(user_id=user.pk)
        if set(known.values_list("skeleton", flat=True)) != skeletons(user.username):
            known.delete()
            self.record([user])


class NameSkeleton(models.Model):
    """One way in which a user name looks like others (accounts/user_names/skeletons.py).

    Of accounts that were there before the skeletons, some may look alike. Theirs are not `enforced`, so that they keep their names;
    whoever comes later looks like none of them.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="skeletons")
    skeleton = models.CharField(max_length=KEY_LENGTH)
    enforced = models.BooleanField(default=True)

    objects = NameSkeletons.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["skeleton"], condition=Q(enforced=True), name="names_look_different")
        ]
        indexes = [models.Index(fields=["skeleton"], name="names_that_look_alike")]

    def __str__(self) -> str:
        return self.skeleton
