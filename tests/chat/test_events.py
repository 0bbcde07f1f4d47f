"""What accounts' news become on the way to a person's sockets."""

import pytest
from django.db import transaction
from msgspec import Struct

from accounts.models import Session
from accounts.services import people
from accounts.services.sessions import begin, revoke
from chat import events
from tests.chat.hearth import Hearth, Published
from tests.support.in_process import PASSWORD

pytestmark = pytest.mark.django_db


def ended(user_id: int, *sessions: Session, reason: str = "session_revoked") -> tuple[str, dict[str, object]]:
    ids = [str(session.pk) for session in sessions]
    return f"user.{user_id}", {"type": "session.ended", "sessions": ids, "reason": reason}


def test_a_person_is_told_which_of_their_sessions_ended(hearth: Hearth, published: Published) -> None:
    sessions = [begin(user).session for user in (hearth.owner, hearth.member, hearth.owner)]
    revoke(sessions, Session.End.SIGNED_OUT)
    assert published.frames == []
    assert published.events == [
        ended(hearth.owner.pk, sessions[0], sessions[2]),
        ended(hearth.member.pk, sessions[1]),
    ]


def test_a_changed_password_spares_the_session_that_changed_it(hearth: Hearth, published: Published) -> None:
    here, there = (begin(hearth.owner).session for _ in range(2))
    people.change_password(user=hearth.owner, current=PASSWORD, new="embers glow until morning", keep=here)
    assert published.events == [ended(hearth.owner.pk, there)]


def test_somebody_deactivated_is_told_why(hearth: Hearth, published: Published) -> None:
    session = begin(hearth.owner).session
    people.set_active(user=hearth.owner, active=False)
    assert published.events == [ended(hearth.owner.pk, session, reason="user_inactive")]


def test_nobody_is_told_of_a_sign_out_that_was_rolled_back(hearth: Hearth, published: Published) -> None:
    session = begin(hearth.owner).session
    with transaction.atomic():
        revoke([session], Session.End.SIGNED_OUT)
        transaction.set_rollback(True)
    assert published.sent == []


def test_nothing_is_read_to_tell_of_a_loaded_message(
    hearth: Hearth, published: Published, django_assert_num_queries: object
) -> None:
    message = hearth.say()
    published.clear()
    with django_assert_num_queries(0):  # type: ignore[operator]
        events.messages_changed([message])
    assert len(published.frames) == 1


class Poked(Struct, tag="poked"):
    times: int


def test_a_frame_of_another_app_goes_to_the_sockets_of_each_person(hearth: Hearth, published: Published) -> None:
    published.clear()
    events.tell_people({hearth.owner.pk: Poked(1), hearth.member.pk: Poked(2)})
    assert published.events == [
        (f"user.{user.pk}", {"type": "list.frame", "frame": f'{{"type":"poked","times":{times}}}'})
        for times, user in enumerate((hearth.owner, hearth.member), 1)
    ]


def test_one_about_a_room_goes_to_the_sockets_that_carry_it(hearth: Hearth, published: Published) -> None:
    published.clear()
    events.tell_people({hearth.owner.pk: Poked(1)}, room_id=hearth.id)
    ((group, event),) = published.events
    assert (group, event["type"], event["room"]) == (f"user.{hearth.owner.pk}", "frame", hearth.id)
