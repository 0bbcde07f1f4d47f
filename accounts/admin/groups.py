from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangosOwnGroupAdmin
from django.contrib.auth.models import Group

from core.admin.pages import ServicePages

admin.site.unregister(Group)


@admin.register(Group)
class GroupAdmin(ServicePages, DjangosOwnGroupAdmin):
    """Django's page of groups, with the limits of our lists and searches."""

    admin_group = "people"
