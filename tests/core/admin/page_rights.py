"""Which rights open which page of the admin. A page that stands in no line is a mistake."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.contrib.auth.models import Group
from django.db.models import Model
from django.utils import timezone

from accounts.models import Invitation, SiteLogo, User
from accounts.services import sessions
from chat.models import RoomUsage
from core.audit.models import Act
from core.audit.recording import record
from core.bulk.models import BulkAction
from files.models import PersonUsage
from moderation.models import FirstMessages
from search.models import IndexedRoom
from tests.core.admin import action_rows
from tests.core.admin.action_rows import an_invitation, chief, homes, own_rooms, people

Needs = tuple[frozenset[str], ...]


class Pages(NamedTuple):
    """The rights on the model that open each page, by their first letters: add, change, delete, view. Each is enough, but
    of "a+c" both are needed; "" never opens. `lists`: the list; `save`: sending the form of a row."""

    lists: str
    add: str
    change: str
    save: str
    delete: str
    history: str


LOOKED_AT = Pages("vc", "", "vc", "", "", "vc")
# By model. The right to change shows what it does not let change, as Django has it.
PAGES: Mapping[str, Pages] = {
    "audit.act": Pages("v", "", "v", "", "", "v"),
    "auth.group": Pages("vc", "a", "vc", "c", "d", "vc"),
    "accounts.invitation": Pages("vc", "a", "vc", "", "", "vc"),
    "accounts.user": Pages("vc", "a+c", "vc", "c", "", "vc"),
    "accounts.session": LOOKED_AT,
    # The page of the row only leads to the list.
    "accounts.sitelogo": Pages("vc", "", "vc", "vc", "", "vc"),
    "bulk.bulkaction": LOOKED_AT,
    "chat.ban": Pages("vc", "a", "vc", "", "d", "vc"),
    "chat.membership": Pages("vc", "a", "vc", "c", "d", "vc"),
    "chat.message": Pages("vc", "", "vc", "", "d", "vc"),
    "chat.room": Pages("vc", "a", "vc", "c", "", "vc"),
    "chat.roominvitation": Pages("vc", "", "vc", "", "d", "vc"),
    "chat.roomusage": LOOKED_AT,
    "files.file": Pages("vc", "", "vc", "", "d", "vc"),
    "files.personusage": LOOKED_AT,
    "jobs.job": Pages("vc", "", "vc", "", "d", "vc"),
    "moderation.firstmessages": Pages("vc", "", "vc", "c", "", "vc"),
    # The form has no field that can be changed.
    "moderation.heldmessage": Pages("vc", "", "vc", "c", "", "vc"),
    "moderation.mute": Pages("vc", "a", "vc", "", "d", "vc"),
    "moderation.report": Pages("vc", "", "vc", "c", "", "vc"),
    "moderation.rule": Pages("vc", "a", "vc", "c", "d", "vc"),
    "moderation.siteban": Pages("vc", "a", "vc", "", "d", "vc"),
    "search.indexedroom": LOOKED_AT,
}


class Other(NamedTuple):
    """A page of its own. `of`: the model whose row its address names. `needs`: one right of each set."""

    method: str
    of: str
    needs: Needs


def _by(*rights: str) -> Needs:
    """Each is enough."""
    return (frozenset(rights),)


READS_MEMBERS = _by("chat.view_membership", "chat.change_membership")


OTHERS: Mapping[str, Other] = {
    "audit_act_export": Other("post", "", _by("audit.view_act")),
    "accounts_user_password_link": Other("get", "accounts.user", _by("accounts.change_user")),
    "auth_user_password_change": Other("get", "accounts.user", _by("accounts.change_user")),
    "accounts_session_end": Other("post", "accounts.session", _by("accounts.change_session")),
    "files_personusage_count": Other("post", "", _by("files.view_personusage", "files.change_personusage")),
    "chat_roomusage_count": Other("post", "", _by("chat.view_roomusage", "chat.change_roomusage")),
    "chat_membership_hand_over": Other(
        "get", "accounts.user", _by("chat.change_membership") + _by("chat.add_membership")
    ),
    "chat_message_read": Other("get", "chat.room", _by("chat.view_message", "files.view_file")),
    "chat_message_restore": Other("post", "chat.message", _by("chat.delete_message")),
    "chat_room_members": Other("post", "chat.room", _by("chat.view_room", "chat.change_room") + READS_MEMBERS),
}
# What shows nothing but what the reader may see anyway.
OF_STAFF = frozenset({"index", "home", "password_change", "password_change_done", "jsi18n", "app_list", "view_on_site"})
OF_EVERYBODY = frozenset({"login", "logout", "language"})
# Opens to who sees the list of what it finds.
AUTOCOMPLETE = "autocomplete"

# By model and function: what shows the section, to who sees the page.
SECTIONS: Mapping[tuple[str, str], Needs] = {
    ("accounts.user", "accounts.admin.device_section.devices"): _by("accounts.view_session", "accounts.change_session"),
    ("accounts.user", "chat.admin.people_sections.rooms"): READS_MEMBERS,
    ("accounts.user", "chat.admin.people_sections.usage"): _by("files.view_file"),
    ("accounts.user", "moderation.admin.mutes.of_person"): _by("moderation.view_mute"),
    ("accounts.user", "moderation.admin.site_bans.of_person"): _by("moderation.view_siteban"),
    ("chat.message", "chat.admin.message_sections.kept"): _by("chat.delete_message"),
    ("chat.message", "chat.admin.message_sections.around"): _by("chat.view_message"),
    ("chat.room", "chat.admin.room_members.of_room"): READS_MEMBERS,
    ("chat.room", "moderation.admin.mutes.of_room"): _by("moderation.view_mute"),
}


def an_act() -> Act:
    record("accounts.signed_in", by=chief(), on=chief())
    return Act.objects.latest("pk")


def a_bulk_action() -> BulkAction:
    return BulkAction.objects.create(model="chat.room", action="archive", title="Archive", key="key", rows=[], total=0)


COUNTED: Mapping[str, Any] = {"files": 1, "size": 1, "counted_at": timezone.now()}
# A row for each page.
ROW: Mapping[str, Callable[[], Model]] = {
    "audit.act": an_act,
    "auth.group": lambda: Group.objects.create(name="tea drinkers"),
    "accounts.invitation": lambda: Invitation.objects.create(made_by=chief(), code="code"),
    "accounts.user": lambda: people(1)[0],
    "accounts.session": lambda: sessions.begin(people(1)[0]).session,
    "accounts.sitelogo": lambda: SiteLogo.objects.create(pk=1),
    "bulk.bulkaction": a_bulk_action,
    "chat.ban": lambda: action_rows.a_ban(own_rooms(1)[0]),
    "chat.membership": lambda: homes(1)[0],
    "chat.message": lambda: action_rows.messages(1)[0],
    "chat.room": lambda: own_rooms(1)[0],
    "chat.roominvitation": lambda: an_invitation(own_rooms(1)[0]),
    "chat.roomusage": lambda: RoomUsage.objects.create(room=own_rooms(1)[0], **COUNTED),
    "files.file": lambda: action_rows.files(1)[0],
    "files.personusage": lambda: PersonUsage.objects.create(person=people(1)[0], **COUNTED),
    "jobs.job": lambda: action_rows.failed_jobs(1)[0],
    "moderation.firstmessages": lambda: FirstMessages.objects.create(),
    "moderation.heldmessage": lambda: action_rows.held(1)[0],
    "moderation.mute": lambda: action_rows.mutes(1)[0],
    "moderation.report": lambda: action_rows.reports(1)[0],
    "moderation.rule": lambda: action_rows.written_rules(1)[0],
    "moderation.siteban": lambda: action_rows.site_banned(1)[0],
    "search.indexedroom": lambda: IndexedRoom.objects.create(room=own_rooms(1)[0]),
}


def staff_with(*rights: str) -> User:
    """Somebody of the staff with these rights alone."""
    return action_rows.permitted(people(1, is_staff=True)[0], rights)
