"""Sections of a person's own list of rooms. Each change takes an own rev and tells all devices the whole list.

Locks are taken in the order memberships, sections, own state.
"""

from collections.abc import Sequence
from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from accounts.services import idempotency
from accounts.services.idempotency import Once
from accounts.user_names.spelling import require_legible
from chat import events, selectors
from chat.models import Membership, OwnState, Section
from chat.models.section import NAME_LENGTH
from chat.services.authority import Member
from chat.services.personal import own_revs
from core.problems import Problem
from core.text.unicode import nfc

MOST = 50


class SectionChanges(TypedDict, total=False):
    name: str
    position: int


@transaction.atomic
def create(*, by: User, name: str, once: Once | None = None) -> Section:
    """Add a section after the person's others. Raises Problem `invalid`, `too_many_sections` or
    `idempotency_conflict`; `not_found` when an earlier request with this key made a section that is deleted by now."""
    name = _named(name)
    call = idempotency.claim(once) if once else None
    if call and call.made:
        return Member(by).section(int(call.made))
    rev = own_revs.next_rev(by.pk)
    others = selectors.sections_of(by)
    if len(others) >= MOST:
        raise Problem("too_many_sections")
    section = Section.objects.create(user=by, name=name, position=others[-1].position + 1 if others else 0)
    if call:
        idempotency.note(call, section.pk)
    _tell(by, rev)
    return section


@transaction.atomic
def change(*, by: User, section_id: int, **changes: Unpack[SectionChanges]) -> Section:
    """Rename or move a section. `position`: its index in the list; a larger one is the last. Raises Problem
    `not_found` or `invalid`."""
    section, sections = Member(by).lock_section(section_id)
    name = _named(changes["name"]) if "name" in changes else section.name
    order = _moved(sections, section, changes.get("position", sections.index(section)))
    if name == section.name and order == sections:
        return section
    section.name = name
    for position, each in enumerate(order):
        each.position = position
    Section.objects.bulk_update(order, ["name", "position"])
    _tell(by, own_revs.next_rev(by.pk))
    return section


@transaction.atomic
def delete(*, by: User, section_id: int) -> None:
    """Delete a section. Its rooms are in none then. Deleting what is not there is no error."""
    # The summaries of these rooms take no own rev: a section that is not in the list counts as none. Locked in the order
    # of rooms, as every call locks memberships: an update takes them in any order.
    inside = Membership.objects.filter(user=by, section=section_id)
    if list(inside.select_for_update().order_by("room_id").values_list("pk", flat=True)):
        inside.update(section=None)
    section = Member(by).section_if_any(section_id)
    if section is not None and section.delete()[0]:
        _tell(by, own_revs.next_rev(by.pk))


def _named(name: str) -> str:
    name = nfc(name, NAME_LENGTH).strip()
    try:
        require_legible(name)
    except ValidationError:
        raise Problem("invalid", fields={"name": ["invalid"]}) from None
    if len(name) > NAME_LENGTH:  # some letters are composed of more in this form
        raise Problem("invalid", fields={"name": ["max_length"]})
    return name


def _moved(sections: Sequence[Section], section: Section, index: int) -> list[Section]:
    others = [each for each in sections if each != section]
    return [*others[:index], section, *others[index:]]


def _tell(by: User, rev: int) -> None:
    OwnState.objects.filter(user=by).update(sections_rev=rev)
    events.sections_changed(by.pk, selectors.sections_of(by), me=rev)
