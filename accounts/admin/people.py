from collections.abc import Callable, Collection, Iterable
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.admin import password_links
from accounts.admin.forms import NewPersonForm, PasswordForm, PersonForm
from accounts.admin.people_actions import ActionsOnPeople, changer_of
from accounts.admin.permissions import may_change
from accounts.admin.recorded_changes import record_changes
from accounts.api.requests import desk
from accounts.models import Session, User
from accounts.models.people import matching
from accounts.services import people, second_factor
from accounts.user_names.spelling import folded
from core.admin import newest_first
from core.admin.actions import action
from core.admin.lists import as_id, words_of
from core.admin.pages import ServicePages, list_link
from core.admin.time_zones import shown_time
from core.audit.recording import record

Users = QuerySet[User]
MOST_FOUND = 100
# Of a search of the list.
BOUNDS = newest_first.Bounds(found=500, read=100_000, part=20_000)


@admin.register(User)
class PeopleAdmin(ActionsOnPeople, ServicePages, UserAdmin):  # type: ignore[type-arg]
    form = PersonForm
    add_form = NewPersonForm
    change_password_form = PasswordForm
    change_form_template = "accounts/admin_person.html"

    list_display = ("username", "display_name", "email", "is_active", "is_staff", "last_seen")
    list_filter = ("is_active", "is_staff", "is_superuser")
    sortable_by = ("username",)
    search_fields = ("username", "display_name", "email")
    readonly_fields = ("last_login", "date_joined", "last_seen", "email_verified_at", "two_steps", "devices")
    fieldsets = (
        (None, {"fields": ("username", "display_name", "email", "email_verified_at", "language")}),
        (_("Signing in"), {"fields": ("password", "two_steps", "devices")}),
        (_("Rights"), {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")}),
        (_("Dates"), {"fields": ("date_joined", "last_seen", "last_login")}),
    )
    add_fieldsets = ((None, {"fields": ("username", "display_name", "email", "password1", "password2")}),)
    actions = ("activate", "deactivate", "sign_out_everywhere", "reset_second_factor")

    # -- Who may

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or may_change(request, obj))

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        # People are deactivated, not deleted: their messages and memberships are part of the history of rooms.
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        # Otherwise anybody who may change people could become an administrator.
        own_rights = () if request.user.is_superuser else ("is_staff", "is_superuser", "groups", "user_permissions")
        return (*self.readonly_fields, *own_rights)

    # -- A link to set a new password

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.password_link)
        return [path("<path:object_id>/password-link/", view, name="accounts_user_password_link"), *super().get_urls()]

    def password_link(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return password_links.page(self, request, object_id)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        person = context.get("original")
        may_have_link = bool(person) and password_links.may_have_link(self, request, person)
        return super().render_change_form(request, {**context, "may_have_link": may_have_link}, *args, **kwargs)

    # -- The list

    def get_search_results(self, request: HttpRequest, queryset: Users, search_term: str) -> tuple[Users, bool]:
        words, before = newest_first.split(words_of(search_term))
        everybody = User.objects.all() if before is None else User.objects.filter(pk__lt=before)
        if not words:
            return (queryset if before is None else queryset.filter(pk__lt=before)), False

        def with_words(some: Users) -> Users:
            for word in words:
                some = some.filter(matching(word) | Q(email_key__contains=folded(word)))
            return some

        looked = newest_first.look(everybody, with_words, BOUNDS)
        newest_first.tell(request, looked, BOUNDS, search_term)
        return queryset.filter(pk__in=looked.ids), False

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        changes = super().get_changelist_instance(request)
        look_up_last_seen(changes.result_list)
        return changes

    # -- Changes

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        by = cast(User, request.user)
        if not change:
            fields = {name: form.cleaned_data[name] for name in ("username", "display_name", "email")}
            # An email that an administrator enters counts as confirmed.
            obj.pk = people.register(password=form.cleaned_data["password1"], verified=True, **fields).pk
            record("accounts.person_added", by=by, on=obj)
            return
        columns = {field.name for field in User._meta.concrete_fields}
        _save_changed(obj, [name for name in form.changed_data if name in columns])
        if "is_active" in form.changed_data:
            people.set_active(user=obj, active=obj.is_active, by=by)
        record_changes(obj, form.changed_data, by=by)

    @action(permissions=("change",), description=_("Turn two-step sign-in off"), final=True)
    def reset_second_factor(self, request: HttpRequest, queryset: Users) -> None:
        # No job for more rows than a request changes: the letters' links lead to the address of the request.
        chosen, done = list(queryset.order_by("pk")), gettext("Turned two-step sign-in off")
        changed = second_factor.reset_many(people=chosen, desk=desk(request), by=changer_of(request, chosen))
        self.log_changes(request, changed, f"{done}.")
        self.message_user(request, f"{done}: {len(changed)}", messages.SUCCESS)

    @admin.display(description=_("two-step sign-in"), boolean=True)
    def two_steps(self, user: User) -> bool:
        return second_factor.is_on(user)

    @admin.display(description=_("last seen"))
    def last_seen(self, user: User) -> str:
        """When a device of theirs last asked for a token, which it does every few minutes while it is in use."""
        if not hasattr(user, "seen_at"):
            look_up_last_seen([user])
        return shown_time(user.seen_at)  # type: ignore[attr-defined]

    @admin.display(description=_("signed-in devices"))
    def devices(self, user: User) -> str:
        return list_link(f"{user.sessions.live().count()}", Session, user__id__exact=user.pk)


def look_up_last_seen(people: Iterable[User]) -> None:
    """Set when each of these people was last seen: one query."""
    shown = {user.pk: user for user in people}
    newest = Session.objects.filter(user=OuterRef("pk")).order_by("-last_used_at").values("last_used_at")[:1]
    seen = User.objects.filter(pk__in=shown).annotate(seen_at=Subquery(newest)).values_list("pk", "seen_at")
    for pk, at in seen:
        shown[pk].seen_at = at  # type: ignore[attr-defined]


def person(field: str) -> Callable[[str], Q]:
    """A search prefix for people: `kenji`, `@kenji` or an id."""

    def matching(value: str) -> Q:
        either = Q(username_key=folded(value.removeprefix("@")))
        if (number := as_id(value)) is not None:
            either |= Q(pk=number)
        return Q(**{f"{field}__in": list(User.objects.filter(either).values_list("pk", flat=True))})

    return matching


def people_named(words: list[str]) -> list[int]:
    """Ids of people with these words in their names, limited in number so that their rows are found by index."""
    found = User.objects.order_by("pk")
    for word in words:
        found = found.filter(matching(word))
    return list(found.values_list("pk", flat=True)[:MOST_FOUND])


def _save_changed(edited: User, fields: Collection[str]) -> None:
    """Save these fields alone, in the row as it is now: a new password, portrait or status may have been stored since the
    form read it."""
    user = User.objects.select_for_update(no_key=True).get(pk=edited.pk)
    before = people.shown(user)
    changed = [name for name in fields if name != "is_active"]  # the service changes that
    for name in changed:
        setattr(user, name, getattr(edited, name))
    if "email" in changed:
        user.email_verified_at = timezone.now()
        changed.append("email_verified_at")
    user.save(update_fields=changed)
    people.tell_if_changed(user, before)
