"""The error of backups and restores."""


class Refused(Exception):
    """A backup or restore cannot be done. The text tells the operator what is wrong and what to do."""
