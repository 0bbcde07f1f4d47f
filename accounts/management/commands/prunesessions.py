"""`manage.py prunesessions`: remove sessions that nobody can use any more. Meant to run daily."""

from typing import Any

from django.contrib.sessions.models import Session as AdminSession
from django.core.management import BaseCommand
from django.db.models import Model, QuerySet
from django.utils import timezone

from accounts.models import Session

# One transaction for each batch: locks are short, and an interrupted run keeps what it removed.
BATCH = 1000


class Command(BaseCommand):
    help = "Remove sessions that expired a week ago, and expired sign-ins to the admin site. Run it daily."

    def handle(self, *args: Any, **options: Any) -> None:
        sessions = _remove(Session.objects.outlived().order_by("expires_at"))
        of_admin = _remove(AdminSession.objects.filter(expire_date__lt=timezone.now()).order_by("expire_date"))
        self.stdout.write(f"Removed {sessions} sessions, and {of_admin} of the admin site.")


def _remove(outdated: QuerySet[Any]) -> int:
    model: type[Model] = outdated.model
    removed = 0
    while ids := list(outdated.values_list("pk", flat=True)[:BATCH]):
        model._default_manager.filter(pk__in=ids).delete()
        removed += len(ids)
    return removed
