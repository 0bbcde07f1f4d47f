from django.conf import settings
from django.db import models


class OwnState(models.Model):
    """The own rev of one person: the number of the last change that concerns this person alone.

    A person without a row is at 0. The row's lock is held until the commit, so revs ascend in the order of commits.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="own_state")
    rev = models.PositiveBigIntegerField(default=0, db_default=0)
    profile_rev = models.PositiveBigIntegerField(default=0, db_default=0)
    # The time of the last change of the profile. Others may have been sent an older profile.
    profile_at = models.DateTimeField(null=True)
    # The own rev of the last change of the person's sections.
    sections_rev = models.PositiveBigIntegerField(default=0, db_default=0)
    # The largest own rev of a deleted draft. A device with a smaller own rev cannot learn that the draft is gone.
    forgotten_rev = models.PositiveBigIntegerField(default=0, db_default=0)

    def __str__(self) -> str:
        return f"{self.user_id} at {self.rev}"
