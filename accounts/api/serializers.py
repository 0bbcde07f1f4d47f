"""The input of the calls. Services check its meaning: whether a name is taken, whether a password is right."""

from typing import Any

from django.conf import settings
from rest_framework import serializers

from accounts.models.invitation import default_end
from accounts.user_names.spelling import require_legible
from core.rest import embedding
from core.rest.fields import BoundedListField, EmailField, TextField
from core.text.emojis import one_emoji


class Credentials(serializers.Serializer[Any]):
    username = TextField(max_length=254)
    # Bounded, since hashing takes longer for a longer password.
    password = TextField(max_length=256, trim_whitespace=False)
    code = TextField(max_length=40, required=False, allow_blank=True, default="")


class Registration(serializers.Serializer[Any]):
    username = TextField(max_length=40)
    email = EmailField(max_length=254, required=False)
    password = TextField(max_length=256, trim_whitespace=False)
    display_name = TextField(max_length=60, required=False, allow_blank=True, default="")
    language = serializers.ChoiceField(settings.LANGUAGES, required=False)
    invitation = TextField(max_length=40, required=False, allow_blank=True, default="")
    proof = TextField(max_length=1000, required=False, allow_blank=True, default="")

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        given, fields = getattr(self, "initial_data", None), super().get_fields()
        # The proof of an email contains the email.
        fields["email"].required = not (isinstance(given, dict) and given.get("proof"))
        return fields


class RegistrationLink(serializers.Serializer[Any]):
    email = EmailField(max_length=254)
    invitation = TextField(max_length=40, required=False, allow_blank=True, default="")


class InvitationCode(serializers.Serializer[Any]):
    invitation = TextField(max_length=40)


class NewInvitation(serializers.Serializer[Any]):
    note = TextField(max_length=100, required=False, allow_blank=True, default="")
    expires_at = serializers.DateTimeField(required=False, allow_null=True, default=default_end)
    max_uses = serializers.IntegerField(min_value=1, max_value=100_000, required=False, allow_null=True, default=None)


class ResetRequest(serializers.Serializer[Any]):
    username = TextField(max_length=254)


class Reset(serializers.Serializer[Any]):
    link = TextField(max_length=1000)
    new = TextField(max_length=256, trim_whitespace=False)


class AddressChange(serializers.Serializer[Any]):
    email = EmailField(max_length=254)
    password = TextField(max_length=256, trim_whitespace=False)


class AddressLink(serializers.Serializer[Any]):
    link = TextField(max_length=1000)


class Password(serializers.Serializer[Any]):
    password = TextField(max_length=256, trim_whitespace=False)


class Code(serializers.Serializer[Any]):
    code = TextField(max_length=40)


class PasswordAndCode(Password):
    # Required where two-step sign-in is on.
    code = TextField(max_length=40, required=False, allow_blank=True, default="")


class Embed(serializers.Serializer[Any]):
    """Paths with their queries, whose answers come in the answer to this call."""

    embed = BoundedListField(
        child=TextField(max_length=embedding.LONGEST), max_length=embedding.MOST, required=False, default=list
    )


class RefreshRequest(serializers.Serializer[Any]):
    refresh = TextField(max_length=4096)


class VerifyRequest(serializers.Serializer[Any]):
    token = TextField(max_length=4096)


class PasswordChange(serializers.Serializer[Any]):
    current = TextField(max_length=256, trim_whitespace=False)
    new = TextField(max_length=256, trim_whitespace=False)


class ProfileChange(serializers.Serializer[Any]):
    display_name = TextField(max_length=60, required=False, allow_blank=True)
    language = serializers.ChoiceField(settings.LANGUAGES, required=False)
    status_emoji = TextField(max_length=40, required=False, allow_blank=True)
    status_text = TextField(max_length=80, required=False, allow_blank=True)
    status_until = serializers.DateTimeField(required=False, allow_null=True)
    time_zone = TextField(max_length=64, required=False, allow_blank=True)
    next_steps = serializers.BooleanField(required=False)

    def validate_status_emoji(self, text: str) -> str:
        emoji = one_emoji(text) if text else ""
        if emoji is None:
            raise serializers.ValidationError("Give one emoji.", code="invalid")
        return emoji

    def validate_status_text(self, text: str) -> str:
        # After the length: a validator of the field would look at a text of any length.
        if text:
            require_legible(text)
        return text


class PeopleQuery(serializers.Serializer[Any]):
    q = TextField(max_length=60, required=False, allow_blank=True, default="")
