"""Numbers under contention: seq and rev without gaps, in the order of commits."""

import threading
import uuid
from collections.abc import Callable

import pytest
from django.db import transaction

from accounts.models import User
from chat import payloads
from chat.models import Epoch, Membership, Message, Reaction, Room
from chat.services import site
from chat.services.authority import Member
from chat.services.messages import editing, pins, reactions
from chat.services.messages.storing import NewMessage, Sent
from chat.services.rooms import joining, memberships, rooms
from core.problems import Problem
from tests.chat.hearth import Hearth, Role, stored
from tests.support.in_process import PASSWORD, at_once

pytestmark = pytest.mark.django_db(transaction=True)

SENDERS = 6
EACH = 8


def code_of(call: Callable[[], object]) -> str:
    try:
        call()
    except Problem as problem:
        return problem.code
    return ""


def test_concurrent_senders_leave_no_gap(hearth: Hearth) -> None:
    people = [hearth.owner, hearth.moderator, hearth.member]
    before = hearth.room

    def send_several(sender: int) -> None:
        for turn in range(EACH):
            hearth.store(f"{sender} {turn}", people[sender % len(people)])

    at_once(*[lambda sender=sender: send_several(sender) for sender in range(SENDERS)])
    stored = list(Message.objects.order_by("seq"))
    total = SENDERS * EACH
    assert [message.seq for message in stored] == list(range(1, total + 1))
    assert [message.rev for message in stored] == list(range(before.rev + 1, before.rev + total + 1))
    assert (hearth.room.last_seq, hearth.room.rev) == (total, before.rev + total)
    # Whoever sends one after the other is shown in that order.
    for sender in range(SENDERS):
        mine = [message.text for message in stored if message.text.startswith(f"{sender} ")]
        assert mine == [f"{sender} {turn}" for turn in range(EACH)]


def test_changes_of_every_kind_at_once_take_one_rev_each(hearth: Hearth) -> None:
    draft, regret = hearth.store("draft"), hearth.store("regret", hearth.member)
    root, tea, rules = hearth.store("a thread"), hearth.store("tea?"), hearth.store("rules")
    before = hearth.room.rev
    at_once(
        lambda: hearth.store("news", hearth.moderator),
        lambda: editing.edit(by=hearth.owner, message_id=draft.pk, text="final"),
        lambda: editing.delete(by=Member(hearth.member), message=regret),
        lambda: joining.join(by=hearth.stranger, room_id=hearth.id),
        lambda: rooms.change(by=Member(hearth.moderator), room_id=hearth.id, topic="Warm feet"),
        lambda: hearth.set_role(hearth.moderator, Role.OWNER),
        lambda: hearth.store("a reply", thread=root.pk),
        lambda: reactions.add(by=hearth.member, message_id=tea.pk, emoji="🍵"),
        lambda: pins.pin(by=hearth.owner, message_id=rules.pk),
    )
    room = hearth.room
    revs = [
        *Message.objects.filter(rev__gt=before).values_list("rev", flat=True),
        *Membership.objects.filter(rev__gt=before).values_list("rev", flat=True),
        room.room_rev,
    ]
    assert sorted(revs) == list(range(before + 1, before + 11))
    assert room.rev == before + 10
    assert room.member_count == Membership.objects.current().count()


def test_reactions_at_once_are_all_counted(hearth: Hearth) -> None:
    message = hearth.store("tea?")
    people = [hearth.owner, hearth.moderator, hearth.member]
    at_once(
        *[
            lambda user=user, emoji=emoji: reactions.add(by=user, message_id=message.pk, emoji=emoji)
            for user in people
            for emoji in "🍵🔥🍵"
        ]
    )
    shown = payloads.Message.of(Message.objects.get())
    assert {reaction.emoji: reaction.count for reaction in shown.reactions} == {"🍵": 3, "🔥": 3}
    for reaction in shown.reactions:
        ids = Reaction.objects.filter(emoji=reaction.emoji).order_by("pk").values_list("user", flat=True)
        assert reaction.users == list(ids)
    assert hearth.room.rev == shown.rev == 6 + Message.objects.count() + rev_before_messages(hearth)


def test_replies_and_deletions_at_once_are_counted_right(hearth: Hearth) -> None:
    root = hearth.store("a thread")
    early = [hearth.store("early", hearth.member, thread=root.pk) for _ in range(4)]
    at_once(
        *[lambda: hearth.store("late", thread=root.pk)] * 4,
        *[lambda reply=reply: editing.delete(by=Member(hearth.member), message=reply) for reply in early],
    )
    shown = payloads.Message.of(Message.objects.get(pk=root.pk))
    assert shown.replies is not None
    assert (shown.replies.count, shown.replies.users) == (4, [hearth.owner.pk])
    changes = 2 * (len(early) + 8)
    assert hearth.room.rev == shown.rev == 1 + changes + rev_before_messages(hearth)


def test_of_pins_at_once_no_more_than_there_may_be(hearth: Hearth, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pins, "MOST_PINS", 2)
    said = [hearth.store() for _ in range(5)]
    codes = at_once(
        *[lambda message=message: code_of(lambda: pins.pin(by=hearth.owner, message_id=message.pk)) for message in said]
    )
    assert sorted(codes) == ["", "", *["too_many_pins"] * 3]


def rev_before_messages(hearth: Hearth) -> int:
    """The room began with its people: the last of them came, or left, with this rev."""
    return max(Membership.objects.filter(room=hearth.id).values_list("rev", flat=True))


def test_a_rollback_among_commits_leaves_no_gap(hearth: Hearth) -> None:
    def send(fails: bool) -> None:
        with transaction.atomic():
            hearth.store("maybe")
            transaction.set_rollback(fails)

    at_once(*[lambda turn=turn: send(fails=turn % 2 == 0) for turn in range(8)])
    assert sorted(Message.objects.values_list("seq", flat=True)) == [1, 2, 3, 4]
    assert hearth.room.last_seq == 4


def test_a_reader_never_sees_a_later_number_before_an_earlier_one(hearth: Hearth) -> None:
    """What an auto-increment id does not promise: everything up to the head is there when the head is."""
    done = threading.Event()

    def write() -> None:
        try:
            at_once(*[lambda: [hearth.store() for _ in range(10)]] * 3)
        finally:
            done.set()

    def read() -> list[tuple[int, int]]:
        seen: list[tuple[int, int]] = []
        while not done.is_set() or not seen:
            head = hearth.room.last_seq
            seen.append((head, Message.objects.filter(seq__lte=head).count()))
        return seen

    _, seen = at_once(write, read)
    assert seen
    assert [head for head, _ in seen] == [count for _, count in seen]


def test_retries_of_one_nonce_at_once_store_one_message(hearth: Hearth) -> None:
    nonce = uuid.uuid4()
    before = hearth.room.rev

    def send() -> Sent:
        return stored(NewMessage(by=hearth.owner, room_id=hearth.id, nonce=nonce, text="once"))

    answers = at_once(*[send] * 8)
    assert sorted(answer.created for answer in answers) == [False] * 7 + [True]
    assert {answer.message.pk for answer in answers} == {Message.objects.get().pk}
    assert hearth.room.rev == before + 1


def test_one_nonce_in_two_rooms_at_once_is_stored_in_one(hearth: Hearth) -> None:
    """Here no common lock decides, only the database's constraint."""
    kitchen = rooms.create(owner=hearth.owner, name="Kitchen").pk
    nonce = uuid.uuid4()

    def send(room_id: int) -> str:
        return code_of(lambda: stored(NewMessage(by=hearth.owner, room_id=room_id, nonce=nonce, text="hello")))

    codes = at_once(*[lambda room_id=room_id: send(room_id) for room_id in (hearth.id, kitchen) * 3])
    message = Message.objects.get()
    assert sorted(codes) == [""] * 3 + ["nonce_conflict"] * 3
    assert Room.objects.get(pk=message.room_id).last_seq == 1
    assert Room.objects.exclude(pk=message.room_id).get().last_seq == 0


def test_of_two_owners_who_leave_at_once_one_stays(hearth: Hearth) -> None:
    hearth.set_role(hearth.moderator, Role.OWNER)
    owners = (hearth.owner, hearth.moderator)
    codes = at_once(
        *[lambda owner=owner: code_of(lambda: memberships.leave(by=owner, room_id=hearth.id)) for owner in owners]
    )
    assert sorted(codes) == ["", "last_owner"]
    assert Membership.objects.current().filter(role=Role.OWNER).count() == 1


def test_joining_several_times_at_once_is_one_membership(hearth: Hearth) -> None:
    before = hearth.room
    at_once(*[lambda: joining.join(by=hearth.stranger, room_id=hearth.id)] * 5)
    assert (hearth.room.member_count, hearth.room.rev) == (before.member_count + 1, before.rev + 1)


def test_of_claims_at_once_one_gets_the_site() -> None:
    code = site.setup_code()

    def claim(turn: int) -> str:
        name, email = f"person{turn}", f"{turn}@example.org"
        return code_of(lambda: site.claim(code=code, username=name, email=email, password=PASSWORD, room="Hearth"))

    codes = at_once(*[lambda turn=turn: claim(turn) for turn in range(5)])
    assert sorted(codes) == ["", *["setup_done"] * 4]
    assert (User.objects.count(), Room.objects.count(), Epoch.objects.count()) == (1, 1, 1)
