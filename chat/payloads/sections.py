"""Sections of somebody's own list of rooms."""

from collections.abc import Iterable

from msgspec import Struct

from chat import models


class Section(Struct, frozen=True):
    id: int
    name: str

    @classmethod
    def of(cls, section: models.Section) -> "Section":
        return cls(section.pk, section.name)


class Sections(Struct, frozen=True):
    """All sections of one person, in their order."""

    sections: list[Section]

    @classmethod
    def of(cls, sections: Iterable[models.Section]) -> "Sections":
        return cls([Section.of(section) for section in sections])
