"""The rules of places, compiled once in a worker for each edition."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from core.problems import Problem
from moderation.matching.looks import Looks
from moderation.matching.matcher import Compiled, Matcher
from moderation.models import FirstMessages, Rule, RuleSet

STRENGTH = {Rule.Action.WARN: 1, Rule.Action.HOLD: 2, Rule.Action.REFUSE: 3}
# Rooms whose rules a worker keeps. Those of one room take at most 200 kB.
MOST_KEPT = 500


class Met(NamedTuple):
    """A rule that a text meets."""

    id: int
    action: str
    note: str

    @property
    def strength(self) -> int:
        return STRENGTH[Rule.Action(self.action)]


class Rules(NamedTuple):
    """The rules of one place. `first`: of the site, how many first messages wait, of accounts made since when."""

    edition: UUID
    matcher: Matcher
    rules: Mapping[int, Met]
    first: tuple[int, datetime] | None = None

    def meets(self, looks: Looks) -> Met | None:
        """The strongest rule that a text meets."""
        met = self.matcher.strongest(looks) if self.rules else None
        return self.rules[met.id] if met else None


_kept: dict[int, Rules] = {}


def rules_of(places: Collection[int]) -> dict[int, Rules]:
    """The present rules of these places (RuleSet.place), by place. One query where they are known, three where not."""
    editions = dict(RuleSet.objects.filter(pk__in=places).values_list("place", "edition"))
    known = {place: _kept[place] for place in editions if place in _kept and _kept[place].edition == editions[place]}
    missing = editions.keys() - known.keys()
    if missing:
        compiled = _compiled({place: editions[place] for place in missing})
        if len(_kept) + len(compiled) > MOST_KEPT:
            _kept.clear()
        _kept.update(compiled)
        known |= compiled
    return known


def _compiled(editions: Mapping[int, UUID]) -> dict[int, Rules]:
    rows: dict[int, list[Rule]] = {place: [] for place in editions}
    rooms = [place for place in editions if place != RuleSet.SITE]
    found = Rule.objects.filter(room__in=rooms)
    if RuleSet.SITE in editions:
        found |= Rule.objects.filter(room=None)
    for rule in found.order_by("pk"):
        rows[rule.room_id or RuleSet.SITE].append(rule)
    first = FirstMessages.objects.filter(count__gt=0).first() if RuleSet.SITE in editions else None
    return {
        place: Rules(
            edition,
            Matcher(_patterns(rows[place])),
            {rule.pk: Met(rule.pk, rule.action, rule.note) for rule in rows[place]},
            (first.count, first.since) if first and place == RuleSet.SITE else None,
        )
        for place, edition in editions.items()
    }


def _patterns(rules: Iterable[Rule]) -> Iterable[Compiled]:
    for rule in rules:
        try:
            yield Compiled(rule.pk, STRENGTH[Rule.Action(rule.action)], rule.compiled)
        except Problem:
            # A version before took what this one does not. The others hold all the same.
            continue
