"""What was uploaded. Its bytes lie in the storage `files`, in the folder that `blob` names."""

from files.models.file import File
from files.models.person_usage import PersonUsage

__all__ = ["File", "PersonUsage"]
