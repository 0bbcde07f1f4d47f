"""The demo: a site whose numbers are those of a real one, filled once, and nowhere it is not wanted."""

import re
import uuid
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from accounts.services.passwords import password_problems
from chat import payloads, selectors
from chat.demo import rhythm, script, site
from chat.demo.play import PLACEHOLDER, Deck
from chat.demo.script import LANGUAGES, Line, Thread
from chat.models import EarlierText, Membership, Mention, Message, Reaction, Room
from chat.services.authority import Member
from chat.services.importing.history import PastMember, PastMessage, PastReaction, PastRoom
from chat.services.importing.rooms import record
from chat.services.messages import sending, threads
from chat.services.messages.storing import NewMessage
from chat.services.rooms import direct
from chat.services.rooms.rooms import change
from core.problems import Problem
from core.text.emojis import one_emoji
from tests.support.in_process import PASSWORD, Api, a_user

UNTIL = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def expect_sound(room: Room) -> None:
    """What every client relies on."""
    said = list(room.messages.order_by("seq"))
    memberships = list(room.memberships.all())
    assert [message.seq for message in said] == list(range(1, room.last_seq + 1))
    assert all(earlier.created_at <= later.created_at for earlier, later in pairwise(said))
    revs = [message.rev for message in said] + [membership.rev for membership in memberships]
    revs += [room.room_rev] if room.room_rev else []
    assert len(set(revs)) == len(revs)
    assert min(revs) >= 1
    assert max(revs) == room.rev
    untouched = [message.rev for message in said if not is_touched(message)]
    assert untouched == sorted(untouched)
    assert room.member_count == sum(membership.is_current for membership in memberships)
    assert room.last_message_at == (said[-1].created_at if said else None)
    assert all(0 <= membership.last_read_seq <= room.last_seq for membership in memberships)
    assert any(membership.is_owner for membership in memberships) != room.is_direct
    assert not any(message.text for message in said if message.is_deleted)
    assert all(message.reply_to.seq < message.seq for message in said if message.reply_to)
    assert all(message.thread.seq < message.seq and message.thread.thread is None for message in said if message.thread)
    for message in said:
        expect_sound_marks(message)
    times = ("edited_at", "deleted_at", "pinned_at")
    last_changes = [time for message in said for name in times if (time := getattr(message, name))]
    joined = [membership.joined_at for membership in memberships]
    archived = [room.archived_at] if room.archived_at else []
    assert room.changed_at >= max([message.created_at for message in said] + last_changes + joined + archived)


def is_touched(message: Message) -> bool:
    """Changed after it was sent."""
    return bool(message.edited_at or message.deleted_at or message.pinned_at or message.reactions or message.replies)


def expect_sound_marks(message: Message) -> None:
    """What the row says is what working it out anew comes to."""
    stored = payloads.Message.of(message)
    threads.recount(message)
    assert payloads.Message.of(message).replies == stored.replies
    for reaction in stored.reactions:
        rows = Reaction.objects.filter(message=message, emoji=reaction.emoji).order_by("pk")
        assert reaction.users == list(rows.values_list("user", flat=True))
        assert reaction.count == len(reaction.users)
    counted = set(Mention.objects.filter(room=message.room, seq=message.seq).values_list("user", flat=True))
    assert counted == (set() if stored.mentions_here else {*stored.mentions} - {stored.author.id})
    assert EarlierText.objects.filter(message=message).count() == bool(stored.edited_at and not stored.deleted_at)


# -- The writer


@pytest.fixture
def people(db: None) -> list[User]:
    return [a_user(name) for name in ("hanako", "kenji", "emma")]


@pytest.fixture
def room(people: list[User]) -> Room:
    """Four messages among three people: one quoted and edited, one deleted, one pinned in a thread, and then it was archived."""
    hanako, kenji, emma = people

    def minute(number: float) -> datetime:
        return UNTIL + timedelta(minutes=number)

    members = [
        PastMember(hanako, minute(0), Membership.Role.OWNER, unread=2),
        PastMember(kenji, minute(1)),
        PastMember(emma, minute(2.5), unread=99),
    ]
    said = [
        PastMessage(hanako, "one", minute(2), edited_at=minute(6), earlier_text="noe"),
        PastMessage(kenji, "two", minute(3), deleted_at=minute(4.5)),
        PastMessage(emma, "@Kenji three", minute(4), reply_to=0, reactions=[PastReaction("🍵", kenji, minute(6.5))]),
        PastMessage(kenji, "four", minute(5), thread=2, pinned_at=minute(7), pinned_by=hanako),
    ]
    [recorded] = record([PastRoom("Hearth", "public", "", minute(-1), members, said, archived_at=minute(9))])
    recorded.refresh_from_db()
    return recorded


def test_a_recorded_past_has_the_numbers_it_would_have_had(room: Room) -> None:
    expect_sound(room)
    # 1 hanako, 2 kenji, 3 "one", 4 emma, 5 "two", 6 "three", 7 "two" deleted, 8 "four", 9 "three" answered, 10 "one" edited,
    # 11 "three" reacted to, 12 "four" pinned, 13 archived
    assert dict(room.memberships.values_list("user__username", "rev")) == {"hanako": 1, "kenji": 2, "emma": 4}
    assert list(room.messages.order_by("seq").values_list("rev", flat=True)) == [10, 7, 11, 12]
    assert (room.rev, room.room_rev, room.last_seq, room.member_count) == (13, 13, 4, 3)
    assert list(room.messages.order_by("seq").values_list("text", flat=True)) == ["one", "", "@Kenji three", "four"]
    assert room.messages.get(seq=3).reply_to == room.messages.get(seq=1)
    hanako, kenji = (room.memberships.get(user__username=name).user for name in ("hanako", "kenji"))
    three, four = (payloads.Message.of(room.messages.get(seq=seq)) for seq in (3, 4))
    assert (four.thread, four.pinned_by, three.mentions) == (three.id, hanako.pk, [kenji.pk])
    assert three.replies == payloads.Replies(1, four.created_at, [kenji.pk])
    assert room.messages.get(seq=1).earlier_texts.get().text == "noe"
    assert room.messages.get(seq=2).deleted_by == kenji
    assert dict(room.memberships.values_list("user__username", "last_read_seq")) == {"hanako": 2, "kenji": 4, "emma": 0}


def test_life_goes_on_after_a_recorded_past(room: Room, people: list[User]) -> None:
    hanako, kenji, _ = people
    change(by=Member(hanako), room_id=room.pk, archived=False)
    sent = sending.send(NewMessage(by=kenji, room_id=room.pk, nonce=uuid.uuid4(), text="and now"))
    assert (sent.message.seq, sent.message.rev) == (5, 15)

    caught_up = selectors.changes_since(kenji, known_epoch=selectors.epoch(), revs={room.pk: 11}).rooms[str(room.pk)]
    assert [message.rev for message in caught_up.messages or []] == [12, 15]
    assert caught_up.head == 15


def test_a_room_without_a_word_is_a_room(people: list[User]) -> None:
    [room] = record([PastRoom("Quiet", "private", "", UNTIL, [PastMember(people[0], UNTIL, "owner")], [])])
    room.refresh_from_db()
    expect_sound(room)
    assert (room.last_seq, room.last_message_at, room.rev) == (0, None, 1)


# -- The texts


def test_every_thread_can_be_played() -> None:
    played = script.read()
    for language in LANGUAGES:
        threads = [thread for named in played.threads.values() for thread in named if thread.language == language]
        assert len(threads) >= 30
        for thread in threads:
            known = {*played.words[language], *thread.parts, *(f"@{part}" for part in thread.parts), "token"}
            assert thread.parts == list("abcdef"[: len(thread.parts)])
            for index, line in enumerate(thread.lines):
                assert line.reply is None or 0 <= line.reply < index
                assert line.beside is None or thread.lines[line.beside].beside is None
                assert line.beside is None or 0 <= line.beside < index
                assert all(one_emoji(emoji) == emoji for emoji in line.emoji)
                assert all(wording for wording in line.wordings)
                assert {name for wording in line.wordings for name in PLACEHOLDER.findall(wording)} <= known
    names = {person.username for person in played.people}
    for scene in played.scenes:
        assert {*scene.cast, *scene.moderators} <= names
        assert {*scene.threads} <= played.threads.keys()


def test_a_line_that_is_none_is_refused() -> None:
    assert Line.read("b>2*: yes || no") == Line("b", 1, "*", ("yes", "no"))
    assert Line.read("b^1>2![🍵 🔥]: yes") == Line("b", 1, "!", ("yes",), 0, ("🍵", "🔥"))
    with pytest.raises(ValueError, match="not a line of dialogue"):
        Line.read("somebody says something")


def test_no_thread_comes_again_before_the_others_and_none_at_the_wrong_hour() -> None:
    line = (Line.read("a: hello"),)
    morning, *others = Thread("en", line, hours=(6, 11)), *(Thread(f"{number}", line) for number in range(4))
    deck, rng = Deck([morning, *others]), Random(1)

    drawn = [deck.draw(rng, hour=20) for _ in range(40)]
    assert all(before is not after for before, after in pairwise(drawn))
    assert set(Counter(drawn).values()) == {10}
    assert morning not in drawn
    assert morning in [deck.draw(rng, hour=8) for _ in range(6)]
    assert Deck([morning]).draw(rng, hour=20) is None


def test_people_talk_in_their_waking_hours() -> None:
    since = UNTIL - timedelta(weeks=8)
    moments = list(rhythm.starts(Random(1), "work", 3, since=since, until=UNTIL))
    assert moments == sorted(moments)
    assert since <= moments[0]
    assert moments[-1] < UNTIL
    local = [moment.astimezone(rhythm.PLACE) for moment in moments]
    assert all(8 <= moment.hour < 20 for moment in local)
    assert sum(moment.weekday() >= rhythm.WEEKEND for moment in local) < len(local) / 10


# -- The site


@pytest.fixture
def filled(db: None) -> None:
    site.fill(until=UNTIL, password=PASSWORD)


def test_every_room_is_sound(db: None) -> None:
    epoch = selectors.epoch()
    site.fill(until=UNTIL)
    rooms = list(Room.objects.all())
    assert len(rooms) >= 12
    assert {room.kind for room in rooms} == {"public", "private", "direct"}
    assert sum(room.is_archived for room in rooms) == 1
    for room in rooms:
        expect_sound(room)
        assert room.changed_at <= UNTIL
    assert User.objects.count() == 24
    assert Message.objects.count() >= 3000
    assert Message.objects.exclude(edited_at=None).count() >= 10
    assert Message.objects.exclude(deleted_at=None).count() >= 3
    assert Message.objects.exclude(reply_to=None).count() >= 20
    assert selectors.epoch() == epoch


@pytest.mark.usefixtures("filled")
def test_nobody_speaks_before_they_came_or_where_they_are_not() -> None:
    joined = {(row.room_id, row.user_id): row.joined_at for row in Membership.objects.all()}
    for message in Message.objects.all():
        assert joined[message.room_id, message.author_id] < message.created_at


@pytest.mark.usefixtures("filled")
def test_the_visitor_can_sign_in_and_has_something_to_read() -> None:
    [(_, administrator), *others] = site.sign_ins()
    assert administrator.is_superuser
    assert len(others) >= 3
    assert not any(user.is_staff for _, user in others)
    for _, user in site.sign_ins():
        form = {"username": user.username, "password": PASSWORD}
        assert Api().post("session/", form).status == 200
    summaries = selectors.summaries_of(administrator)
    assert sum(summary.unread > 0 for summary in summaries) >= 3
    assert sum(summary.unread == 0 for summary in summaries) >= 3
    assert selectors.rooms_to_join(administrator).exists()


@pytest.mark.usefixtures("filled")
def test_the_visitor_has_people_to_talk_to() -> None:
    hanako, kenji = (User.objects.get(username=name) for name in ("hanako", "kenji"))
    summaries = selectors.summaries_of(hanako)
    direct_rooms = {tuple(person.username for person in room.people): room for room in summaries if room.people}
    assert direct_rooms.keys() == {("kenji",), ("yuki",), ("emma", "aoi")}
    assert all(room.last_seq > 0 for room in direct_rooms.values())
    assert direct.open_direct(by=kenji, others=[hanako.pk]).room.pk == direct_rooms["kenji",].id
    assert 2 <= sum(room.favourite for room in summaries) < len(summaries) / 2
    assert User.objects.exclude(status_text="").count() >= 5


@pytest.mark.usefixtures("filled")
def test_the_first_message_after_the_demo_takes_the_next_numbers() -> None:
    kenji = User.objects.get(username="kenji")
    room = Room.objects.for_member(kenji).order_by("pk")[0]
    sent = sending.send(NewMessage(by=kenji, room_id=room.pk, nonce=uuid.uuid4(), text="ただいま")).message
    assert (sent.seq, sent.rev) == (room.last_seq + 1, room.rev + 1)
    room.refresh_from_db()
    expect_sound(room)


@pytest.mark.usefixtures("filled")
def test_the_same_moment_gives_the_same_site() -> None:
    def told() -> list[Any]:
        rows = Message.objects.order_by("pk").values_list(
            "room__name", "seq", "rev", "author__username", "text", "nonce"
        )
        return list(rows)

    first = told()
    Message.objects.all().delete()
    Room.objects.all().delete()
    User.objects.all().delete()
    site.fill(until=UNTIL)
    assert told() == first


# -- The command


def run(capsys: pytest.CaptureFixture[str], *options: str) -> str:
    call_command("demo", *options)
    return capsys.readouterr().out


def password_in(told: str) -> str:
    """What the command said that the people's password is."""
    (found,) = re.findall(r"with the password: (\S+)\n", told)
    return str(found)


def signs_in(password: str) -> bool:
    return Api().post("session/", {"username": "hanako", "password": password}).status == 200


def test_the_command_tells_how_to_sign_in_and_fills_only_once(
    db: None, capsys: pytest.CaptureFixture[str], settings: Any
) -> None:
    settings.HOST, settings.PORT = "0.0.0.0", "8231"
    first = run(capsys)
    for shown in ("hanako", "佐藤 雪", "http://localhost:8231/"):
        assert shown in first
    assert signs_in(password_in(first))

    before = (User.objects.count(), Room.objects.count(), Message.objects.count())
    again = run(capsys)
    assert (User.objects.count(), Room.objects.count(), Message.objects.count()) == before
    assert "here already" in again
    assert "--new-password" in again


def test_the_password_is_made_for_this_site_shown_once_and_kept_as_a_hash(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    password = password_in(run(capsys))
    assert re.fullmatch(r"([a-z2-9]{4}-){3}[a-z2-9]{4}", password)
    assert password_problems(password, User.objects.get(username="hanako")) == {}
    assert password not in run(capsys)
    assert signs_in(password), "running it again changes nothing"
    assert not User.objects.filter(password__contains=password).exists()
    assert site.new_password() != password


def test_another_password_on_request(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    old = password_in(run(capsys))
    hanako, somebody = Api(User.objects.get(username="hanako")), a_user("somebody")
    new = password_in(run(capsys, "--new-password"))
    assert (signs_in(old), signs_in(new)) == (False, True)
    assert hanako.get("me/").refusal == (401, "session_revoked")
    somebody.refresh_from_db()
    assert somebody.check_password(PASSWORD), "not of the demo"


def test_the_command_leaves_people_of_the_sites_own_alone(db: None) -> None:
    a_user("somebody")
    with pytest.raises(CommandError, match="IRORI_STATE=var/demo"):
        call_command("demo")
    with pytest.raises(CommandError, match="IRORI_STATE=var/demo"):
        call_command("demo", "--new-password")
    assert (User.objects.count(), Room.objects.count()) == (1, 0)
    with pytest.raises(Problem):
        site.fill(until=UNTIL)
