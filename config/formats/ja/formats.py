"""A date with a time in the Japanese admin, as the web app writes it. Django's has no space between the two."""

DATETIME_FORMAT = SHORT_DATETIME_FORMAT = "Y/n/j G:i"
