"""Names of direct rooms in the admin: those of their people."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from chat.models import Membership, Room


def name_direct_rooms(rooms: Iterable[Room]) -> None:
    """Set the names of all direct rooms among these, with one query."""
    direct = [room for room in rooms if room.is_direct]
    names: dict[int, list[str]] = defaultdict(list)
    if direct:
        people = Membership.objects.filter(room__in=direct).select_related("user").order_by("user__username_key")
        for membership in people:
            names[membership.room_id].append(membership.user.get_full_name())
    for room in direct:
        room.people_names = " · ".join(names[room.pk])


class NamedRooms(admin.ModelAdmin):  # type: ignore[type-arg]  # not subscriptable when it runs
    """Pages about rooms, or about rows that have a `room`."""

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        row = super().get_object(request, object_id, from_field)
        name_direct_rooms(_rooms_of([row] if row else []))
        return row

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        changes = super().get_changelist_instance(request)
        name_direct_rooms(_rooms_of(changes.result_list))
        return changes


def _rooms_of(rows: Iterable[Any]) -> Iterable[Room]:
    return (row if isinstance(row, Room) else row.room for row in rows)
