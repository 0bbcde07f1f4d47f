"""What was waiting when a backup was taken."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.operations.command import done
from tests.operations.test_backup_and_restore import site_on

SETTINGS = "tests.core.jobs.worker_settings"
STORE = """
from accounts.jobs import MAIL
from chat.jobs import ROOMS_LEFT_BEHIND
from core.jobs.queue import enqueue
from tests.core.jobs.effects import ONCE
enqueue(MAIL, {"sealed": ""})
enqueue(ONCE, {"number": 1})
enqueue(ROOMS_LEFT_BEHIND, {}, key="later")
"""
SHOW = """
import json
from core.jobs.models import Job
stored = ["accounts.mail", "test.once", "chat.rooms_left_behind"]  # not what processes store as they start
rows = Job.objects.filter(type__in=stored).order_by("pk")
print(json.dumps([[job.type, job.due_at is None, bool(job.error)] for job in rows]))
"""


@pytest.mark.parametrize("request_of", ["sqlite", "postgresql"])
def test_a_letter_is_not_sent_again_and_what_the_database_lacks_is_done(
    request: pytest.FixtureRequest, request_of: str, tmp_path: Path
) -> None:
    """A letter has gone since; work on the database was put back with it, and what every start does changes nothing twice."""
    request.param = request_of
    site = site_on(request, tmp_path)
    with site:
        pass
    done(site, "shell", "-c", STORE, DJANGO_SETTINGS_MODULE=SETTINGS)
    done(site, "backup", tmp_path / "night.backup", DJANGO_SETTINGS_MODULE=SETTINGS)
    done(site, "restore", tmp_path / "night.backup", DJANGO_SETTINGS_MODULE=SETTINGS)
    shown: Any = json.loads(done(site, "shell", "-c", SHOW, DJANGO_SETTINGS_MODULE=SETTINGS).splitlines()[-1])
    assert shown == [
        ["accounts.mail", True, True],
        ["test.once", False, False],
        ["chat.rooms_left_behind", False, False],
    ]
