"""Names that are the same to a person are one account's, on either database; names that nobody can read are nobody's."""

import json
import sys
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.api import throttles
from accounts.backends import by_name_or_email
from accounts.models import User
from accounts.services import recovery_codes
from accounts.user_names.spelling import KEY_LENGTH, folded, require_legible
from tests.support.cpu import assert_linear
from tests.support.in_process import PASSWORD, Answer, Api, a_user

# As somebody may write it, and as it may be written again.
SAME = [
    ("Émile", "émile"),
    ("émile", "e\u0301mile"),
    ("ÖMER", "ömer"),
    ("Ярослава", "ярослава"),
    ("straße", "STRASSE"),
    ("ΝΊΚΟΣ", "νίκος"),
    ("kenji", "ｋｅｎｊｉ"),
    ("カナ", "ｶﾅ"),
    ("ガス", "ｶﾞｽ"),
    ("fiona", "ﬁona"),
]
OTHERS = [("emile", "émile"), ("hanako", "hanaka"), ("はな", "ハナ"), ("花子", "華子")]

HIDDEN = {
    "a right-to-left override": "hana\u202eko",
    "an isolate": "\u2066hanako",
    "a mark of direction": "hanako\u200f",
    "a zero width space": "hana\u200bko",
    "a byte order mark": "\ufeffhanako",
    "a word joiner": "hana\u2060ko",
    "a soft hyphen": "hana\u00adko",
    "a control character": "hana\x1bko",
    "two lines": "hana\u2028ko",
    "a letter that is drawn as nothing": "hanako\u3164",
    "nothing but such a letter": "\u3164",
    "braille without a dot": "\u2800",
    "nothing but joiners": "\u200d\u200c",
}

# What takes time to sort, or becomes longer.
ENDLESS = {
    "marks": "\u0315\u0300",
    "marks by what they are made of": "\u0f73",
    "marks of kana": "ﾞﾟ",
    "letters with marks": "a\u0315\u0300",
    "ligatures of eighteen letters": "\ufdfa",
    "a sharp s": "ẞ",
}


def register(**changes: str) -> Any:
    return Api().post("register/", {"username": "kenji", "email": "k@example.org", "password": PASSWORD, **changes})


def say(path: str, form: dict[str, str]) -> Answer:
    """In UTF-8, which is the most that fits into a megabyte."""
    return Api().call("POST", path, json.dumps(form, ensure_ascii=False).encode())


class TestKey:
    @pytest.mark.parametrize(("one", "other"), SAME)
    def test_one_for_every_spelling(self, one: str, other: str) -> None:
        assert folded(one) == folded(other)

    @pytest.mark.parametrize(("one", "other"), OTHERS)
    def test_another_for_another_name(self, one: str, other: str) -> None:
        assert folded(one) != folded(other)

    def test_it_is_its_own_key(self) -> None:
        keys = {folded(chr(point)) for point in range(sys.maxunicode + 1)}
        assert [key for key in keys if folded(key) != key] == []

    def test_it_fits_its_column_whatever_it_is_made_of(self) -> None:
        assert len(folded("\ufdfa" * 254)) == KEY_LENGTH

    @pytest.mark.parametrize("text", ENDLESS.values(), ids=ENDLESS)
    def test_of_any_text_it_costs_little(self, text: str) -> None:
        assert_linear(lambda size: folded(text * size), 100_000)

    def test_marks_beyond_thirty_make_no_other_cost_but_a_key(self) -> None:
        assert folded("e" + "\u0301" * 31) != folded("e" + "\u0301" * 30)


class TestLegible:
    @pytest.mark.parametrize("name", HIDDEN.values(), ids=HIDDEN)
    def test_what_cannot_be_seen_is_refused(self, name: str) -> None:
        with pytest.raises(ValidationError):
            require_legible(name)

    @pytest.mark.parametrize(
        "name",
        ["hanako", "花子", "Émile 2", "🔥", "👩‍💻 Mai", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "می‌خواهم", "हिन्दी", "مريم", "…", "__", "☺️", "김철수"],
    )
    def test_every_writing_is_a_name(self, name: str) -> None:
        require_legible(name)


@pytest.mark.django_db
@pytest.mark.usefixtures("founder")
class TestRegistering:
    @pytest.mark.parametrize(("one", "other"), [*SAME, *(pair[::-1] for pair in SAME)])
    def test_a_taken_name_is_taken_in_every_spelling(self, one: str, other: str) -> None:
        assert register(username=one).status == 201
        assert register(username=other, email="other@example.org").fields == {"username": ["username_taken"]}

    @pytest.mark.parametrize(("one", "other"), OTHERS)
    def test_another_name_is_free(self, one: str, other: str) -> None:
        assert register(username=one).status == 201
        assert register(username=other, email="other@example.org").status == 201

    def test_an_address_beyond_ascii_is_one_in_every_spelling(self) -> None:
        register(email="k@BÜCHER.example")
        assert register(username="mai", email="K@bücher.example").fields == {"email": ["email_taken"]}

    def test_the_longest_of_addresses_is_no_error_of_the_database(self) -> None:
        labels = ".".join(chr(0xFDFA - number) * 60 for number in range(4))
        assert register(email=f"k@{labels}.org").status in (201, 400)

    @pytest.mark.parametrize("name", HIDDEN.values(), ids=HIDDEN)
    @pytest.mark.parametrize("field", ["username", "display_name"])
    def test_what_cannot_be_seen_is_refused(self, field: str, name: str) -> None:
        assert register(**{field: name}).fields == {field: ["invalid"]}
        assert User.objects.count() == 1


@pytest.mark.django_db
class TestLongest:
    """A name over its length is refused as that, and nothing is made of it before."""

    @pytest.mark.parametrize("text", ENDLESS.values(), ids=ENDLESS)
    @pytest.mark.parametrize("field", ["username", "display_name", "password", "language"])
    def test_registering(self, field: str, text: str) -> None:
        def ask(size: int) -> None:
            form = {"username": "kenji", "email": "k@example.org", "password": PASSWORD}
            refused = say("register/", {**form, field: "a" + (text * size)[:size]}).fields
            assert refused == {field: ["invalid_choice" if field == "language" else "max_length"]}

        assert_linear(ask, 100_000)

    @pytest.mark.parametrize("text", ENDLESS.values(), ids=ENDLESS)
    @pytest.mark.parametrize("field", ["username", "password", "code"])
    def test_signing_in(self, field: str, text: str) -> None:
        def ask(size: int) -> None:
            given = {"username": "hanako", "password": PASSWORD, field: "a" + (text * size)[:size]}
            assert say("session/", given).fields == {field: ["max_length"]}

        assert_linear(ask, 100_000)

    def test_below_the_doors(self) -> None:
        """Services and managers are called by more than the API."""
        for ask in (
            User.objects.named,
            User.normalize_username,
            by_name_or_email,
            throttles.named,
            recovery_codes.as_meant,
            User.objects.looking_like,
        ):
            assert_linear(lambda size, ask=ask: ask("a" + "\u0315\u0300" * size), 50_000)  # type: ignore[misc]

    def test_a_code_that_is_too_long_is_no_code(self) -> None:
        assert recovery_codes.as_meant("K3TQ-7XWM" + " " * 40) == ""
        assert recovery_codes.as_meant("ｋ３ｔｑ-7xwm") == "K3TQ7XWM"


@pytest.mark.django_db
class TestProfile:
    @pytest.mark.parametrize("name", HIDDEN.values(), ids=HIDDEN)
    def test_nobody_takes_a_name_that_cannot_be_seen(self, name: str) -> None:
        api = Api(a_user("hanako", display_name="Hanako"))
        assert api.patch("me/", {"display_name": name}).fields == {"display_name": ["invalid"]}
        assert api.get("me/").body["display_name"] == "Hanako"
