"""A large site, made by SQL: `python -m benchmarks.admin.population [MESSAGES]` in the environment of a site.

For each 1,000,000 messages 100,000 people, 20,000 rooms, 300,000 memberships. A room of 10,000 people has a
twenty-seventh of the messages.
"""

import os
import sys

import django
from django.db import connection, transaction

from benchmarks.admin import staff_rows
from benchmarks.admin.rows import insert, moment, series, skewed, spread, uuid, word

GIVEN = ("健二", "花子", "Yuki", "Aoi", "太郎", "Mika", "Kenji", "さくら", "Hana", "Sora")
FAMILY = ("佐藤", "Suzuki", "高橋", "Tanaka", "伊藤", "Watanabe", "山本", "Nakamura", "小林")
THINGS = ("kettle", "会議", "report", "東京", "window", "お茶", "deploy", "議事録", "winter", "明日", "coffee")
VERBS = ("is ready", "を確認しました", "was late again", "について話したい", "looks good to me", "は来週です", "broke")
LARGE, MEMBERS_OF_LARGE = 1, 10_000


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    fill(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)


def fill(messages: int) -> None:
    people, rooms = messages // 10, messages // 50
    with transaction.atomic():
        _people(people)
        _rooms(rooms, people, messages)
        _messages(messages, rooms, people)
        _the_rest(messages, rooms, people)
        staff_rows.add(messages, people, rooms)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _people(people: int) -> None:
    from accounts.models import Session, User
    from accounts.models.name_skeleton import NameSkeleton

    display = f"{word('i', *FAMILY)} || ' ' || {word('i / 9', *GIVEN)}"
    name = "'person' || i"
    insert(
        User,
        people,
        {
            "id": "i",
            "username": name,
            "username_key": name,
            "display_name": display,
            "email": f"{name} || '@example.org'",
            "email_key": f"{name} || '@example.org'",
            "password": "'!'",
            "search_key": f"lower('\n' || {name} || '\n' || {display} || '\n')",
            "is_active": "i %% 50 <> 0",
            "is_staff": "i %% 1000 = 0",
            "date_joined": moment("i * 300"),
        },
    )
    insert(NameSkeleton, people, {"user_id": "i", "skeleton": name})
    insert(
        Session,
        people * 2,
        {
            "id": uuid("i"),
            "user_id": spread(people),
            "user_agent": "'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'",
            "created_at": moment("i * 150"),
            "last_used_at": moment("i * 155"),
            "expires_at": moment("i * 155 + 2592000"),
            "revoked_at": f"CASE WHEN i %% 3 = 0 THEN {moment('i * 155')} END",
            "end": "CASE WHEN i %% 3 = 0 THEN 'signed_out' ELSE '' END",
        },
    )


def _rooms(rooms: int, people: int, messages: int) -> None:
    from chat.models import Membership, Room

    kind = "CASE WHEN i > 1 AND i %% 3 = 0 THEN 'direct' WHEN i %% 3 = 1 THEN 'public' ELSE 'private' END"
    name = f"{word('i', *THINGS)} || ' ' || {word('i / 11', *GIVEN)} || ' ' || i"
    insert(
        Room,
        rooms,
        {
            "id": "i",
            "kind": kind,
            "name": f"CASE WHEN i > 1 AND i %% 3 = 0 THEN '' ELSE {name} END",
            "topic": f"CASE WHEN i %% 5 = 1 THEN 'About the ' || {word('i / 5', *THINGS)} ELSE '' END",
            "search_key": f"lower({name} || '\n')",
            "people_key": "CASE WHEN i > 1 AND i %% 3 = 0 THEN 'people' || i ELSE '' END",
            "is_default": "i %% 5000 = 1",
            "archived_at": f"CASE WHEN i %% 20 = 4 THEN {moment('i * 1000')} END",
            "created_at": moment("i * 1000"),
        },
    )
    # A stride without a common factor gives different people to each room.
    everywhere = (
        f"SELECT i AS room, {people} AS people, n.i AS k FROM ({series(rooms)}) AS r"
        f" JOIN ({series(14)}) AS n ON n.i <= CASE WHEN r.i > 1 AND r.i %% 3 = 0 THEN 2 ELSE 20 END"
    ).replace("SELECT i AS", "SELECT r.i AS")
    large = f"SELECT {LARGE} AS room, {people} AS people, 14 + i AS k FROM ({series(min(MEMBERS_OF_LARGE, people // 2))}) AS s"
    member = "1 + (room * 13 + k * 7) %% people"
    insert(
        Membership,
        0,
        {
            "room_id": "room",
            "user_id": member,
            "role": "CASE WHEN k = 1 THEN 'owner' WHEN k = 2 THEN 'moderator' ELSE 'member' END",
            "joined_at": moment("room * 1000 + k * 60"),
            "left_at": f"CASE WHEN k > 2 AND (room + k) %% 12 = 0 THEN {moment('room * 1000 + k * 90')} END",
            "rev": "k",
        },
        source=f"{everywhere} UNION ALL {large}",
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE chat_room SET member_count = (SELECT count(*) FROM chat_membership m"
            " WHERE m.room_id = chat_room.id AND m.left_at IS NULL)"
        )


def _messages(messages: int, rooms: int, people: int) -> None:
    from chat.models import Message

    numbered = (
        f"SELECT i, room, row_number() OVER (PARTITION BY room ORDER BY i) AS seq FROM"
        f" (SELECT i, {skewed(rooms)} AS room FROM ({series(messages)}) AS every) AS placed"
    )
    text = (
        f"{word('i', *THINGS)} || ' ' || {word('i / 11', *VERBS)} || ' ' || {word('i / 77', *THINGS)} || ', '"
        f" || {word('i / 7', *VERBS)} || ' #' || i"
    )
    insert(
        Message,
        0,
        {
            "id": "i",
            "room_id": "room",
            "seq": "seq",
            "rev": "seq",
            "author_id": skewed(people, 31),
            "nonce": uuid("i"),
            "text": f"CASE WHEN i %% 50 = 0 THEN '' ELSE {text} END",
            "created_at": moment("i * 31"),
            "deleted_at": f"CASE WHEN i %% 50 = 0 THEN {moment('i * 31 + 60')} END",
        },
        # In the order in which they were sent, which is their order on the disk of a site.
        source=f"{numbered} ORDER BY i",
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE chat_room SET last_seq = coalesce((SELECT max(seq) FROM chat_message m WHERE m.room_id = chat_room.id), 0),"
            " last_message_at = (SELECT created_at FROM chat_message m WHERE m.room_id = chat_room.id ORDER BY seq DESC LIMIT 1)"
        )
        cursor.execute("UPDATE chat_room SET rev = last_seq + 20000, room_rev = 1")


def _the_rest(messages: int, rooms: int, people: int) -> None:
    from accounts.models import Invitation
    from chat.models import Ban, MessageFile, RoomInvitation, RoomUsage
    from core.jobs.models import Job
    from files.models import File, PersonUsage

    later = moment("i * 500")
    insert(
        Ban, rooms, {"room_id": "i", "user_id": spread(people), "banned_by_id": "1", "at": later, "reason": "'spam'"}
    )
    insert(RoomInvitation, rooms, {"room_id": "i", "made_by_id": spread(people), "digest": "'digest' || i"})
    insert(Invitation, rooms // 10, {"code": "'code' || i", "made_by_id": spread(people), "note": "'for ' || i"})
    insert(
        File,
        people,
        {
            "id": uuid("i"),
            "blob": uuid("i"),
            "owner_id": skewed(people),
            "name": f"{word('i', *THINGS)} || i || '.png'",
            "type": "'image/png'",
            "size": "1000 + (i * 7919) %% 10000000",
            "state": "'ready'",
        },
    )
    insert(
        MessageFile,
        people,
        {"message_id": "message", "room_id": "room", "file_id": uuid("i")},
        source="SELECT id / 10 AS i, id AS message, room_id AS room FROM chat_message WHERE id %% 10 = 0",
    )
    counted = {"files": "i %% 100", "size": "i * 1000", "counted_at": later}
    insert(RoomUsage, rooms, {"room_id": "i", **counted})
    insert(PersonUsage, people, {"person_id": "i", **counted})
    failed = {"failed_at": later, "created_at": later, "attempts": "9", "error": "'JobFailed'", "due_at": "NULL"}
    insert(Job, rooms // 10, {"type": "'accounts.mail'", "payload": "'{}'", **failed})


if __name__ == "__main__":
    main()
