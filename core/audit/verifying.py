"""Walking the chain: whether an act was altered, removed or moved since it was chained.

Whoever can write the whole database can compute the chain anew. So a position and its link, noted elsewhere before, can be
given: they must still be there.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import NamedTuple

from django.db.models.query import QuerySet
from django.utils import timezone

from core.audit import digests, erasing
from core.audit.models import Act, Chain

ACTS_A_STATEMENT = 1_000
MOST_TOLD = 100
# Chaining takes seconds. Acts that wait for longer than this are not protected, and somebody should look why.
WAITING = timedelta(minutes=5)
TRIES = 3


class Anchor(NamedTuple):
    """A place in the chain that somebody noted before."""

    position: int
    link: str

    @classmethod
    def read(cls, text: str) -> "Anchor":
        """`12:<link>`. Raises ValueError."""
        position, _, link = text.partition(":")
        if len(link) != 64:
            raise ValueError(f"{text!r} is no position and link: write 12:<link>")
        return cls(int(position), link)


@dataclass(slots=True)
class Verified:
    """`found` is empty where the chain is whole; it holds at most MOST_TOLD lines, `more` counts the others."""

    end: Anchor
    checked: int = 0
    erased: int = 0
    waiting: int = 0
    found: list[str] = field(default_factory=list)
    more: int = 0

    def tell(self, line: str) -> None:
        if len(self.found) < MOST_TOLD:
            self.found.append(line)
        else:
            self.more += 1


def verify(expected: Anchor | None = None) -> Verified:
    for _ in range(TRIES):
        chain = Chain.objects.filter(pk=1).first() or Chain()
        verified = _walk(chain, expected)
        # Pruning that went on meanwhile looks as if acts were missing.
        if not Chain.objects.filter(pruned_position__gt=chain.pruned_position).exists():
            break
    return verified


def _walk(chain: Chain, expected: Anchor | None) -> Verified:
    verified = Verified(Anchor(chain.last_position, chain.last_link))
    position, link = chain.pruned_position, chain.pruned_link
    _expect(expected, Anchor(position, link), verified)
    for act in _acts(chain):
        here = Anchor(act.position or 0, act.link)
        if here.position > position + 1:
            _tell_missing(position + 1, here.position - 1, verified)
        elif here.link != digests.of_link(link, here.position, act):
            verified.tell(f"{here.position}: the act was altered or moved, or the one before was.")
        _check_content(act, verified)
        position, link = here
        verified.checked += 1
        _expect(expected, here, verified)
    _check_end(chain, Anchor(position, link), verified)
    if expected and expected.position > max(position, chain.pruned_position):
        verified.tell(f"{expected.position}: expected, but the chain ends at {position}.")
    return verified


def _acts(chain: Chain) -> Iterator[Act]:
    after = chain.pruned_position
    while True:
        acts = list(_some(after, chain.last_position))
        yield from acts
        if len(acts) < ACTS_A_STATEMENT:
            return
        after = acts[-1].position or 0


def _some(after: int, until: int) -> QuerySet[Act, Act]:
    acts: QuerySet[Act, Act] = QuerySet(Act).filter(position__gt=after, position__lte=until)
    return acts.select_related("content").order_by("position")[:ACTS_A_STATEMENT]


def _expect(expected: Anchor | None, here: Anchor, verified: Verified) -> None:
    if expected and here.position == expected.position and here.link != expected.link:
        verified.tell(f"{here.position}: the link is not the expected one.")


def _tell_missing(first: int, last: int, verified: Verified) -> None:
    verified.tell(f"{first}: the act is missing." if first == last else f"{first} to {last}: the acts are missing.")


def _check_content(act: Act, verified: Verified) -> None:
    content = getattr(act, "content", None)
    if content is not None:
        if digests.of_content(content) != act.digest:
            verified.tell(f"{act.position}: the content was altered.")
    elif erasing.was_erased(act):
        verified.erased += 1
    else:
        verified.tell(f"{act.position}: the content is missing, and nobody was erased whom it names.")


def _check_end(chain: Chain, last: Anchor, verified: Verified) -> None:
    if last.position < chain.last_position:
        _tell_missing(last.position + 1, chain.last_position, verified)
    elif last.link != chain.last_link:
        verified.tell(f"{last.position}: the chain's end has another link.")
    if QuerySet(Act).filter(position__lte=chain.pruned_position).exists():
        verified.tell(f"{chain.pruned_position}: there are acts from before the chain's beginning.")
    if QuerySet(Act).filter(position__gt=chain.last_position).exists() and _is_still(chain):
        verified.tell(f"{chain.last_position}: there are acts beyond the chain's end.")
    waiting: QuerySet[Act, Act] = QuerySet(Act).filter(position=None)
    verified.waiting = waiting.count()
    if waiting.filter(at__lt=timezone.now() - WAITING).exists():
        verified.tell("Some acts have waited for minutes to be chained: do jobs run?")


def _is_still(chain: Chain) -> bool:
    """Whether nothing was chained since it was read."""
    return Chain.objects.filter(pk=1, last_position=chain.last_position).exists() or chain.pk is None
