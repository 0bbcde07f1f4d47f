"""Waiting jobs of a database that was put back from a backup."""

from core.jobs.registry import declared

LEFT_OVER = "It waited when the backup was taken, and may have been done since."


def statement() -> str:
    """SQL without parameters, for either database.

    A job whose effect is in the database waits on: the effect was put back with it. So does one that every start stores: it changes
    nothing the second time. What any other job does, a letter that it sends, may have been done since the backup was taken. It counts as
    failed for good, so that an administrator decides.
    """
    harmless = [name for name, kind in declared().items() if kind.in_database or kind.at_start]
    quoted = ", ".join("'{}'".format(name.replace("'", "''")) for name in ["", *harmless])
    return (
        f"UPDATE jobs_job SET due_at = NULL, claim = '', failed_at = CURRENT_TIMESTAMP, error = '{LEFT_OVER}'"
        f" WHERE due_at IS NOT NULL AND type NOT IN ({quoted})"
    )
