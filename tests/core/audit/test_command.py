"""`manage.py audit`."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from core.audit import digests
from core.audit.models import Act, Content
from tests.core.audit.chained import by_hand, recorded
from tests.core.audit.conftest import TRIED
from tests.support.in_process import a_user

pytestmark = pytest.mark.django_db(transaction=True)


def audit(*arguments: str) -> str:
    out = StringIO()
    call_command("audit", *arguments, stdout=out, stderr=out)
    return out.getvalue()


def test_verify_says_where_the_chain_ends() -> None:
    acts = recorded(3)
    said = audit("verify")
    assert "3 acts checked." in said
    end = said.splitlines()[-1]
    assert end == f"3:{acts[-1].link}"
    recorded(1)
    assert "4 acts checked." in audit("verify", "--expect", end)


def test_verify_fails_where_something_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    recorded(3)
    by_hand("UPDATE audit_act SET name = 'x' WHERE position = 2")
    with pytest.raises(CommandError):
        audit("verify")
    with pytest.raises(CommandError):
        audit("verify", "--expect", f"3:{'0' * 64}")


@pytest.mark.parametrize("text", ["x", "3", "3:4", ":"])
def test_what_is_no_place_is_refused(text: str) -> None:
    with pytest.raises(CommandError):
        audit("verify", "--expect", text)


def test_export_has_all_that_is_hashed(tmp_path: Path) -> None:
    hanako = a_user("hanako")
    recorded(2, by=hanako, reason="囲炉裏")
    file = tmp_path / "acts"
    assert "Wrote 3 acts" in audit("export", str(file))
    assert file.stat().st_mode & 0o777 == 0o600
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    assert [line["act"] for line in lines] == [TRIED, TRIED, "audit.exported"]
    content = Content(**lines[0]["content"])
    assert (content.by_name, content.reason) == ("hanako", "囲炉裏")
    assert digests.of_content(content) == lines[0]["digest"]
    with pytest.raises(CommandError):
        audit("export", str(file))


def test_export_goes_on_after_the_last(tmp_path: Path) -> None:
    first, _second = recorded(2)
    audit("export", str(tmp_path / "acts"), "--after", str(first.pk))
    assert len((tmp_path / "acts").read_text().splitlines()) == 2


def test_an_erased_content_is_exported_as_none(tmp_path: Path) -> None:
    recorded(1, by=a_user("kenji"))
    assert "1 acts" in audit("erase", "kenji")
    audit("export", str(tmp_path / "acts"))
    assert json.loads((tmp_path / "acts").read_text().splitlines()[0])["content"] is None
    assert "1 of them erased" in audit("verify")
    assert Act.objects.filter(name="audit.erased").count() == 1


def test_nobody_is_erased_who_is_not_there() -> None:
    with pytest.raises(CommandError):
        audit("erase", "nobody")
