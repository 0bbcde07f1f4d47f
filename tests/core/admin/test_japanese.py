"""An administrator with a Japanese browser reads no English of ours."""

import re
from html.parser import HTMLParser
from itertools import chain
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import Invitation, Session, SiteLogo, User
from accounts.services import invitations, sessions
from chat.models import Ban, Membership, Message, Room, RoomInvitation, RoomUsage
from chat.services.authority import Administrator, Member
from chat.services.messages import editing, sending
from chat.services.messages.filters import Withheld
from chat.services.messages.storing import NewMessage
from chat.services.rooms import bans, direct, memberships, rooms
from chat.services.rooms import invitations as room_invitations
from core.app_contents import named
from core.audit.models import Act
from core.jobs.models import Job
from files.models import File, PersonUsage
from files.problems import PROBLEMS
from moderation.models import FirstMessages, HeldMessage, Mute, Report, Rule, SiteBan
from moderation.services import deciding, mutes, reporting, rules, site_bans
from search.models import IndexedRoom
from tests.files.a_file import a_file

MODELS: tuple[type[Model], ...] = (
    Act, Ban, File, HeldMessage, IndexedRoom, Invitation, Job, Membership, Message, Mute, Report, Room, RoomInvitation, Rule,
    Session, SiteBan, User,
)  # fmt: skip
# Rows that a job counts have a list alone.
COUNTED: tuple[type[Model], ...] = (PersonUsage, RoomUsage)
ADDABLE = (Ban, Invitation, Membership, Mute, Room, Rule, SiteBan, User)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
# Names, of groups as well, what somebody typed, what one types to search, what is shown of a password's hash
# and what Django's own pages have in English,
# names of permissions among them.
NO_ENGLISH = re.compile(
    r"Irori|Firefox|Linux|English|moderator|administrator|\w+@\S+|hanako|kenji|yuki|aoi|/invitation#\S+|\b(user|by|on|act|ip|author|room|id|owner|person):\w+|\bCSV\b|宣伝|Mozilla.*|^Search$|\bUTC\b"
    r"|Control|Mac|Command|\w+\*+|\w+\.png|image/png"
)
PERMISSION = re.compile(r"Can view [a-z -]+")
SHOWN_OF_A_LOGO = ("file_refused", "file_empty", "file_damaged", "picture_too_large", "file_infected", "storage_full")
WORD = re.compile(r"[A-Za-z]{3,}")


class Words(HTMLParser):
    """What a page shows, and what it says of its controls."""

    UNSHOWN = ("script", "style")
    # Django names permissions in English, whatever the language.
    DJANGOS_OWN = ("user_permissions", "user_permissions_old")
    SAID = ("title", "placeholder", "alt", "aria-label")

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._unshown = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        said = dict(attributes)
        if tag in self.UNSHOWN or said.get("name") in self.DJANGOS_OWN:
            self._unshown = tag
        # Django's own icons are called True and False in every language.
        self.found += [said[name] or "" for name in self.SAID if name in said and said[name] not in ("True", "False")]
        if said.get("type") == "submit":
            self.found.append(said.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._unshown:
            self._unshown = ""

    def handle_data(self, data: str) -> None:
        if not self._unshown:
            self.found.append(data)

    @property
    def english(self) -> set[str]:
        said = (" ".join(text.split()) for text in self.found)
        return {text for text in said if WORD.search(NO_ENGLISH.sub("", PERMISSION.sub("", text)))}


@pytest.fixture
def admin(client: Client) -> Client:
    """hanako's, with something to look at on every page."""
    hanako = User.objects.create_superuser("hanako", "hanako@example.org", "warm hands by the fire")
    room = rooms.create(name="囲炉裏", kind=Room.Kind.PUBLIC, topic="", owner=hanako)
    photo = a_file(hanako, "薪.png")
    said = sending.send(NewMessage(by=hanako, room_id=room.pk, nonce=uuid4(), text="火を熾した", files=(photo.pk,)))
    editing.edit(by=hanako, message_id=said.message.id, text="火が熾きた")
    invitations.invite(by=hanako, note="友人", max_uses=3)
    room_invitations.invite(by=Member(hanako), room_id=room.pk, lifetime=None, uses=None)
    bans.ban(by=Member(hanako), room_id=room.pk, user_id=User.objects.create_user("kenji").pk, reason="宣伝")
    direct.open_direct(by=hanako, others=[User.objects.get(username="kenji").pk])
    sessions.begin(hanako, user_agent=FIREFOX)
    Job.objects.create(type="accounts.mail", error="届きません", created_at=timezone.now())
    for counter in named("file_counters"):
        counter()
    IndexedRoom.objects.create(room=room)
    rules.add(by=Administrator(hanako), room_id=None, kind="word", pattern="宣伝", action="hold", note="ここではなく")
    with pytest.raises(Withheld):
        sending.send(NewMessage(by=hanako, room_id=room.pk, nonce=uuid4(), text="宣伝", files=()))
    report_some(hanako, room, User.objects.get(username="kenji"))
    restrict_some(hanako, room)
    client.force_login(hanako)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "ja"
    return client


def restrict_some(hanako: User, room: Room) -> None:
    """Somebody who is muted in a room and on the site, and somebody who is banned with their messages."""
    aoi, by = User.objects.create_user("aoi"), Administrator(hanako)
    memberships.add(by=Member(hanako), room_id=room.pk, user_ids=[aoi.pk])
    mutes.mute(by=by, room_id=room.pk, user_id=aoi.pk, seconds=600, reason="落ち着いて")
    mutes.mute(by=by, room_id=None, user_id=aoi.pk, seconds=None)
    site_bans.ban(by=hanako, user_id=User.objects.create_user("太郎").pk, remove_since=timezone.now())


def report_some(hanako: User, room: Room, kenji: User) -> None:
    """A message and a person, to be looked at, and a room twice, to be decided."""
    alone = direct.open_direct(by=kenji, others=[hanako.pk]).room
    said = sending.send(NewMessage(by=hanako, room_id=alone.pk, nonce=uuid4(), text="黙れ")).message
    reporting.report(by=kenji, reason="abuse", message=said.id)
    reporting.report(by=kenji, reason="abuse", user=hanako.pk)
    first = reporting.report(by=hanako, reason="spam", room=room.pk).report
    deciding.decide(by=hanako, report_id=first.pk, decision="nothing")
    reporting.report(by=hanako, reason="private", room=room.pk)
    reporting.report(by=hanako, reason="illegal", user=kenji.pk)


@pytest.mark.django_db
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_page_of_a_model_is_japanese(admin: Client, model: type[Model]) -> None:
    pages = [page(model, "changelist"), *(page(model, "change", row.pk) for row in model._default_manager.all())]
    assert len(pages) > 1
    if model in ADDABLE:
        pages.append(page(model, "add"))
    assert english_on(admin, *pages) == set()


@pytest.mark.django_db
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_so_is_every_page_for_who_may_only_look(admin: Client, model: type[Model]) -> None:
    reader = User.objects.create_user("yuki", is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    admin.force_login(reader)
    rows = model._default_manager.all()
    assert english_on(admin, page(model, "changelist"), *(page(model, "change", row.pk) for row in rows)) == set()


@pytest.mark.django_db
def test_so_are_files_and_the_logo(admin: Client) -> None:
    models: tuple[type[Model], ...] = (*COUNTED, SiteLogo)
    addresses = [page(each, "changelist") for each in models]
    addresses.append(page(File, "delete", File.objects.get().pk))
    assert english_on(admin, *addresses) == set()
    PersonUsage.objects.all().delete()
    assert english_on(admin, page(PersonUsage, "changelist")) == set()
    for problem, (_status, text) in PROBLEMS.items():
        if problem in SHOWN_OF_A_LOGO:
            with translation.override("ja"):
                assert translation.gettext(text) != text


@pytest.mark.django_db
def test_so_are_first_messages(admin: Client) -> None:
    FirstMessages.objects.create()
    assert english_on(admin, page(FirstMessages, "change", 1)) == set()


@pytest.mark.django_db
def test_so_is_what_a_service_refuses(admin: Client) -> None:
    mine = Membership.objects.get(room__name="囲炉裏", user__username="hanako")
    for model, row, action, more in (
        (Membership, mine, "delete_selected", {"post": "yes"}),
        (Membership, mine, "ban", {}),
    ):
        chosen = {"action": action, "_selected_action": [row.pk], **more}
        answer = admin.post(page(model, "changelist"), chosen, follow=True)
        assert "error" in answer.content.decode()
        assert Words(answer.content.decode()).english == set()
    form = {"name": "押し入れ", "kind": "private", "topic": "", "owner": mine.user_id, "is_default": "on"}
    answer = admin.post(page(Room, "add"), form)
    assert "公開ルームだけです" in answer.content.decode()
    assert Words(answer.content.decode()).english == set()


@pytest.mark.django_db
def test_the_pages_of_no_model_are_japanese(admin: Client) -> None:
    addresses = [reverse("admin:index"), reverse("admin:password_change")]
    addresses += [
        reverse("admin:app_list", args=[label])
        for label in ("accounts", "audit", "chat", "jobs", "search", "moderation")
    ]
    assert english_on(admin, *addresses) == set()
    assert english_on(Client(headers={"Accept-Language": "ja"}), reverse("admin:login")) == set()


@pytest.mark.django_db
def test_what_an_action_says_is_japanese(admin: Client) -> None:
    room = Room.objects.get(name="囲炉裏")
    answer = admin.post(page(Room, "changelist"), {"action": "archive", "_selected_action": [room.pk]}, follow=True)
    assert "アーカイブ済み: 1" in answer.content.decode()
    assert Words(answer.content.decode()).english == set()


@pytest.mark.django_db
def test_no_space_divides_a_name_from_what_follows(admin: Client) -> None:
    words = admin.get(page(Room, "changelist")).content.decode()
    assert "ルームを追加" in words
    assert "種類で絞り込む" in words


def page(model: type[Model], name: str, *ids: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=ids)


def english_on(client: Client, *addresses: str) -> set[str]:
    shown = (client.get(address) for address in addresses)
    return set(
        chain.from_iterable(Words(answer.content.decode()).english for answer in shown if answer.status_code == 200)
    )
