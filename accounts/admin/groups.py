from typing import Any, cast

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangosOwnGroupAdmin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.models import User
from core.admin.pages import ServicePages
from core.audit.recording import NewAct, record, record_all

admin.site.unregister(Group)


@admin.register(Group)
class GroupAdmin(ServicePages, DjangosOwnGroupAdmin):
    """Django's page of groups, with the limits of our lists and searches."""

    admin_group = "people"

    def save_model(self, request: HttpRequest, obj: Group, form: Any, change: bool) -> None:
        if not change or "name" in form.changed_data:  # a name that somebody else has changed meanwhile stays
            super().save_model(request, obj, form, change)
        details = {"fields": sorted(form.changed_data)}
        record("accounts.group_changed", by=cast(User, request.user), on=obj, details=details)

    def delete_model(self, request: HttpRequest, obj: Group) -> None:
        record("accounts.group_deleted", by=cast(User, request.user), on=obj)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Group]) -> None:
        by = cast(User, request.user)
        record_all(NewAct("accounts.group_deleted", by=by, on=group) for group in queryset)
        super().delete_queryset(request, queryset)
