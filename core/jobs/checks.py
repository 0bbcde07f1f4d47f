"""Looks at start-up for job types that nobody could run."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from core.jobs.models import LONGEST_NAME
from core.jobs.registry import declared, handler_of


@register
def check_job_types(**_: Any) -> list[CheckMessage]:
    errors: list[CheckMessage] = []
    for kind in declared().values():
        try:
            handler_of(kind)
        except ImportError as error:
            errors.append(Error(f"The job type {kind.name} has no handler: {error}", id="jobs.E001"))
        if len(kind.name) > LONGEST_NAME:
            errors.append(Error(f"The name {kind.name} is longer than {LONGEST_NAME}.", id="jobs.E002"))
    return errors
