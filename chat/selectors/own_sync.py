"""Sync of a user's own state: everything that changed after an own rev, in its present state.

The own state gets half of an answer's bytes, so it may come in parts, ascending by own rev. Everything up to a part's
head is in that part or in an earlier one.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from accounts.models import User
from accounts.payloads import User as UserPayload
from chat import payloads
from chat.models import Draft, Membership, OwnState, Room
from chat.selectors.own import changed_after
from chat.selectors.rooms import drafts_of
from chat.selectors.sections import sections_of
from chat.selectors.summaries import summaries_of
from core.answer_size import MOST_BYTES, Budget, batches, in_steps

# The own rev of a client that has nothing usable.
BEFORE_EVERYTHING = -1
MOST_DRAFTS = 1000
OWN_REVS = ("standing_rev", "marker_rev", "preferences_rev")

# A room's summary, the id of a room that the user has left, a draft, the user, or all their sections.
What = payloads.RoomSummary | int | payloads.Draft | UserPayload | payloads.Sections
Reader = Callable[[User, Sequence[int]], Mapping[int, What]]


class Change(NamedTuple):
    rev: int
    what: What


def own_changes_since(user: User, after: int) -> payloads.OwnChanges:
    state = OwnState.objects.filter(user=user).first() or OwnState(user=user)
    if not state.forgotten_rev <= after <= state.rev:
        return _everything(user, state.rev)
    if after == state.rev:
        return _answer(state.rev, [], complete=True)
    budget, part = Budget(reserved=MOST_BYTES // 2), list[Change]()
    for change in _changes(user, after):
        if not budget.take(change.what):
            # A change made just now has a rev above the head that was read first. It may replace an earlier change
            # below that head.
            return _answer(min(part[-1].rev, state.rev), part, complete=False)
        part.append(change)
    return _answer(state.rev, part, complete=True)


def _everything(user: User, head: int) -> payloads.OwnChanges:
    """The whole own state. The part that does not fit is in the lists of rooms and drafts."""
    budget = Budget(reserved=MOST_BYTES // 2)
    part = [Change(head, _profile(user)), Change(head, _sections(user))]
    complete = True
    for what in _all_there_is(user):
        if not budget.take(what):
            complete = False
            break
        part.append(Change(head, what))
    return _answer(head, part, complete=complete, reset=True)


def _answer(head: int, part: Sequence[Change], *, complete: bool, reset: bool = False) -> payloads.OwnChanges:
    what = [change.what for change in part]
    return payloads.OwnChanges(
        head=head,
        complete=complete,
        rooms=[one for one in what if isinstance(one, payloads.RoomSummary)],
        gone=[one for one in what if isinstance(one, int)],
        drafts=[one for one in what if isinstance(one, payloads.Draft)],
        user=next((one for one in what if isinstance(one, UserPayload)), None),
        sections=next((one.sections for one in what if isinstance(one, payloads.Sections)), None),
        reset=reset,
    )


def _profile(user: User) -> UserPayload:
    # The caller's row may be older than the head.
    return UserPayload.of(User.objects.get(pk=user.pk))


def _sections(user: User) -> payloads.Sections:
    return payloads.Sections.of(sections_of(user))


def _changes(user: User, after: int) -> Iterator[Change]:
    """Changes, ascending by own rev. Rooms and drafts are read when they are consumed. One that has ended since it
    was listed has a later change of its own."""
    memberships = Membership.objects.filter(changed_after(after), user=user).only("room", "left_at", *OWN_REVS)
    drafts = Draft.objects.filter(user=user, rev__gt=after).values_list("rev", "pk")
    listed = [_Listed(one.mine_rev, _gone if one.left_at else _rooms, one.room_id) for one in memberships]
    listed += [_Listed(rev, _drafts, pk) for rev, pk in drafts]
    profiles = OwnState.objects.filter(user=user, profile_rev__gt=after).values_list("profile_rev", "user")
    listed += [_Listed(rev, _profiles, pk) for rev, pk in profiles]
    sectioned = OwnState.objects.filter(user=user, sections_rev__gt=after).values_list("sections_rev", "user")
    listed += [_Listed(rev, _all_sections, pk) for rev, pk in sectioned]
    for some in batches(sorted(listed, key=lambda one: one.rev)):
        yield from _read(user, some)


class _Listed(NamedTuple):
    rev: int
    read: "Reader"
    key: int


def _read(user: User, listed: Sequence[_Listed]) -> Iterator[Change]:
    keys: dict[Reader, list[int]] = {}
    for one in listed:
        keys.setdefault(one.read, []).append(one.key)
    found = {read: read(user, some) for read, some in keys.items()}
    for one in listed:
        if (what := found[one.read].get(one.key)) is not None:
            yield Change(one.rev, what)


def _rooms(user: User, ids: Sequence[int]) -> Mapping[int, What]:
    return {room.id: room for room in summaries_of(user, room_ids=ids)}


def _gone(user: User, ids: Sequence[int]) -> Mapping[int, What]:
    return dict(zip(ids, ids, strict=True))


def _drafts(user: User, ids: Sequence[int]) -> Mapping[int, What]:
    """The drafts with these ids in rooms that the user is in."""
    mine = Room.objects.for_member(user).values("pk")
    return {draft.pk: payloads.Draft.of(draft) for draft in Draft.objects.filter(pk__in=ids, room__in=mine)}


def _profiles(user: User, ids: Sequence[int]) -> Mapping[int, What]:
    return {user.pk: _profile(user)}


def _all_sections(user: User, ids: Sequence[int]) -> Mapping[int, What]:
    return {user.pk: _sections(user)}


def _all_there_is(user: User) -> Iterator[What]:
    rooms = Membership.objects.current().filter(user=user).order_by("room_id").values_list("room_id", flat=True)
    for some in batches(rooms):
        yield from summaries_of(user, room_ids=some)
    yield from map(payloads.Draft.of, in_steps(drafts_of(user), MOST_DRAFTS))
