"""Backup files taken apart and put together again."""

import hashlib
import json
import tarfile
from pathlib import Path

from operations.archive.manifest import CHECKSUM, MANIFEST, checksum_line
from operations.archive.writer import Writer


def members(backup: Path) -> dict[str, bytes]:
    with tarfile.open(backup) as tar:
        return {member.name: tar.extractfile(member).read() for member in tar}  # type: ignore[union-attr]


def written(path: Path, parts: dict[str, bytes]) -> Path:
    with path.open("w+b") as file:
        writer = Writer(file)
        for name, content in parts.items():
            writer.add(name, content)
        writer.finish()
    return path


def with_manifest(parts: dict[str, bytes], **changes: object) -> dict[str, bytes]:
    """The same with another manifest, whose checksum is right."""
    manifest = json.dumps({**json.loads(parts[MANIFEST]), **changes}).encode()
    return {**parts, MANIFEST: manifest, CHECKSUM: checksum_line(manifest)}


def part_of(content: bytes) -> dict[str, object]:
    return {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
