"""Where the bytes of files lie, in the storage `files`."""

from files.models import File


def path_of(file: File, variant: str) -> str:
    """The name in the storage of "original", "small" or "large"."""
    return f"blobs/{file.blob.hex[:2]}/{file.blob.hex}/{variant}"
