"""What keeps a backup or a restore from being done."""


class Refused(Exception):
    """Its text tells the operator what is wrong and what to do."""
