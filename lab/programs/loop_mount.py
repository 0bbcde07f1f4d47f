"""A disk whose power can be cut: a file system in an image. A copy of the image holds what was written to the disk,
without what the kernel still kept in memory."""

import functools
import subprocess
import tempfile
from pathlib import Path
from typing import Self

MEGABYTES = 64


class LoopMount:
    """An ext4 file system mounted at `place`. `cut_power` returns the disk that a restarted machine would find.
    Needs root and loop devices."""

    def __init__(self, folder: Path, image: Path | None = None) -> None:
        """A new disk in `folder`, or the disk of an `image`."""
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.place = folder, folder / "disk"
        self.image = image or folder / "disk.img"
        self._is_new = image is None

    def cut_power(self, folder: Path) -> "LoopMount":
        """A copy of the disk at this moment, to be mounted. Pause all writers first (Process.pause)."""
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
    """The reason why this machine cannot mount a disk; empty when it can."""
    with tempfile.TemporaryDirectory(prefix="irori-disk-") as folder:
        try:
            with LoopMount(Path(folder)):
                return ""
        except (OSError, subprocess.CalledProcessError) as error:
            return f"no loop mounts here: {getattr(error, 'stderr', '') or error}".strip()


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, text=True)
