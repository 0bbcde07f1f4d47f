"""Who may fetch a message's file."""

import pytest
from django.apps import apps
from django.utils.module_loading import import_string

from chat.selectors.files import files_of, readable_by
from chat.services.authority import Member
from chat.services.messages import editing
from chat.services.rooms import memberships
from files.models import File
from tests.chat.hearth import Hearth
from tests.files.a_file import a_file
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db


def test_the_app_names_it() -> None:
    assert [import_string(path) for path in getattr(apps.get_app_config("chat"), "file_readers", ())] == [readable_by]


@pytest.mark.parametrize(
    ("who", "may"), [("owner", True), ("moderator", True), ("member", True), ("former", False), ("stranger", False)]
)
def test_current_members_of_the_room(hearth: Hearth, who: str, may: bool) -> None:
    file = a_file(hearth.owner)
    hearth.say(files=(file.pk,))
    assert readable_by(hearth.person(who), file) is may


def test_from_the_moment_of_a_change(hearth: Hearth) -> None:
    file = a_file(hearth.member)
    assert not readable_by(hearth.member, file)
    message = hearth.say(author=hearth.member, files=(file.pk,))
    assert readable_by(hearth.member, file)
    memberships.remove(by=Member(hearth.owner), room_id=hearth.id, user_id=hearth.member.pk)
    assert not readable_by(hearth.member, file)
    editing.delete(by=Member(hearth.owner), message=message)
    assert not readable_by(hearth.owner, file)


def test_the_list_takes_one_query(hearth: Hearth) -> None:
    for _ in range(3):
        hearth.say(files=(a_file(hearth.owner).pk, a_file(hearth.owner).pk))
    rows = files_of(hearth.room)
    assert queries_of(lambda: [(row.file.name, row.message.author.username, row.message.seq) for row in rows]) == 1
    assert File.objects.count() == len(rows) == 6
