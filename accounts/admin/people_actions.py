"""Actions on many people."""

from collections.abc import Sequence
from typing import cast

from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.admin.permissions import may_change
from accounts.models import User
from accounts.services import many_people
from core.bulk.actions import bulk
from core.problems import Problem


class ActionsOnPeople:
    @bulk(permissions=("change",), description=_("Activate"), done=_("Activated"))
    def activate(self, request: HttpRequest, people: list[User]) -> Sequence[User]:
        return many_people.set_active(by=changer_of(request, people), people=people, active=True)

    @bulk(permissions=("change",), description=_("Deactivate, and sign out everywhere"), done=_("Deactivated"))
    def deactivate(self, request: HttpRequest, people: list[User]) -> Sequence[User]:
        return many_people.set_active(by=changer_of(request, people), people=people, active=False)

    @bulk(permissions=("change",), description=_("Sign out everywhere"), done=_("Signed out everywhere"))
    def sign_out_everywhere(self, request: HttpRequest, people: list[User]) -> Sequence[User]:
        return many_people.sign_out_everywhere(by=changer_of(request, people), people=people)


def changer_of(request: HttpRequest, people: list[User]) -> User:
    """Who acts. Raises Problem `forbidden` where one of these people is not theirs to change."""
    for person in people:
        if person == request.user:
            raise Problem("forbidden", gettext("That is yourself."), about=person)
        if not may_change(request, person):
            raise Problem("forbidden", gettext("Only a superuser changes people of the staff."), about=person)
    return cast(User, request.user)
