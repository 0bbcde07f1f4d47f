"""A person can be erased, and the chain stays whole."""

import pytest

from core.audit.chaining import chain_all
from core.audit.erasing import ERASED, erase
from core.audit.models import Act, Content
from core.audit.verifying import verify
from tests.core.audit.chained import by_hand, found, recorded
from tests.core.audit.conftest import TRIED
from tests.support.in_process import a_user

pytestmark = pytest.mark.django_db(transaction=True)


def words() -> str:
    return " ".join("|".join(map(str, row)) for row in Content.objects.values_list())


def test_what_names_the_person_goes_and_the_rest_stays() -> None:
    hanako, kenji = a_user("hanako"), a_user("kenji")
    recorded(2, by=kenji, reason="kenji said so")
    recorded(2, by=hanako, on=kenji)
    recorded(2, by=hanako)
    assert erase(kenji, by=hanako) == 4
    chain_all()
    assert "kenji" not in words()
    verified = verify()
    assert (verified.found, verified.checked, verified.erased) == ([], 7, 4)
    act = Act.objects.get(name=ERASED)
    assert (act.by_id, act.on_id, act.content.by_name, act.content.on_name) == (hanako.pk, str(kenji.pk), "hanako", "")
    assert Act.objects.filter(name=TRIED, by_id=kenji.pk).count() == 2


def test_twice_is_once() -> None:
    kenji = a_user("kenji")
    recorded(1, by=kenji)
    assert [erase(kenji, by=None) for _ in range(2)] == [1, 0]
    assert Act.objects.filter(name=ERASED).count() == 1


def test_who_erases_themselves_leaves_no_word() -> None:
    kenji = a_user("kenji")
    recorded(1, by=kenji)
    erase(kenji, by=kenji)
    chain_all()
    assert "kenji" not in words()
    assert found() == []


def test_who_erased_can_be_erased() -> None:
    hanako, kenji = a_user("hanako"), a_user("kenji")
    recorded(1, by=kenji)
    erase(kenji, by=hanako)
    erase(hanako, by=None)
    chain_all()
    assert "hanako" not in words()
    assert found() == []


def test_what_the_person_does_afterwards_is_not_erased_by_hand() -> None:
    kenji = a_user("kenji")
    recorded(1, by=kenji)
    erase(kenji, by=None)
    (later,) = recorded(1, by=kenji)
    assert found() == []
    by_hand("DELETE FROM audit_content WHERE act_id = %s", later.pk)
    assert found() == [f"{later.position}: the content is missing, and nobody was erased whom it names."]


def test_an_erased_content_cannot_be_put_back_as_another() -> None:
    kenji = a_user("kenji")
    (act,) = recorded(1, by=kenji)
    erase(kenji, by=None)
    chain_all()
    by_hand(
        "INSERT INTO audit_content (act_id, salt, by_name, on_name, room_name, reason, address, details)"
        " VALUES (%s, '', 'mai', '', '', '', '', '')",
        act.pk,
    )
    assert found() == ["1: the content was altered."]
