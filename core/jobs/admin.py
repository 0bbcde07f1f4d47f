"""Jobs in the admin: what waits, what failed for good and why; and a way to run that again. What a job is about is not shown."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.admin.pages import ServicePages
from core.admin.sentences import sentence
from core.jobs import in_process, outcomes
from core.jobs.models import Job
from core.jobs.registry import title_of


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("waiting", gettext("Waiting")),
            ("running", gettext("Running")),
            ("failed", gettext("Failed for good")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Job]) -> QuerySet[Job]:
        match self.value():
            case "waiting":
                return queryset.filter(claim="", due_at__isnull=False)
            case "running":
                return queryset.exclude(claim="")
            case "failed":
                return queryset.filter(due_at=None)
        return queryset


@admin.register(Job)
class JobAdmin(ServicePages):
    """Jobs are stored by services; here they can be looked at, and those that failed for good can be run again or removed."""

    list_display = ("title", "state", "attempts", "due_at", "failed_at", "error")
    list_filter = (StateFilter,)
    ordering = ("-pk",)
    sortable_by = ()
    fields = ("title", "state", "attempts", "created_at", "due_at", "failed_at", "error")
    readonly_fields = fields
    actions = ("run_again",)
    final_delete = True
    undeletable = _("It is still to run: only jobs that failed for good can be deleted.")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Job | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Job | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and obj.due_at)

    def has_run_again_permission(self, request: HttpRequest) -> bool:
        return super().has_change_permission(request)

    @admin.action(permissions=["run_again"], description=_("Run again"))
    def run_again(self, request: HttpRequest, queryset: QuerySet[Job]) -> None:
        """Of those chosen, the ones that failed for good; sent twice, the second finds none."""
        # Not a bulk action: those are jobs themselves.
        failed = {job.pk: job for job in queryset.filter(due_at=None)}
        revived = [failed[job_id] for job_id in outcomes.revive_all(failed)]
        in_process.nudge_after_commit()
        self.log_changes(request, revived, sentence(gettext("Run again")))
        self.message_user(request, f"{gettext('Run again')}: {len(revived)}", messages.SUCCESS)

    @admin.display(description=_("type"))
    def title(self, job: Job) -> str:
        return title_of(job.type)

    @admin.display(description=_("state"))
    def state(self, job: Job) -> str:
        if job.due_at is None:
            return gettext("Failed for good")
        return gettext("Running") if job.claim else gettext("Waiting")
