"""What the checker must notice of files."""

from dataclasses import replace
from pathlib import Path

import pytest

from lab.chaos.checks import leftovers
from lab.chaos.checks.anomalies import Anomaly
from lab.chaos.checks.history import Acknowledged, Counted, Refused, Uploaded, UploadRefused, Wrote
from lab.chaos.uploads.content import Content
from lab.chaos.world.stored_files import StoredFile
from tests.lab.chaos.story import HEARTH, MORE, Story, showed

CONTENT = Content("Tea 1.7 0")
FILE = StoredFile("0b6f0c9e-2f5e-4a53-9d5c-6d1e6d6f4a11", "ab" + 30 * "0", "ready", 5, CONTENT.digest, ())
PART = replace(FILE, state="receiving", digest="")


def anomalies(rows: list[StoredFile], files: Path) -> list[Anomaly]:
    return [violation.anomaly for violation in leftovers.compare({row.id: row for row in rows}, files)]


@pytest.fixture
def blob(tmp_path: Path) -> Path:
    """The folder of the file."""
    folder = tmp_path / "blobs" / "ab" / FILE.blob
    folder.mkdir(parents=True)
    (folder / "original").write_bytes(CONTENT.data)
    return folder


class TestDiaries:
    def test_an_upload_that_goes_on_is_right(self, story: Story) -> None:
        story.hana.entries += [Counted(1, 0, "a", 10, CONTENT), Counted(2, 0, "b", 5, CONTENT)]
        story.hana.entries += [Counted(3, 0, "a", 20, CONTENT), Uploaded(4, 0, "a", CONTENT)]
        assert not story.anomalies
        assert story.findings.uploaded == 1

    def test_an_offset_that_goes_back(self, story: Story) -> None:
        story.hana.entries += [Counted(1, 0, "a", 10, CONTENT), Counted(2, 0, "a", 9, CONTENT)]
        assert story.anomalies == {Anomaly.LOST_WRITE}

    def test_an_upload_that_is_refused(self, story: Story) -> None:
        story.hana.entries.append(UploadRefused(1, 0, "a", "upload_gone"))
        assert story.anomalies == {Anomaly.LOST_WRITE}

    def test_a_message_whose_files_are_said_to_be_none(self, story: Story) -> None:
        story.hana.entries += [Wrote(4, HEARTH, "late", "", ("a",)), Refused(4, HEARTH, "late", "file_not_found")]
        assert story.anomalies == {Anomaly.LOST_WRITE}

    def test_a_message_that_lost_its_files(self, story: Story) -> None:
        at = story.hana.entries.index(Wrote(3, HEARTH, "more", MORE.text))
        story.hana.entries[at] = Wrote(3, HEARTH, "more", MORE.text, ("a",))
        assert story.anomalies == {Anomaly.LOST_WRITE}

    def test_a_message_that_is_shown_without_its_files(self, story: Story) -> None:
        with_files = replace(MORE, files=("a",))
        story.stored[2] = with_files
        story.hana.entries[-3:] = [
            Wrote(3, HEARTH, "more", MORE.text, ("a",)), Acknowledged(3, HEARTH, 102, with_files),
            *showed(with_files, 3, 2)[1:],
        ]  # fmt: skip
        assert story.anomalies == {Anomaly.UNOBSERVED}, "Kenji sees no files"


class TestDisk:
    def test_all_is_well(self, blob: Path) -> None:
        assert not anomalies([FILE], blob.parents[2])

    def test_a_file_whose_bytes_are_not_there(self, blob: Path) -> None:
        (blob / "original").unlink()
        assert anomalies([FILE], blob.parents[2]) == [Anomaly.LOST_WRITE]

    def test_a_file_with_other_bytes(self, blob: Path) -> None:
        (blob / "original").write_bytes(b"tea")
        assert anomalies([FILE], blob.parents[2]) == [Anomaly.LOST_WRITE]

    def test_a_thumbnail_that_is_not_there(self, blob: Path) -> None:
        file = replace(FILE, thumbnails=("small",))
        assert anomalies([file], blob.parents[2]) == [Anomaly.LOST_WRITE]
        (blob / "small").touch()
        assert not anomalies([file], blob.parents[2])

    def test_bytes_that_belong_to_nothing(self, blob: Path) -> None:
        files = blob.parents[2]
        (files / "parts").mkdir()
        (files / "parts" / FILE.id.replace("-", "")).touch()
        assert anomalies([], files) == [Anomaly.FOREIGN, Anomaly.FOREIGN]
        assert anomalies([PART], files) == []
