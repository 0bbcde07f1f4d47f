"""What is installed is pinned by its content, and `make check` notices what is not."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from lab.audits import supply_chain
from lab.servers.process import ROOT

FILES = [
    *supply_chain.LOCKS, *supply_chain.LOCKS.values(), *supply_chain.IMAGES, "deploy/pin-images", "frontend/package-lock.json",
]  # fmt: skip


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """What is audited, to be spoilt."""
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


@pytest.fixture
def spoil(copy: Path) -> Callable[[str, str, str], list[str]]:
    """What is found wrong after the first place that fits a pattern was replaced."""

    def spoil(name: str, pattern: str, replacement: str) -> list[str]:
        text = (copy / name).read_text()
        spoilt = re.sub(pattern, replacement, text, count=1, flags=re.MULTILINE)
        assert spoilt != text
        (copy / name).write_text(spoilt)
        return list(supply_chain.audit(copy))

    return spoil


def test_nothing_is_wrong() -> None:
    assert list(supply_chain.audit()) == []


def test_it_says_what_it_does_not_check() -> None:
    for said in ("pip-audit", "npm audit", "deploy/pin-images"):
        assert said in supply_chain.NOT_CHECKED


@pytest.mark.parametrize(
    ("name", "pattern", "replacement", "said"),
    [
        ("requirements.txt", r"^emoji==[\d.]+", "emoji==2.15.0", "emoji 2.15.0 of requirements.txt is not in it"),
        ("requirements.txt", r"^emoji==.*\n", "", "emoji is not in requirements.txt any more"),
        ("requirements.txt", r"\Z", "six==1.17.0\n", "six 1.17.0 of requirements.txt is not in it"),
        ("requirements.txt", r"^emoji==[\d.]+", "emoji>=2", "is no exact version"),
        ("requirements-dev.txt", r"^ruff==[\d.]+", "ruff==0.1.0", "ruff 0.1.0"),
        ("benchmarks/requirements.txt", r"^uvloop==[\d.]+", "uvloop==0.1.0", "uvloop 0.1.0"),
        ("requirements.lock", r"^(emoji==\S+) \\\n(    --hash=\S+( \\)?\n)+", r"\1\n", "emoji has no hash"),
        ("requirements.lock", r"\A", "--index-url https://packages.example/simple\n", "says where to look"),
        ("requirements.lock", r"\A", "--find-links /packages\n", "says where to look"),
        ("requirements.lock", r"\A", "-i https://packages.example/simple\n", "says where to look"),
        ("requirements.lock", r"^emoji==\S+", "emoji @ https://packages.example/emoji.whl", "says where to look"),
        ("requirements.lock", r"\A", "<<<<<<< HEAD\n", "is not merged"),
        ("requirements-dev.lock", r"^twisted==\S+", "twisted==1.0", "twisted has another version for developing"),
        ("requirements-dev.lock", r"^boto3==\S+", "boto3==1.0", "boto3 has another version for developing"),
        ("requirements-s3.txt", r"^boto3==[\d.]+", "boto3==1.44.1", "boto3 1.44.1 of requirements-s3.txt is not in it"),
        ("requirements-s3.lock", r"^(boto3==\S+) \\\n(    --hash=\S+( \\)?\n)+", r"\1\n", "boto3 has no hash"),
        ("frontend/package-lock.json", r'"integrity": "sha512-[^"]*"', '"integrity": "sha1-x"', "has no integrity"),
        ("frontend/package-lock.json", r'("integrity": )', r'"resolved": "https://x.example/a.tgz", \1', "comes from elsewhere"),
        ("deploy/Dockerfile", r"^FROM python:\S+", "FROM python:3", "python:3 is no exact tag"),
        ("deploy/compose.yaml", r"image: redis:\S+", "image: redis:latest", "redis:latest is no exact tag"),
    ],
)  # fmt: skip
def test_it_notices(
    spoil: Callable[[str, str, str], list[str]], name: str, pattern: str, replacement: str, said: str
) -> None:
    found = spoil(name, pattern, replacement)
    assert any(said in problem for problem in found), found


def test_a_lock_that_is_missing(copy: Path) -> None:
    (copy / "requirements.lock").unlink()
    assert "requirements.lock: is missing: make lock" in list(supply_chain.audit(copy))


def test_everything_is_installed_by_its_hash() -> None:
    makefile, dockerfile = (ROOT / "Makefile").read_text(), (ROOT / "deploy" / "Dockerfile").read_text()
    assert "--require-hashes --requirement requirements.lock" in makefile.replace(
        "$(install)", "--require-hashes --requirement"
    )
    assert "--require-hashes --requirement /requirements.lock" in dockerfile
    assert "requirements.txt" not in dockerfile


class TestPinningImages:
    DIGEST = "sha256:" + "0123456789abcdef" * 4

    def pin(self, copy: Path, digest: str) -> subprocess.CompletedProcess[str]:
        """With a docker that knows one digest."""
        docker = copy / "docker"
        docker.write_text(f"#!/bin/sh\necho {digest}\n")
        docker.chmod(0o755)
        environment = {**os.environ, "PATH": f"{copy}:{os.environ['PATH']}"}
        return subprocess.run([copy / "deploy" / "pin-images"], env=environment, capture_output=True, text=True)

    def test_each_that_is_fetched_gets_its_digest_and_another_the_next_time(self, copy: Path) -> None:
        for digest in (self.DIGEST, self.DIGEST[::-1].replace(":652ahs", "").join(["sha256:", ""])):
            assert self.pin(copy, digest).returncode == 0
            for name in supply_chain.IMAGES:
                images = supply_chain.images(copy / name)
                assert images
                assert all(image.endswith(f"@{digest}") for image in images), images
            assert list(supply_chain.audit(copy)) == []

    def test_what_is_no_digest_is_not_written(self, copy: Path) -> None:
        before = (copy / "deploy" / "compose.yaml").read_text()
        done = self.pin(copy, "nothing")
        assert done.returncode != 0
        assert "has no digest" in done.stderr
        assert (copy / "deploy" / "compose.yaml").read_text() == before
