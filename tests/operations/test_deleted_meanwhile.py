"""A file that is deleted while a backup runs is whole in it: the backup's database still names it."""

from pathlib import Path

from lab.clients.person import Person
from lab.servers.site import Site
from tests.operations.command import done

# Between the copies of the database and of the files somebody deletes a message, and the job for its bytes runs.
BACKUP = """
from pathlib import Path
from chat.models import Message
from chat.services.messages import editing
from core.jobs import claims, execution
from core.jobs.registry import declared
from files.models import File
from operations import backup, blobs
from operations.progress import Progress
from tests.files.a_file import ready_files

copy = blobs.copy

def copy_later(writer, progress):
    message = Message.objects.exclude(files=None).get()
    editing.delete_mine(by=message.author, message_id=message.pk)
    while taken := claims.take(declared().values()):
        execution.run(taken)
    assert not ready_files().exists()
    return copy(writer, progress)

blobs.copy = copy_later
backup.back_up(Path({target!r}), passphrase=None, overwrite=False, progress=Progress(lambda _: None))
"""


def test_the_backup_has_its_bytes(tmp_path: Path, newborn: Site) -> None:
    home, target = Site(tmp_path), tmp_path / "home.backup"
    with home:
        hanako = Person.set_up(home)
        room = hanako.create_room("Kitchen")
        file = hanako.http.post("files/", files={"file": ("tea.txt", b"Tea is ready")}).json()
        body = {"nonce": "6f2c9b0e-0d4e-4a53-9a55-3b0f6a3c8d11", "text": "", "files": [file["id"]]}
        sent = hanako.http.post(f"rooms/{room['id']}/messages/", json=body)
        assert sent.status_code == 201, sent.text
    done(home, "shell", "--no-imports", "-c", BACKUP.format(target=str(target)))
    assert len(list((home.state / "files" / "blobs").rglob("original"))) == 1

    done(newborn, "restore", target)
    assert "No bytes" not in done(newborn, "checkfiles")
    assert [path.read_bytes() for path in (newborn.state / "files" / "blobs").rglob("original")] == [b"Tea is ready"]
