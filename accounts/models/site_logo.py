from django.db import models

ADDRESS_LENGTH = 200


class SiteLogo(models.Model):
    """The site's own logo: one row, or none. `files` writes the addresses; "" stands for no picture."""

    light = models.CharField(max_length=ADDRESS_LENGTH, blank=True, default="", editable=False)
    # On dark pages. Without one the other is shown there, too.
    dark = models.CharField(max_length=ADDRESS_LENGTH, blank=True, default="", editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "logo of the site"

    def __str__(self) -> str:
        return self.light or self.dark
