"""A site with one of everything that a call can be about, and each call as somebody makes it who has every right to."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps

from accounts import signed_links
from accounts.models import SecondFactor, Session, User
from accounts.sealing import unseal
from accounts.services import password_reset, sessions
from chat.models import Room
from chat.services import site
from chat.services.authority import Member
from chat.services.messages import pins, reactions
from chat.services.personal import reading, sections
from chat.services.rooms import bans, invitations, memberships, rooms
from tests.accounts.authenticator import Authenticator, turn_on
from tests.chat.hearth import Hearth
from tests.support.in_process import PASSWORD, Api, a_user

NEW = "another warm evening by the fire"


class Scene(Hearth):
    def __init__(self) -> None:
        super().__init__()
        User.objects.filter(pk=self.owner.pk).update(is_staff=True, is_superuser=True)
        self.message = self.say("tea is ready")
        self.api = Api(User.objects.get(pk=self.owner.pk))
        self.other_room = rooms.create(owner=self.moderator, name="Kitchen").pk
        self.made = invitations.invite(by=Member(self.owner), room_id=self.id, lifetime=None, uses=1)
        bans.ban(by=Member(self.owner), room_id=self.id, user_id=a_user("banned").pk)
        self.banned = User.objects.get(username="banned").pk
        self.key = str(uuid.uuid4())


@dataclass(frozen=True)
class Sent:
    """A call as it is sent, twice."""

    path: str
    body: Any = None
    api: Api | None = None  # of the owner, who is an administrator, where it is of nobody else
    headers: Mapping[str, str] = field(default_factory=dict)


Prepare = Callable[[Scene], Sent]


def simply(path: str, body: Any = None) -> Prepare:
    def prepare(scene: Scene) -> Sent:
        names = {"room": scene.id, "user": scene.member.pk, "message": scene.message.pk, "banned": scene.banned}
        return Sent(path.format(**names), body(scene) if callable(body) else body)

    return prepare


def of_nobody(path: str, body: Any = None) -> Prepare:
    return lambda scene: Sent(path, body, Api())


def profile(username: str) -> dict[str, str]:
    return {"username": username, "email": f"{username}@example.org", "password": PASSWORD}


def claiming(scene: Scene) -> Sent:
    for model in (Room, User):
        model.objects.all().delete()
    return Sent("setup/", {**profile("founder"), "code": site.setup_code(), "room": "Hearth"}, Api())


def signed_in_by_cookie(scene: Scene) -> Api:
    api = Api()
    api.post("session/", {"username": scene.owner.username, "password": PASSWORD})
    return api


def by_cookie(path: str) -> Prepare:
    return lambda scene: Sent(path, None, signed_in_by_cookie(scene))


def refreshing_a_program(scene: Scene) -> Sent:
    return Sent("token/refresh/", {"refresh": sessions.begin(scene.owner).refresh}, Api())


def verifying(scene: Scene) -> Sent:
    return Sent("token/verify/", {"token": sessions.begin(scene.owner).access}, Api())


def resetting(scene: Scene) -> Sent:
    link = password_reset.hand(user=User.objects.get(pk=scene.owner.pk), site="").partition("link=")[2]
    return Sent("password/reset/", {"link": link, "new": NEW}, Api())


def confirming_an_address(scene: Scene) -> Sent:
    link = signed_links.make("address", user=scene.owner.pk, email="new@example.org", was=scene.owner.email)
    return Sent("email/confirm/", {"link": link})


def confirming_the_app(scene: Scene) -> Sent:
    secret = scene.api.post("me/second-factor/begin/", {"password": PASSWORD}).body["secret"]
    return Sent("me/second-factor/confirm/", {"code": Authenticator(secret).code()})


def renewing_recovery_codes(scene: Scene) -> Sent:
    app, _ = turn_on(scene.api)
    return Sent("me/second-factor/recovery-codes/", {"password": PASSWORD, "code": app.code()})


def turning_off(scene: Scene) -> Sent:
    app, _ = turn_on(scene.api)
    return Sent("me/second-factor/off/", {"password": PASSWORD, "code": app.code()})


def revoking_a_site_invitation(scene: Scene) -> Sent:
    return Sent(f"invitations/{scene.api.post('invitations/', {}).body['id']}/")


def ending_a_session(scene: Scene) -> Sent:
    return Sent(f"me/sessions/{sessions.begin(scene.owner).session.pk}/")


def ending_all_others(scene: Scene) -> Sent:
    sessions.begin(scene.owner)
    return Sent("me/sessions/")


def seeing_a_warning(scene: Scene) -> Sent:
    copied = sessions.begin(scene.owner).session
    sessions.revoke([copied], Session.End.TOKEN_REUSED)
    return Sent(f"me/warnings/{copied.pk}/")


def of_the_member(path: str) -> Prepare:
    return lambda scene: Sent(path.format(room=scene.id, other=scene.other_room), None, Api(scene.member))


def staying(scene: Scene) -> Sent:
    memberships.add(by=Member(scene.owner), room_id=scene.id, user_ids=[scene.stranger.pk])
    return Sent(f"rooms/{scene.id}/stay/", None, Api(scene.stranger))


def accepting(scene: Scene) -> Sent:
    return Sent(f"invitations/{scene.made.token}/", None, Api(scene.stranger))


def reacted(scene: Scene) -> Sent:
    reactions.add(by=scene.owner, message_id=scene.message.pk, emoji="🍵")
    return Sent(f"messages/{scene.message.pk}/reactions/🍵/")


def pinned(scene: Scene) -> Sent:
    pins.pin(by=scene.owner, message_id=scene.message.pk)
    return Sent(f"messages/{scene.message.pk}/pin/")


def read_to_the_end(scene: Scene) -> int:
    """The seq of the newest message."""
    return reading.advance(by=scene.owner, room_id=scene.id, seq=scene.message.seq)


def a_section(scene: Scene) -> int:
    return sections.create(by=scene.owner, name="Work").pk


CALLS: dict[str, Prepare] = {
    "POST /api/setup/": claiming,
    "POST /api/register/": of_nobody("register/", profile("mai")),
    "POST /api/register/link/": of_nobody("register/link/", {"email": "mai@example.org"}),
    "POST /api/register/invitation/": lambda scene: Sent(
        "register/invitation/", {"invitation": scene.api.post("invitations/", {}).body["code"]}, Api()
    ),
    "POST /api/session/": of_nobody("session/", {"username": "hanako", "password": PASSWORD}),
    "POST /api/session/refresh/": by_cookie("session/refresh/"),
    "POST /api/session/access/": by_cookie("session/access/"),
    "DELETE /api/session/": by_cookie("session/"),
    "POST /api/token/": of_nobody("token/", {"username": "hanako", "password": PASSWORD}),
    "POST /api/token/refresh/": refreshing_a_program,
    "POST /api/token/verify/": verifying,
    "POST /api/session/ticket/": simply("session/ticket/"),
    "POST /api/password/forgotten/": of_nobody("password/forgotten/", {"username": "hanako"}),
    "POST /api/password/reset/": resetting,
    "PATCH /api/me/": simply("me/", {"display_name": "Hana", "status_emoji": "🍵"}),
    "POST /api/me/password/": simply("me/password/", {"current": PASSWORD, "new": NEW}),
    "PUT /api/me/email/": simply("me/email/", {"email": "new@example.org", "password": PASSWORD}),
    "POST /api/me/email/link/": simply("me/email/link/"),
    "POST /api/email/confirm/": confirming_an_address,
    "POST /api/me/second-factor/begin/": simply("me/second-factor/begin/", {"password": PASSWORD}),
    "POST /api/me/second-factor/confirm/": confirming_the_app,
    "POST /api/me/second-factor/recovery-codes/": renewing_recovery_codes,
    "POST /api/me/second-factor/off/": turning_off,
    "POST /api/invitations/": simply("invitations/", {"note": "Meetup", "max_uses": 3}),
    "DELETE /api/invitations/{}/": revoking_a_site_invitation,
    "DELETE /api/me/sessions/{}/": ending_a_session,
    "DELETE /api/me/sessions/": ending_all_others,
    "DELETE /api/me/warnings/{}/": seeing_a_warning,
    "POST /api/rooms/": simply(
        "rooms/", lambda scene: {"kind": "private", "name": "Den", "members": [scene.member.pk]}
    ),
    "POST /api/direct/": simply("direct/", lambda scene: {"users": [scene.member.pk]}),
    "PATCH /api/rooms/{}/": simply(
        "rooms/{room}/", lambda it: {"name": "Kotatsu", "topic": "Feet", "archived": True, "successor": it.other_room}
    ),
    "PATCH /api/rooms/{}/mine/": simply("rooms/{room}/mine/", {"muted": True}),
    "POST /api/rooms/{}/join/": of_the_member("rooms/{other}/join/"),
    "POST /api/rooms/{}/leave/": of_the_member("rooms/{room}/leave/"),
    "POST /api/rooms/{}/stay/": staying,
    "POST /api/rooms/{}/members/": simply("rooms/{room}/members/", lambda scene: {"users": [scene.stranger.pk]}),
    "PATCH /api/rooms/{}/members/{}/": simply("rooms/{room}/members/{user}/", {"role": "moderator"}),
    "DELETE /api/rooms/{}/members/{}/": simply("rooms/{room}/members/{user}/"),
    "PUT /api/rooms/{}/bans/{}/": simply("rooms/{room}/bans/{user}/", {"reason": "Advertising"}),
    "DELETE /api/rooms/{}/bans/{}/": simply("rooms/{room}/bans/{banned}/"),
    "POST /api/rooms/{}/messages/": simply("rooms/{room}/messages/", {"nonce": str(uuid.uuid4()), "text": "hello"}),
    "PATCH /api/messages/{}/": simply("messages/{message}/", lambda scene: {"text": "tea", "rev": scene.message.rev}),
    "DELETE /api/messages/{}/": simply("messages/{message}/"),
    "PUT /api/messages/{}/reactions/{}/": simply("messages/{message}/reactions/🍵/"),
    "DELETE /api/messages/{}/reactions/{}/": reacted,
    "PUT /api/messages/{}/pin/": simply("messages/{message}/pin/"),
    "DELETE /api/messages/{}/pin/": pinned,
    "POST /api/rooms/{}/invitations/": simply("rooms/{room}/invitations/", {"uses": 3}),
    "DELETE /api/rooms/{}/invitations/{}/": lambda scene: Sent(
        f"rooms/{scene.id}/invitations/{scene.made.invitation.pk}/"
    ),
    "POST /api/invitations/{}/": accepting,
    "PUT /api/rooms/{}/draft/": simply("rooms/{room}/draft/", {"text": "hel", "at": "2026-11-20T09:12:00Z"}),
    "POST /api/rooms/{}/read/": simply("rooms/{room}/read/", {"seq": 1}),
    "POST /api/rooms/{}/unread/": lambda scene: Sent(f"rooms/{scene.id}/unread/", {"seq": read_to_the_end(scene)}),
    "POST /api/rooms/read/": simply("rooms/read/", lambda scene: {"rooms": {str(scene.id): 1}}),
    "POST /api/sections/": simply("sections/", {"name": "Work"}),
    "PATCH /api/sections/{}/": lambda scene: Sent(f"sections/{a_section(scene)}/", {"name": "Home", "position": 0}),
    "DELETE /api/sections/{}/": lambda scene: Sent(f"sections/{a_section(scene)}/"),
    "POST /api/sync/": simply("sync/", {"epoch": str(uuid.uuid4()), "rooms": {}}),
}


def stored() -> dict[str, list[Any]]:
    """All that a call could change."""
    apps_of = map(apps.get_app_config, ("accounts", "chat", "files", "moderation", "notifications"))
    tables = [table for app in apps_of for table in app.get_models()]
    rows = {table.__name__: list(table._default_manager.order_by("pk").values()) for table in tables}
    for factor in rows[SecondFactor.__name__]:
        factor["secret"] = unseal(factor["secret"])
    return rows
