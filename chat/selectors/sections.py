"""Sections of people's own lists of rooms."""

from collections.abc import Collection

from accounts.models import User
from chat.models import Section


def sections_of(by: User | int) -> list[Section]:
    """The person's sections, in their order."""
    return list(Section.objects.filter(user=by))


def sections_by_person(user_ids: Collection[int]) -> dict[int, list[Section]]:
    """The sections of each of these people, in their order. One query; none for nobody."""
    sections: dict[int, list[Section]] = {user: [] for user in user_ids}
    for section in Section.objects.filter(user__in=user_ids) if user_ids else ():
        sections[section.user_id].append(section)
    return sections
