"""Users, looked up by their names and emails."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import AbstractUser, UserManager
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.name_skeleton import NameSkeleton
from accounts.models.time_zones import TIME_ZONE_LENGTH, require_time_zone
from accounts.user_names.reserved import is_reserved
from accounts.user_names.spelling import KEY_LENGTH, folded, require_legible
from core.text.unicode import nfc, nfkc, searchable, typed_password

USERNAME_LENGTH = 40
# Hashing is made to be slow, and slower with length.
PASSWORD_LENGTH = 256
DISPLAY_NAME_LENGTH = 60

TAKEN = _("This user name is taken, or looks like one that is.")
RESERVED = _("This user name is reserved, or begins or ends with a dot or a dash.")
# The key column of each name column: names are compared by their keys.
KEYS = {"username": "username_key", "email": "email_key"}
SEARCHED = {"username", "display_name"}


class PeopleRows(models.QuerySet["User"]):
    """Writes keys and skeletons also where rows are written without `User.save`."""

    def bulk_create(self, objs: Iterable["User"], *args: Any, **options: Any) -> list["User"]:
        users = list(objs)
        for user in users:
            user.fold()
        with transaction.atomic(using=self.db):
            created = super().bulk_create(users, *args, **options)
            NameSkeleton.objects.using(self.db).record(user for user in created if user.pk)
        return created

    def update(self, **changes: Any) -> int:
        keys = {KEYS[field]: _key(changes[field]) for field in KEYS.keys() & changes}
        if not SEARCHED & changes.keys():
            return super().update(**changes, **keys)
        with transaction.atomic(using=self.db):
            ids = list(self.values_list("pk", flat=True))
            updated = super().update(**changes, **keys)
            for user in self.model.objects.using(self.db).filter(pk__in=ids):
                user.save(update_fields=SEARCHED & changes.keys())
        return updated


class People(UserManager["User"]):
    """Names and emails are compared by their keys: Hanako and hanako are one person."""

    def get_queryset(self) -> PeopleRows:
        return PeopleRows(self.model, using=self._db)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username_key=folded(username or ""))

    def create_superuser(
        self, username: str, email: str | None = None, password: str | None = None, **fields: Any
    ) -> "User":
        """Make a superuser at the console, with the email taken as confirmed. Raises ValidationError, which the command
        prints."""
        if is_reserved(username, administrator=True):
            raise ValidationError(RESERVED, code="username_reserved")
        if self.looking_like(username).exists():
            raise ValidationError(TAKEN, code="username_taken")
        known = {"email_verified_at": timezone.now(), **fields}
        try:
            with transaction.atomic(using=self._db):
                return super().create_superuser(username, email, password and hashed_form(password), **known)
        except IntegrityError:
            raise ValidationError(_("Somebody has this user name or this address already.")) from None

    def create_user(
        self, username: str, email: str | None = None, password: str | None = None, **fields: Any
    ) -> "User":
        return super().create_user(username, email, password and hashed_form(password), **fields)

    def looking_like(self, name: str) -> models.QuerySet["User"]:
        """Users whose name has the same key or the same skeleton as this one."""
        # The ids first: with a subquery PostgreSQL reads the whole table.
        alike = list(NameSkeleton.objects.using(self._db).of(name).values_list("user_id", flat=True))
        return self.filter(models.Q(username_key=folded(name)) | models.Q(pk__in=alike))

    def named(self, query: str) -> models.QuerySet["User"]:
        """Active people whose user or display name contains `query`; those whose name begins with it come first.
        Everybody active for a blank one."""
        people, query = self.filter(is_active=True), query.strip()
        if not query:
            return people.order_by("username_key")
        key = searchable(query, KEY_LENGTH)
        return (
            people.filter(matching(query))
            .annotate(
                rank=models.Case(
                    models.When(search_key__startswith=f"\n{key}\n", then=0),
                    models.When(search_key__contains=f"\n{key}", then=1),
                    default=2,
                )
            )
            .order_by("rank", "username_key")
        )


class User(AbstractUser):
    """A person. The user name is for mentions and signing in; the display name is shown."""

    username = models.CharField(
        max_length=USERNAME_LENGTH,
        unique=True,
        # No "@": people also sign in with emails, so a user name must not look like one.
        validators=[RegexValidator(r"^[\w.-]+\Z", _("Letters, digits and . _ - only.")), require_legible],
        error_messages={"unique": TAKEN},
    )
    username_key = models.CharField(max_length=KEY_LENGTH, unique=True, editable=False)
    email = models.EmailField("e-mail address", blank=True)
    email_key = models.CharField(max_length=KEY_LENGTH, unique=True, null=True, editable=False)  # noqa: DJ001 (many have none)
    email_verified_at = models.DateTimeField("e-mail confirmed", null=True, blank=True, editable=False)
    display_name = models.CharField(max_length=DISPLAY_NAME_LENGTH, blank=True, validators=[require_legible])
    # Both names as a search compares them, each between line breaks. A worker of the version before leaves it as it was.
    search_key = models.TextField(blank=True, default="", db_default="", editable=False)
    # The address of their portrait, which files writes; empty without one.
    avatar = models.CharField(max_length=200, blank=True, default="", db_default="", editable=False)
    language = models.CharField(max_length=5, choices=settings.LANGUAGES, blank=True, help_text="Of mails.")
    # The person's status, in their own words.
    status_emoji = models.CharField(max_length=40, blank=True)
    status_text = models.CharField(max_length=80, blank=True)
    # The status is over then; null: it stays.
    status_until = models.DateTimeField(null=True, blank=True)
    time_zone = models.CharField(
        max_length=TIME_ZONE_LENGTH, blank=True, default="", db_default="", validators=[require_time_zone]
    )
    # Whether the web app still shows what to do after the site was set up; only the person who did that has it.
    next_steps = models.BooleanField(default=False, db_default=False, editable=False)
    # One display name: first and last name do not fit most of the world's names.
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]

    objects: ClassVar[People] = People()
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["email"]

    class Meta(AbstractUser.Meta):
        indexes: ClassVar = [
            models.Index(
                fields=["status_until"], condition=models.Q(status_until__isnull=False), name="users_by_status_end"
            ),
            # The few of all people to whom the site tells what waits for its staff.
            models.Index(fields=["id"], condition=models.Q(is_staff=True), name="users_of_the_staff"),
        ]

    def fold(self) -> None:
        """Set the keys of all names that are loaded."""
        for field in KEYS.keys() & self.__dict__:
            setattr(self, KEYS[field], _key(getattr(self, field)))
        if self.__dict__.keys() >= SEARCHED:
            names = [searchable(name, KEY_LENGTH) for name in (self.username, self.display_name)]
            self.search_key = "\n{}\n{}\n".format(*names)

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **options: Any) -> None:
        self.fold()
        if update_fields is not None:
            changed = set(update_fields)
            update_fields = changed | {KEYS[field] for field in KEYS.keys() & changed}
            if SEARCHED & changed:
                update_fields.add("search_key")
        with transaction.atomic(using=options.get("using")):
            super().save(*args, update_fields=update_fields, **options)
            if "username" in self.__dict__ and (update_fields is None or "username" in update_fields):
                NameSkeleton.objects.using(self._state.db).keep(self)

    def set_password(self, raw_password: str | None) -> None:
        super().set_password(raw_password and hashed_form(raw_password))

    def check_password(self, raw_password: str | None) -> bool:
        """Whether it is the password. One that was hashed as it was typed, before passwords were normalised, is hashed
        again in its normal form."""
        normal = raw_password and hashed_form(raw_password)
        if check_password(normal, self.password, self._hash_anew):
            return True
        if normal == raw_password or not check_password(raw_password, self.password):
            return False
        self._hash_anew(raw_password)
        return True

    def _hash_anew(self, password: str | None) -> None:
        old = self.password
        self.set_password(password)
        self._password = None  # or the next `save` would take it for a new password
        # Somebody may have changed it meanwhile: Django's own function would put the former one back.
        User.objects.filter(pk=self.pk, password=old).update(password=self.password)

    @classmethod
    def normalize_username(cls, username: str) -> str:
        return nfkc(username, USERNAME_LENGTH)

    def clean(self) -> None:
        super().clean()
        self.display_name = nfc(self.display_name, DISPLAY_NAME_LENGTH).strip()

    def get_full_name(self) -> str:
        return self.display_name or self.username

    def get_short_name(self) -> str:
        return self.get_full_name()


def matching(query: str, path: str = "") -> models.Q:
    """The condition that somebody's user or display name contains `query`. `path`: to the user, such as "user__"."""
    # Comparing letters of no case costs PostgreSQL a third of what a comparison without case does.
    has_case = query.upper() != query.lower()
    found = {
        "search_key__contains": searchable(query, KEY_LENGTH),
        # These find people whom a worker of the version before has made or renamed.
        "username_key__contains": folded(query),
        f"display_name__{'icontains' if has_case else 'contains'}": query,
    }
    return models.Q(**{f"{path}{lookup}": value for lookup, value in found.items()}, _connector=models.Q.OR)


def hashed_form(password: str) -> str:
    """The form of a password that is hashed."""
    return typed_password(password, PASSWORD_LENGTH)


def _key(name: Any) -> str | None:
    """The key of a name; None for an empty one, since many people have no email."""
    if not isinstance(name, str):
        raise TypeError("Give the name itself: a database cannot work out what it is compared by.")
    return folded(name) or None
