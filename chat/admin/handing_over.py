"""The page that hands over somebody's rooms to another person."""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from chat.admin.authority import administrator
from chat.models import Membership, Room
from chat.selectors.owners import rooms_owned_alone
from chat.services.rooms import handing_over
from core.admin.lists import as_id
from core.admin.pages import text_of
from core.problems import Problem

SHOWN = 20


class NewOwnerForm(forms.Form):
    owner = forms.ModelChoiceField(User.objects.filter(is_active=True), label=_("New owner"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = cast("forms.ModelChoiceField[User]", self.fields["owner"])
        # Made for each form: the widget depends on the reader's language.
        widget = AutocompleteSelect(Membership._meta.get_field("user"), admin.site)
        widget.choices = owner.choices
        owner.widget = widget


def may_hand_over(request: HttpRequest) -> bool:
    return request.user.has_perms(("chat.change_membership", "chat.add_membership"))


def page(pages: Any, request: HttpRequest, user_id: int) -> HttpResponse:
    if not may_hand_over(request):
        raise PermissionDenied
    person = User.objects.filter(pk=user_id).first()
    if person is None:
        raise Http404
    form = NewOwnerForm(_chosen(request) if request.method == "POST" else None)
    if form.is_valid():
        try:
            done = handing_over.hand_over(by=administrator(request), owner=person, to=form.cleaned_data["owner"])
        except Problem as problem:
            form.add_error("owner", text_of(problem))
        else:
            messages.success(request, gettext("Rooms handed over: %(count)d") % {"count": done})
            return HttpResponseRedirect(_back(request, person))
    rooms = rooms_owned_alone(person)
    shown: list[Room] = list(rooms[:SHOWN])
    context = {
        **pages.admin_site.each_context(request),
        "opts": pages.opts,
        "title": gettext("Hand over rooms"),
        "person": person,
        "form": form,
        "media": pages.media + form.media,
        "rooms": shown,
        "more": max(0, rooms.count() - len(shown)),
    }
    return TemplateResponse(request, "chat/admin_hand_over.html", context)


def _chosen(request: HttpRequest) -> dict[str, str]:
    """What was chosen, or nothing: Django's field and widget fail at what can be no id."""
    owner = request.POST.get("owner", "")
    return {"owner": owner if as_id(owner) is not None else ""}


def _back(request: HttpRequest, person: User) -> str:
    if request.user.has_perm("accounts.view_user") or request.user.has_perm("accounts.change_user"):
        return reverse("admin:accounts_user_change", args=[person.pk])
    return reverse("admin:chat_membership_changelist")
