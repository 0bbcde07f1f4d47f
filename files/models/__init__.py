"""What was uploaded. Its bytes lie in the storage `files`, in the folder that `blob` names."""

from files.models.file import File

__all__ = ["File"]
