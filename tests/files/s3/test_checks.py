"""What is said of a bucket before a site starts."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import CheckMessage
from pytest_django import Settings

from config.storages import storages
from files import checks
from files.s3 import inspection
from files.s3.bucket import Bucket
from lab.chaos.world.link import Link
from lab.programs.s3 import NewBucket
from lab.servers.process import ROOT, free_port
from tests.core.test_environment import start


def found(messages: list[CheckMessage]) -> list[str]:
    return [str(each.id) for each in messages]


def everything() -> list[str]:
    return found([*checks.check_settings(), *checks.check_bucket(), *checks.check_bucket_answers()])


def test_a_good_one(bucket: NewBucket) -> None:
    assert everything() == []


def test_what_is_not_set(bucket: NewBucket, settings: Settings, tmp_path: Path) -> None:
    for changed in ({"bucket_name": ""}, {"endpoint_url": ""}, {"endpoint_url": "s3.example.org"}):
        settings.STORAGES = storages(tmp_path, {**bucket.options, **changed})
        assert everything() == ["files.E003"]


def test_nginx_cannot_send_them(bucket: NewBucket, settings: Settings) -> None:
    settings.FILES_SENT_BY = "nginx"
    assert everything() == ["files.E004"]


def test_signed_addresses_need_a_bucket(settings: Settings) -> None:
    settings.FILES_SENT_BY = "bucket"
    assert everything() == ["files.E001"]


def test_developing_is_for_this_machine(bucket: NewBucket, settings: Settings, tmp_path: Path) -> None:
    settings.DEBUG = True
    assert everything() == []
    settings.STORAGES = storages(tmp_path, {**bucket.options, "endpoint_url": "https://s3.example.org"})
    assert found(checks.check_settings()) == ["files.E009"]


def test_no_such_bucket(bucket: NewBucket, settings: Settings, tmp_path: Path) -> None:
    settings.STORAGES = storages(tmp_path, {**bucket.options, "bucket_name": "irori-nowhere"})
    assert found(checks.check_bucket()) == ["files.E005"]


def test_one_that_is_away_lets_people_talk(bucket: NewBucket, settings: Settings, tmp_path: Path) -> None:
    settings.STORAGES = storages(tmp_path, {**bucket.options, "endpoint_url": f"http://127.0.0.1:{free_port()}"})
    assert found(checks.check_bucket()) == ["files.W001"]
    assert found(checks.check_bucket_answers()) == ["files.E008"]


def test_one_that_hangs(remote: NewBucket, link: Link, bucket: NewBucket, settings: Settings, tmp_path: Path) -> None:
    settings.STORAGES = storages(tmp_path, remote.options)
    link.swallow()
    assert found(checks.check_bucket()) == ["files.W001"]
    link.mend()


def policy_of(bucket: NewBucket, names: str) -> str:
    """Lets everybody read these."""
    where = f"arn:aws:s3:::{bucket.name}/{names}"
    readable = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": where}
    return json.dumps({"Version": "2012-10-17", "Statement": [readable]})


@pytest.mark.parametrize("how", ["policy", "list", "authenticated"])
def test_one_that_anybody_can_read(bucket: NewBucket, how: str) -> None:
    if how == "policy":
        bucket.client.put_bucket_policy(Bucket=bucket.name, Policy=policy_of(bucket, "blobs/*"))
    else:
        acl = "public-read" if how == "list" else "authenticated-read"
        bucket.client.put_bucket_acl(Bucket=bucket.name, ACL=acl)
    assert found(checks.check_bucket()) == ["files.E007"]


def test_it_is_tried_without_keys(bucket: NewBucket) -> None:
    """Where a server does not say of itself whether it is public."""
    asked = Bucket(**bucket.options)
    asked.client.put_object(Bucket=bucket.name, Key=inspection.PROBE, Body=b"")
    assert not inspection._is_open(asked)
    bucket.client.put_bucket_policy(Bucket=bucket.name, Policy=policy_of(bucket, "*"))
    assert inspection._is_open(asked)


WITHOUT = """
import sys
from importlib.machinery import PathFinder
found = PathFinder.find_spec
packages = ("boto3", "botocore", "storages", "s3transfer")
PathFinder.find_spec = lambda name, *rest: None if name.split(".")[0] in packages else found(name, *rest)
"""


def test_missing_packages(tmp_path: Path, bucket: NewBucket) -> None:
    command = (
        f"{WITHOUT}\nfrom django.core.management import execute_from_command_line as run\nrun(['manage.py', 'check'])"
    )
    done = start(tmp_path, "-c", command, DJANGO_SETTINGS_MODULE="config.settings", **bucket.env)
    assert done.returncode != 0
    assert "files.E002" in done.stderr
    assert "requirements-s3.lock" in done.stderr


def test_a_site_with_a_folder_imports_none_of_it(tmp_path: Path) -> None:
    (tmp_path / "static").mkdir()  # WhiteNoise warns of a folder that is not there
    code = (
        "from config import asgi\n"
        "from files import checks\n"
        "from operations import backup\n"
        "from django.core.checks import run_checks\n"
        "from django.core.files.storage import storages\n"
        "run_checks(); storages['files']\n"
        "import sys\n"
        "print([name for name in sys.modules if name.split('.')[0] in ('boto3', 'botocore', 'storages', 's3transfer')])"
    )
    done = start(tmp_path, "-c", code, DJANGO_SETTINGS_MODULE="config.settings")
    assert done.stdout.strip() == "[]", done.stdout + done.stderr


def test_the_lock_alone_is_enough() -> None:
    """What the bucket imports is in requirements-s3.lock or in requirements.lock."""
    imported = "import django.conf; django.conf.settings.configure(); import files.s3.bucket, sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", imported], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not {"moto", "flask", "responses"} & set(done.stdout.split())
