"""What the calls take. Meaning (is the name taken, is the password good) is checked by the services."""

from typing import Any

from rest_framework import serializers


class Credentials(serializers.Serializer[Any]):
    username = serializers.CharField(max_length=254)
    # Bounded: hashing is made to be slow, and slower with length.
    password = serializers.CharField(max_length=256, trim_whitespace=False)


class Registration(serializers.Serializer[Any]):
    username = serializers.CharField(max_length=40)
    email = serializers.EmailField(max_length=254)
    password = serializers.CharField(max_length=256, trim_whitespace=False)
    display_name = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")


class RefreshRequest(serializers.Serializer[Any]):
    refresh = serializers.CharField(max_length=4096)


class VerifyRequest(serializers.Serializer[Any]):
    token = serializers.CharField(max_length=4096)


class PasswordChange(serializers.Serializer[Any]):
    current = serializers.CharField(max_length=256, trim_whitespace=False)
    new = serializers.CharField(max_length=256, trim_whitespace=False)


class ProfileChange(serializers.Serializer[Any]):
    display_name = serializers.CharField(max_length=60, required=False, allow_blank=True)
    email = serializers.EmailField(max_length=254, required=False)


class PeopleQuery(serializers.Serializer[Any]):
    q = serializers.CharField(max_length=60)
