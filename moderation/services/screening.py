"""What becomes of the new messages of a batch: the filter's part of its transaction, under the rooms' locks.

Queries: the editions of the rules, the held messages with the batch's nonces, and where first messages are held the
accounts that may be new. Rules are read once for each edition.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from accounts.models import User
from chat.gates.gate import Writer
from chat.models import Membership, Room
from chat.models.guards import CHECKED
from chat.services.messages.filters import Candidate, Withheld
from core.problems import More, Problem
from moderation.matching.looks import Looks
from moderation.models import HeldMessage, Newcomer, Rule, RuleSet
from moderation.payloads import rules as shapes
from moderation.selectors.rule_sets import Met, Rules, rules_of
from moderation.services.held import holding

# Of one person, in all rooms.
MOST_WAITING = 20

MOST_KNOWN = 100_000


class _KnownPeople:
    """The ids of people who are not new, as long as the site's rules have one edition. Such a person stays so."""

    def __init__(self) -> None:
        self._edition: UUID | None = None
        self._ids: set[int] = set()

    def of(self, edition: UUID) -> set[int]:
        if edition != self._edition or len(self._ids) > MOST_KNOWN:
            self._edition, self._ids = edition, set()
        return self._ids


_known = _KnownPeople()


class Screening:
    """Implements chat.services.messages.filters.Screen."""

    def __init__(self, messages: Collection[tuple[Writer, UUID]], now: datetime) -> None:
        self._now = now
        self._rules = rules_of(
            {RuleSet.SITE, *(writer.room.pk for writer, _ in messages if writer.room.guards & CHECKED)}
        )
        self._new = _newcomers(self._rules, {writer.user_id for writer, _ in messages})
        self._held = _held_before(messages)
        self._kept: list[HeldMessage] = []
        self._why: dict[tuple[int, UUID], Met | None] = {}

    def known(self, author_id: int, nonce: UUID) -> Withheld | None:
        row = self._held.get((author_id, nonce))
        return Withheld(shapes.held(row)) if row else None

    def keeps(self, new: Candidate) -> bool:
        """Raises Problem `refused_by_rule`, `warned_by_rule` or `too_many_held`."""
        # What a photo shows to those who do not see it is read as the text is.
        met = _met(self._rules, new.writer, [new.text, *(file.alt for file in new.files if file.alt)])
        if met is not None:
            _refuse(met, despite_warning=new.despite_warning)
        is_held = met is not None and met.action == Rule.Action.HOLD
        if not is_held and not self._is_first(new):
            return False
        if self._count(new.by.pk) >= MOST_WAITING:
            raise Problem("too_many_held")
        self._why[new.by.pk, new.nonce] = met if is_held else None
        return True

    def keep(self, new: Candidate) -> Withheld:
        met = self._why[new.by.pk, new.nonce]
        row = holding.hold(new, self._now, rule_id=met.id if met else None, note=met.note if met else "")
        self._held[new.by.pk, new.nonce] = row
        self._kept.append(row)
        return Withheld(shapes.held(row))

    def save(self) -> None:
        if self._kept:
            holding.note(self._kept)

    def _is_first(self, new: Candidate) -> bool:
        return _is_open_to(new.writer) and new.writer.user_id in self._new

    def _count(self, author_id: int) -> int:
        """How many messages of this person wait, those of this batch included."""
        waiting = HeldMessage.objects.filter(author=author_id, state=HeldMessage.State.WAITING)
        return waiting.count()


def check_edit(writer: Writer, text: str, *, despite_warning: bool) -> None:
    """Raises Problem `refused_by_rule` or `warned_by_rule`. An edit is never held: its message is there already. So it is
    refused where a new message would wait; otherwise one message that was released would publish any text."""
    rules = rules_of({RuleSet.SITE, writer.room.pk})
    met = _met(rules, writer, [text])
    if met is not None:
        _refuse(met, despite_warning=despite_warning)
        if met.action == Rule.Action.HOLD:
            raise Problem("refused_by_rule", more=More(note=met.note))
    if _is_open_to(writer) and _newcomers(rules, {writer.user_id}):
        raise Problem("refused_by_rule", "Your first messages are looked at before others see them: send a new one.")


def _is_open_to(writer: Writer) -> bool:
    """Whether first messages of new accounts wait there."""
    return writer.room.kind == Room.Kind.PUBLIC and writer.role == Membership.Role.MEMBER


def _newcomers(rules: dict[int, Rules], people: Collection[int]) -> set[int]:
    """The ids of those among these whose first messages wait."""
    site = rules.get(RuleSet.SITE)
    if site is None or site.first is None:
        return set()
    new, asked = set[int](), set(people) - _known.of(site.edition)
    if asked:
        young = User.objects.filter(pk__in=asked, date_joined__gte=site.first[1])
        released = Newcomer.objects.filter(user__in=asked, is_known=True).values("user")
        new = set(young.exclude(pk__in=released).values_list("pk", flat=True))
        _known.of(site.edition).update(asked - new)
    return new


def _met(rules: dict[int, Rules], writer: Writer, texts: Collection[str]) -> Met | None:
    """The strongest rule that one of these texts meets, each by itself. The site's rules are for everybody, those of a
    room for its members."""
    places = [RuleSet.SITE, writer.room.pk] if writer.role == Membership.Role.MEMBER else [RuleSet.SITE]
    here = [rules[place] for place in places if place in rules]
    met = [found for looks in map(Looks, texts) for each in here if (found := each.meets(looks))]
    return max(met, key=lambda each: each.strength, default=None)


def _refuse(met: Met, *, despite_warning: bool) -> None:
    if met.action == Rule.Action.REFUSE:
        raise Problem("refused_by_rule", more=More(note=met.note))
    if met.action == Rule.Action.WARN and not despite_warning:
        raise Problem("warned_by_rule", more=More(note=met.note))


def _held_before(messages: Collection[tuple[Writer, UUID]]) -> dict[tuple[int, UUID], HeldMessage]:
    authors, nonces = {writer.user_id for writer, _ in messages}, {nonce for _, nonce in messages}
    rows = HeldMessage.objects.filter(author__in=authors, nonce__in=nonces).select_related("author")
    return {(row.author_id, row.nonce): row for row in rows}
