"""Bringing the index up to the messages."""

from core.jobs.declarations import Claim


def run(claim: Claim) -> None:
    """Handler of the job."""
