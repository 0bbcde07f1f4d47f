"""A short story of three people, which the tests of the checker change a little."""

from lab.chaos.checks.anomalies import Anomaly
from lab.chaos.checks.checker import Findings, check
from lab.chaos.checks.history import (
    Acknowledged,
    Diary,
    Drafted,
    Entry,
    Heard,
    Inserted,
    Named,
    Place,
    Row,
    Stands,
    Wrote,
)
from lab.chaos.world.database import Database, Own

HANA, KENJI, OUTSIDER = 1, 2, 3
HEARTH, ATTIC = 10, 11

TEA = Row(HANA, "tea", 1, 3, "お茶が入りました")
THANKS = Row(KENJI, "thanks", 2, 4, "ありがとう")
MORE = Row(HANA, "more", 3, 5, "Another cup?")
STORED = [TEA, THANKS, MORE]
PLACE = Place(3, "all", False, True, None)


class Story:
    """Hana and Kenji talk by the hearth, and everything goes well. An outsider is in the attic and hears nothing of it."""

    def __init__(self) -> None:
        self.stored = list(STORED)
        self.hana = Diary(HANA, frozenset({HEARTH}))
        self.kenji = Diary(KENJI, frozenset({HEARTH}))
        self.outsider = Diary(OUTSIDER, frozenset({ATTIC}))
        self.hana.entries = [*said(TEA, 1, 0), *showed(THANKS, 2, 1), *said(MORE, 3, 2)]
        self.kenji.entries = [*showed(TEA, 1, 0), *said(THANKS, 2, 1), *showed(MORE, 3, 2)]
        self.outsider.entries.append(Stands(0, ATTIC, PLACE))
        self.owns = {
            HANA: Own({HEARTH: PLACE}),
            KENJI: Own({HEARTH: PLACE}, {(HEARTH, None): "ありが"}, ("Kenji", "🍵")),
            OUTSIDER: Own({ATTIC: PLACE}),
        }
        self.hana.entries.insert(0, Stands(0, HEARTH, PLACE))
        own = [Stands(0, HEARTH, PLACE), Drafted(0, HEARTH, None, "ありが"), Named(0, 0, "Kenji", "🍵")]
        self.kenji.entries[:0] = own
        self.times = [1.0, 2.0, 3.0]

    @property
    def findings(self) -> Findings:
        database = Database({HEARTH: self.stored, ATTIC: []}, self.owns, {HEARTH: self.times})
        return check([self.hana, self.kenji, self.outsider], database, 0, 4)

    @property
    def anomalies(self) -> set[Anomaly]:
        return {violation.anomaly for violation in self.findings.violations}


def said(row: Row, at: float, place: int) -> list[Entry]:
    """Written, acknowledged and shown."""
    return [Wrote(at, HEARTH, row.nonce, row.text), Acknowledged(at, HEARTH, 100 + place, row), *showed(row, at, place)]


def showed(row: Row, at: float, place: int) -> list[Entry]:
    return [heard(row, at), Inserted(at, HEARTH, place, row)]


def heard(row: Row, at: float) -> Heard:
    return Heard(at, HEARTH, row.author, row.nonce, row.text)
