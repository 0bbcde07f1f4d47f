"""What moderators and administrators of a large site look at: reports, held messages, mutes, bans from the site, rules,
the audit log, bulk actions and counts by minute."""

import time

from django.db import connection

from benchmarks.admin.rows import insert, json, moment, series, skewed, spread, uuid, word

THINGS = ("kettle", "会議", "report", "東京", "window", "お茶", "deploy", "議事録", "winter", "明日", "coffee")
COUNTED = ("messages", "refused_sign_ins", "slow_readers")


def add(messages: int, people: int, rooms: int) -> None:
    """For each 1,000,000 messages 1,000,000 acts, 100,000 reports, of which a twentieth waits, as many held messages,
    20,000 mutes in rooms, 2,000 bans and 2,000 rules."""
    _reports(people, rooms, messages)
    _held(people, rooms)
    _restrictions(people, rooms)
    _acts(messages, people, rooms)
    _work(rooms)
    _kept(messages)


def _reports(people: int, rooms: int, messages: int) -> None:
    from moderation.models import Report

    message = (
        """'{"id": ' || i || ', "seq": ' || i || ', "author": {"id": 1, "username": "person1", "display_name": "Hana"},"""
        """ "text": "spam about the kettle ' || i || '", "files": [], "created_at": "2026-05-01T12:00:00Z", "edited_at": null}'"""
    )
    insert(
        Report,
        people,
        {
            "id": "i",
            "kind": "'message'",
            "target": "i",
            "message_id": spread(messages),
            "room_id": skewed(rooms),
            "user_id": skewed(people),
            "for_room": "i %% 3 = 0" if connection.vendor == "postgresql" else "(i %% 3 = 0)",
            "reporter_id": spread(people, 5),
            "reason": word("i", "spam", "abuse", "illegal", "private", "other"),
            "text": "'please look ' || i",
            "kept": json(f"""'{{"message": ' || {message} || ', "person": null, "room": null}}'"""),
            "context": json(f"""'{{"before": [' || {message} || '], "after": [' || {message} || ']}}'"""),
            "created_at": moment("i * 300"),
            "state": "CASE WHEN i %% 20 <> 0 THEN 'decided' WHEN i %% 40 = 0 THEN 'claimed' ELSE 'open' END",
            "claimed_by_id": "CASE WHEN i %% 40 = 0 THEN 1000 END",
            "decision": f"CASE WHEN i %% 20 <> 0 THEN {word('i', 'nothing', 'delete', 'mute', 'remove', 'ban')} ELSE '' END",
            "decided_by_id": "CASE WHEN i %% 20 <> 0 THEN 1000 END",
            "decided_at": f"CASE WHEN i %% 20 <> 0 THEN {moment('i * 300 + 3600')} END",
        },
    )


def _held(people: int, rooms: int) -> None:
    from moderation.models import HeldMessage, Rule

    insert(
        Rule,
        rooms // 10,
        {
            "id": "i",
            "room_id": f"CASE WHEN i %% 4 <> 0 THEN {spread(rooms)} END",
            "pattern": "'badword' || i",
            "key": "'badword' || i",
            "action": word("i", "warn", "hold", "refuse"),
            "created_by_id": "1000",
        },
    )
    insert(
        HeldMessage,
        people,
        {
            "id": "i",
            "room_id": skewed(rooms, 17),
            "author_id": skewed(people, 3),
            "nonce": uuid("i"),
            "text": f"{word('i', *THINGS)} || ' badword' || i",
            "at": moment("i * 300"),
            "state": "CASE WHEN i %% 20 = 0 THEN 'waiting' WHEN i %% 3 = 0 THEN 'refused' ELSE 'released' END",
            "rule_id": f"1 + i %% {rooms // 10}",
            "is_first": "(i %% 40 = 0)",
            "decided_at": f"CASE WHEN i %% 20 <> 0 THEN {moment('i * 300 + 60')} END",
        },
    )


def _restrictions(people: int, rooms: int) -> None:
    from moderation.models import Mute, SiteBan

    # Of four mutes one holds until it is lifted, one for a while, one is over and one was lifted.
    until = f"CASE WHEN i %% 4 = 1 THEN {moment('i + 40000000')} WHEN i %% 4 = 2 THEN {moment('i * 1000')} END"
    common = {
        "muted_by_id": "1000",
        "at": moment("i * 1000"),
        "until": until,
        "reason": "'too loud'",
        "ended_at": f"CASE WHEN i %% 4 = 3 THEN {moment('i * 1000 + 60')} END",
        "own_rev": "i",
    }
    insert(Mute, rooms, {"id": "i", "room_id": "i", "user_id": spread(people), **common})
    insert(Mute, rooms // 10, {"id": f"{rooms} + i", "user_id": "i", **common})
    insert(
        SiteBan,
        rooms // 10,
        {
            "id": "i",
            "user_id": "i * 50",
            "banned_by_id": "1000",
            "at": moment("i * 1000"),
            "reason": "'spam'",
            "lifted_at": f"CASE WHEN i %% 2 = 0 THEN {moment('i * 1000 + 60')} END",
        },
    )


def _acts(messages: int, people: int, rooms: int) -> None:
    from core.audit import registry
    from core.audit.models import Act, Content

    names = sorted(registry.declared())
    # Every second act is a sign-in, as on a site where people sign in.
    name = f"CASE WHEN i %% 2 = 0 THEN 'accounts.signed_in' ELSE {word('i / 2', *names)} END"
    in_room = "i %% 4 = 1"
    insert(
        Act,
        messages,
        {
            "id": "i",
            "at": moment("i * 31"),
            "name": name,
            "door": word("i", "web", "admin", "socket"),
            "by_id": skewed(people),
            "on_kind": "'accounts.user'",
            "on_id": f"CAST({skewed(people, 7)} AS text)",
            "room_id": f"CASE WHEN {in_room} THEN {skewed(rooms, 9)} END",
            "digest": "'digest' || i",
            "position": "i",
            "link": "'link' || i",
        },
    )
    insert(
        Content,
        messages,
        {
            "act_id": "i",
            "salt": "'salt'",
            "by_name": f"'person' || {skewed(people)}",
            "on_name": f"'person' || {skewed(people, 7)}",
            "room_name": f"CASE WHEN {in_room} THEN 'room' ELSE '' END",
            "reason": "CASE WHEN i %% 10 = 0 THEN 'asked for' ELSE '' END",
            "address": "'203.0.' || ((i / 7) %% 256) || '.' || ((i * i) %% 256)",
            "details": "'{}'",
        },
    )


def _work(rooms: int) -> None:
    from core.bulk.models import BulkAction
    from core.minute_counts.models import Count
    from core.minute_counts.spans import HOUR, MINUTE

    many = ",".join(f'"{number}"' for number in range(10_000))
    rows = json(f"""'[{many}]'""")
    told = {"by_id": "1000", "model": "'chat.membership'", "action": "'remove'", "title": "'Remove'", "rows": rows}
    insert(
        BulkAction,
        rooms // 20,
        {
            "id": "i",
            "key": "'key' || i",
            "total": "10000",
            "created_at": moment("i * 2000"),
            "position": "10000",
            **told,
        },
    )
    now = int(time.time())
    for span, number in ((MINUTE, 24 * 60), (HOUR, 30 * 24)):
        first = now // span * span - number * span
        for name in COUNTED:
            insert(
                Count,
                number,
                {"name": f"'{name}'", "span": f"{span}", "at": f"{first} + i * {span}", "amount": spread(500)},
            )


def _kept(messages: int) -> None:
    """A thousandth of the messages was deleted by moderators within the last day."""
    from chat.models import KeptMessage

    insert(
        KeptMessage,
        0,
        {"message_id": "i", "until": moment("366 * 86400"), "text": "'rude'"},
        source=f"SELECT i * 50 AS i FROM ({series(messages // 1000)}) AS every",
    )
