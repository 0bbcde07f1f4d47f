"""Files in forms are written to the disk, into a private folder, whatever their size."""

from tempfile import NamedTemporaryFile
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from files import parts, storage
from files.names import cleaned


class PrivateFileHandler(FileUploadHandler):
    def close(self) -> None:
        if hasattr(self, "file"):
            self.file.close()

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        # Django closes it with the request, and its name goes with it.
        file = NamedTemporaryFile(dir=storage.folder("incoming"))  # noqa: SIM115
        self.file: UploadedFile[Any] = UploadedFile(file, name=cleaned(self.file_name or ""), size=0)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        try:
            with parts.disk_errors():
                self.file.write(raw_data)
        except BaseException:
            self.close()
            raise

    def file_complete(self, file_size: int) -> "UploadedFile[Any]":
        self.file.seek(0)
        self.file.size = file_size
        return self.file
