"""Word and link rules of a room, by its moderators and owners, and of the site, by staff in the admin."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from chat.models import Room
from chat.models.guards import CHECKED, HELD
from chat.services import guards
from chat.services.authority import Administrator, Authority
from chat.services.authority_of_many import lock_rooms
from chat.services.rules import SET_RULES
from core.audit.recording import NewAct, record, record_all
from core.problems import Problem
from moderation.models import FirstMessages, Rule, RuleSet

MOST_OF_ROOM, MOST_OF_SITE = 200, 1_000
Kind = Rule.Kind


class Added(NamedTuple):
    rule: Rule
    created: bool  # False for the same rule


@transaction.atomic
def add(*, by: Authority, room_id: int | None, kind: str, pattern: str, action: str, note: str = "") -> Added:
    """Add a rule; without a room to the site, whose staff alone calls this so. A second call changes nothing.

    Raises Problem `not_found`, `forbidden`, `room_archived`, `invalid`, `too_many_rules`, or `rule_exists` for the same
    pattern with another action or note.
    """
    room = _lock(by, room_id)
    rule = Rule(room=room, kind=kind, pattern=pattern.strip(), action=action, note=note, created_by=by.user)
    rule.key = _key(rule)
    of_place = Rule.objects.filter(room=room)
    if same := of_place.filter(kind=kind, key=rule.key).first():
        if (same.action, same.note) != (action, note):
            raise Problem("rule_exists")
        return Added(same, created=False)
    if of_place.count() >= (MOST_OF_ROOM if room else MOST_OF_SITE):
        raise Problem("too_many_rules")
    rule.save()
    _changed_in(room)
    record("moderation.rule_added", by=by.user, room=room, details=_told(rule))
    return Added(rule, created=True)


@transaction.atomic
def change(*, by: Authority, room_id: int | None, rule_id: int, **changes: Any) -> Rule:
    """Change `pattern`, `kind`, `action` or `note`. Raises Problem as `add` does."""
    room = _lock(by, room_id)
    rule = Rule.objects.filter(room=room, pk=rule_id).select_related("created_by").first()
    if rule is None:
        raise Problem("not_found")
    before = _told(rule)
    for field, value in changes.items():
        setattr(rule, field, value.strip() if field == "pattern" else value)
    rule.key = _key(rule)
    if Rule.objects.filter(room=room, kind=rule.kind, key=rule.key).exclude(pk=rule.pk).exists():
        raise Problem("rule_exists")
    if _told(rule) != before:
        rule.save()
        _changed_in(room)
        record("moderation.rule_changed", by=by.user, room=room, details={"before": before, "after": _told(rule)})
    return rule


@transaction.atomic
def remove(*, by: Authority, room_id: int | None, rule_id: int) -> None:
    """Remove a rule. Messages that it held wait on. A second call changes nothing. Raises Problem as `add` does."""
    room = _lock(by, room_id)
    rule = Rule.objects.filter(room=room, pk=rule_id).first()
    if rule is None:
        return
    told = _told(rule)
    rule.delete()
    _changed_in(room)
    record("moderation.rule_removed", by=by.user, room=room, details=told)


@transaction.atomic
def remove_many(*, by: Administrator, rules: Iterable[Rule]) -> None:
    """As `remove`, for rules of any rooms and of the site, all or none, with a few statements."""
    rows = list(rules)
    rooms = {row.room_id for row in rows if row.room_id is not None}
    grants = lock_rooms(by, rooms, SET_RULES)
    of_site = any(row.room_id is None for row in rows)
    if of_site:
        _lock(by, None)
    there = Rule.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk")
    found = [row for row in there if row.room_id is None or row.room_id in grants]
    told = [(row, _told(row)) for row in found]
    Rule.objects.filter(pk__in=[row.pk for row in found]).delete()
    changed = {row.room_id for row in found}
    _changed([grant.room for room_id, grant in grants.items() if room_id in changed], of_site=of_site)
    record_all(
        NewAct(
            "moderation.rule_removed", by.user, room=grants[row.room_id].room if row.room_id else None, details=about
        )
        for row, about in told
    )


@transaction.atomic
def hold_first(*, by: Authority, count: int) -> FirstMessages:
    """Hold so many first messages of accounts that are made from now on; 0: none."""
    _lock(by, None)
    row, _ = FirstMessages.objects.get_or_create(pk=1)
    if row.count == count:
        return row
    before = row.count
    if not before:
        row.since = timezone.now()
    row.count = count
    row.save()
    _changed_in(None)
    record("moderation.first_messages", by=by.user, details={"before": before, "after": count})
    return row


def _lock(by: Authority, room_id: int | None) -> Room | None:
    if room_id is not None:
        return by.lock(room_id, SET_RULES).room
    # All changes of the site's rules wait for each other here.
    RuleSet.objects.get_or_create(place=RuleSet.SITE)
    RuleSet.objects.select_for_update().get(place=RuleSet.SITE)
    return None


def _changed_in(room: Room | None) -> None:
    _changed([room] if room else [], of_site=room is None)


def _changed(rooms: Collection[Room], *, of_site: bool) -> None:
    """New editions: from the commit on each batch reads the rules anew."""
    places = [*(room.pk for room in rooms), *([RuleSet.SITE] if of_site else [])]
    RuleSet.objects.bulk_create(
        [RuleSet(place=place, edition=uuid.uuid4()) for place in sorted(places)],
        update_conflicts=True,
        unique_fields=["place"],
        update_fields=["edition"],
    )
    ruled = set(Rule.objects.filter(room__in=rooms).values_list("room_id", flat=True).distinct())
    for has_rules in (True, False):
        guards.guard_rooms([room for room in rooms if (room.pk in ruled) == has_rules], CHECKED, on=has_rules)
    if of_site:
        guards.guard_site(CHECKED, on=Rule.objects.filter(room=None).exists())
        guards.guard_site(HELD, on=FirstMessages.objects.filter(count__gt=0).exists())


def _key(rule: Rule) -> str:
    """Raises Problem `invalid`."""
    compiled = rule.compiled
    text = compiled.texts[0]
    if rule.kind == Kind.LINK:
        return f"*.{text}" if compiled.subdomains_only else text
    return f"{text}*" if compiled.is_beginning else text


def _told(rule: Rule) -> Mapping[str, Any]:
    return {"kind": rule.kind, "pattern": rule.pattern, "action": rule.action, "note": rule.note}
