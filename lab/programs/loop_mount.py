"""A disk whose power can be cut: a file system in an image of its own, of which a copy holds what was written to the disk, and not
what the kernel still kept in memory."""

import functools
import subprocess
import tempfile
from pathlib import Path
from typing import Self

MEGABYTES = 64


class LoopMount:
    """An ext4 at `place`. `cut_power` gives the one that a restarted machine would find. Needs root and loop devices."""

    def __init__(self, folder: Path, image: Path | None = None) -> None:
        """A new one in `folder`, or the one of an `image`."""
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.place = folder, folder / "disk"
        self.image = image or folder / "disk.img"
        self._is_new = image is None

    def cut_power(self, folder: Path) -> "LoopMount":
        """The disk as it is at this moment, to be mounted. Stop whoever writes to this one first (Process.pause)."""
        folder.mkdir(parents=True, exist_ok=True)
        copy = folder / "disk.img"
        _run("cp", "--sparse=always", str(self.image), str(copy))
        return LoopMount(folder, copy)

    def __enter__(self) -> Self:
        if self._is_new:
            with self.image.open("wb") as file:
                file.truncate(MEGABYTES * 1024 * 1024)
            _run("mkfs.ext4", "-q", "-F", str(self.image))
        self.place.mkdir(exist_ok=True)
        _run("mount", "-o", "loop", str(self.image), str(self.place))
        return self

    def __exit__(self, *_: object) -> None:
        _run("umount", str(self.place))


@functools.cache
def why_not() -> str:
    """What keeps this machine from mounting one; empty where it can."""
    with tempfile.TemporaryDirectory(prefix="irori-disk-") as folder:
        try:
            with LoopMount(Path(folder)):
                return ""
        except (OSError, subprocess.CalledProcessError) as error:
            return f"no loop mounts here: {getattr(error, 'stderr', '') or error}".strip()


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, text=True)
