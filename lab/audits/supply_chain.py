"""`python -m lab.audits.supply_chain`: what other people's code this is made of, audited as far as that goes without the network.

Each thing that is installed is pinned to one version and one content, and nothing says where else to look for it.
"""

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from lab.servers.process import ROOT

# Inputs, which people write, and the locks that `make lock` makes of them.
LOCKS = {
    "requirements.txt": "requirements.lock",
    "requirements-s3.txt": "requirements-s3.lock",
    "requirements-dev.txt": "requirements-dev.lock",
    "benchmarks/requirements.txt": "benchmarks/requirements.lock",
}
RUNNING, TESTED = ("requirements.lock", "requirements-s3.lock"), "requirements-dev.lock"
IMAGES = ("deploy/Dockerfile", "deploy/compose.yaml")
EXACT_IMAGE = re.compile(r"[a-z][a-z0-9./-]*:\d+\.\d+[\w.-]*(@sha256:[0-9a-f]{64})?")
PIN = re.compile(r"([A-Za-z0-9._-]+)(?:\[[\w,-]+\])?==([\w.!+]+)")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")
INTEGRITY = re.compile(r"sha512-[A-Za-z0-9+/]{86}==")
NOT_CHECKED = """Not checked here, since it takes the network:
  known vulnerabilities   .venv/bin/python -m pip install pip-audit && .venv/bin/pip-audit --require-hashes -r requirements.lock
                          (cd frontend && npm audit)
  newer releases          make lock UPGRADE=1
  what the tags of images stand for   deploy/pin-images"""


class Package(NamedTuple):
    version: str
    hashes: int
    wanted_by: frozenset[str]


def audit(root: Path = ROOT) -> Iterator[str]:
    """What is wrong, one thing a line."""
    for given, locked in LOCKS.items():
        yield from (f"{locked}: {problem}" for problem in _differences(root, given, locked))
    yield from _disagreements(root)
    for file in _npm_locks(root):
        yield from (f"{file.relative_to(root)}: {problem}" for problem in _npm(json.loads(file.read_text())))
    for name in IMAGES:
        yield from (
            f"{name}: {image} is no exact tag" for image in images(root / name) if not EXACT_IMAGE.fullmatch(image)
        )


def read_input(file: Path) -> dict[str, str]:
    """The versions that people chose. A line that chooses none is an error."""
    chosen = {}
    for line in file.read_text().splitlines():
        text = line.split("#")[0].strip()
        if not text or text in ("-r requirements.txt", "-r requirements-s3.txt"):
            continue
        pin = PIN.fullmatch(text)
        if pin is None:
            raise ValueError(f"{text!r} is no exact version")
        chosen[normalized(pin[1])] = pin[2]
    return chosen


def read_lock(text: str) -> dict[str, list[Package]]:
    """By name; one that differs from system to system is there more than once."""
    packages: dict[str, list[Package]] = {}
    for block in re.split(r"\n(?=[A-Za-z0-9])", "\n" + re.sub(r"^#.*\n", "", text, flags=re.MULTILINE)):
        if pin := PIN.match(block.strip()):
            wanted_by = frozenset(re.findall(r"-r ([\w./-]+)", block))
            package = Package(pin[2], len(HASH.findall(block)), wanted_by)
            packages.setdefault(normalized(pin[1]), []).append(package)
    return packages


def images(file: Path) -> list[str]:
    """Those that are fetched: not the ones that are built here."""
    text = file.read_text()
    built = set(re.findall(r"\bAS (\S+)", text)) | {"irori-app", "irori-front"}
    return [name for name in re.findall(r"^(?:FROM|\s+image:)\s+(\S+)", text, re.MULTILINE) if name not in built]


def normalized(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _differences(root: Path, given: str, locked: str) -> Iterator[str]:
    if not (root / locked).exists():
        yield "is missing: make lock"
        return
    text = (root / locked).read_text()
    if foreign := [line for line in text.splitlines() if re.match(r"\s*-(?!-hash=)|.*(://|\s@\s)|[<=>]{7}", line)]:
        yield f"says where to look, or is not merged: {foreign[0].strip()[:60]}"
    try:
        chosen = read_input(root / given)
    except ValueError as error:
        yield f"{given}: {error}"
        return
    packages = read_lock(text)
    for name, version in chosen.items():
        if version not in {package.version for package in packages.get(name, [])}:
            yield f"{name} {version} of {given} is not in it: make lock"
    for name, variants in packages.items():
        if not all(package.hashes for package in variants):
            yield f"{name} has no hash: make lock"
        if name not in chosen and any(Path(given).name in map(_name, package.wanted_by) for package in variants):
            yield f"{name} is not in {given} any more: make lock"


def _name(path: str) -> str:
    return Path(path).name


def _disagreements(root: Path) -> Iterator[str]:
    """What is tested is what runs."""
    locks = {name: read_lock((root / name).read_text()) for name in LOCKS.values() if (root / name).exists()}
    tested = locks.get(TESTED, {})
    for name in RUNNING:
        for package, variants in locks.get(name, {}).items():
            if _versions(tested.get(package, variants)) != _versions(variants):
                yield f"{package} has another version for developing: make lock"


def _versions(variants: Iterable[Package]) -> set[str]:
    return {package.version for package in variants}


def _npm_locks(root: Path) -> list[Path]:
    return sorted(file for file in root.rglob("package-lock.json") if "node_modules" not in file.parts)


def _npm(lock: Mapping[str, Any]) -> Iterator[str]:
    for name, package in lock["packages"].items():
        if not name or package.get("link"):
            continue
        if not INTEGRITY.fullmatch(package.get("integrity", "")):
            yield f"{name} has no integrity"
        if not package.get("resolved", "https://registry.npmjs.org/").startswith("https://registry.npmjs.org/"):
            yield f"{name} comes from elsewhere"


if __name__ == "__main__":
    problems = list(audit())
    print("\n".join(problems), file=sys.stderr) if problems else print(NOT_CHECKED)
    sys.exit(bool(problems))
