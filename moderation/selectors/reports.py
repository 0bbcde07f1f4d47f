"""Which reports somebody may see, and how many wait for them."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Count, F, Q, QuerySet

from accounts.models import User
from chat.models import Membership
from moderation.models import Report
from moderation.models.report import Reports
from moderation.payloads.reports import Counts

PERMISSION = "moderation.change_report"
# Reports that are counted, and people who are told how many there are.
MOST_COUNTED = 1_000
MOST_TOLD = 500

Role = Membership.Role
MODERATING = (Role.OWNER, Role.MODERATOR)
PEOPLE = ("reporter", "user", "claimed_by", "decided_by")


def decides_everywhere(user: User) -> bool:
    """Whether somebody decides all reports: staff with the permission."""
    return user.is_staff and user.has_perm(PERMISSION)


def to_decide(user: User) -> Reports:
    """The reports that somebody decides: staff all, moderators and owners those of their rooms that are not about
    themselves."""
    if decides_everywhere(user):
        return Report.objects.all()
    moderated = Membership.objects.current().filter(user=user, role__in=MODERATING).values("room")
    return Report.objects.filter(for_room=True, room__in=moderated).exclude(user=user)


def listed(user: User, state: str | None, room_id: int | None = None) -> Reports:
    """`open` and `decided`: those that somebody decides; `mine`: those that they made; None: all these. A room leaves
    fewer of them and is not looked up: one that somebody is not in is answered as one that is not there."""
    found = _listed(user, state)
    return found if room_id is None else found.filter(room=room_id)


def _listed(user: User, state: str | None) -> Reports:
    mine = Report.objects.filter(reporter=user)
    if state is None and decides_everywhere(user):
        return Report.objects.all()
    match state:
        case "mine":
            return mine
        case "open":
            return to_decide(user).undecided()
        case "decided":
            return to_decide(user).filter(state=Report.State.DECIDED)
    return mine | to_decide(user)


def ids_to_decide(user: User, reports: Collection[Report]) -> set[int]:
    """The ids of those of these reports that somebody decides."""
    return set(to_decide(user).filter(pk__in=[report.pk for report in reports]).values_list("pk", flat=True))


def with_people(reports: Reports) -> Reports:
    return reports.select_related(*PEOPLE)


def waiting_for(user: User) -> int:
    """The number of undecided reports that somebody decides, up to MOST_COUNTED."""
    return to_decide(user).undecided().order_by()[:MOST_COUNTED].count()


def waiting_for_deciders(rooms: Collection[int]) -> dict[int, int]:
    """The number of undecided reports by the id of each person who decides those of one of these rooms, or of none.
    Four queries."""
    counts = _of_moderators(rooms) if rooms else {}
    everything = Report.objects.undecided().order_by()[:MOST_COUNTED].count()
    return counts | dict.fromkeys(deciding_staff()[:MOST_TOLD], everything)


def deciding_staff() -> "QuerySet[User, int]":
    """The ids of the staff who decide all reports."""
    return User.objects.with_perm(PERMISSION).filter(is_staff=True).order_by("pk").values_list("pk", flat=True)


def _of_moderators(rooms: Collection[int]) -> dict[int, int]:
    moderating = Membership.objects.current().filter(room__in=rooms, role__in=MODERATING).order_by("pk")
    moderators = list(moderating.values_list("user", flat=True)[: MOST_TOLD * len(rooms)])
    # In one call, so that all conditions are about the same membership.
    theirs = Report.objects.undecided().filter(
        ~Q(user=F("room__memberships__user")),
        for_room=True,
        room__memberships__user__in=moderators,
        room__memberships__role__in=MODERATING,
        room__memberships__left_at=None,
    )
    counted = theirs.values_list("room__memberships__user").annotate(number=Count("pk")).order_by()
    return dict.fromkeys(moderators, 0) | {user: min(number, MOST_COUNTED) for user, number in counted}


def counts_for(by: User, reports: Collection[Report]) -> dict[int, Counts]:
    """How the reports about the same people and by the same reporters were decided, as far as `by` decides them, by id
    of the report. Two queries."""
    mine = to_decide(by)
    about = _decisions(mine, "user", {report.user_id for report in reports})
    reported = _decisions(mine, "reporter", {report.reporter_id for report in reports})
    return {
        report.pk: Counts(about.get(report.user_id or 0, {}), reported.get(report.reporter_id or 0, {}))
        for report in reports
    }


def decisions_about(report: Report) -> tuple[dict[str, int], dict[str, int]]:
    """The same of all reports, for the admin: about the person, and by the reporter."""
    about = _decisions(Report.objects.all(), "user", {report.user_id})
    reported = _decisions(Report.objects.all(), "reporter", {report.reporter_id})
    return about.get(report.user_id or 0, {}), reported.get(report.reporter_id or 0, {})


def _decisions(reports: Reports, field: str, people: Iterable[int | None]) -> dict[int, dict[str, int]]:
    known = {person for person in people if person is not None}
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    if known:
        decided = reports.filter(state=Report.State.DECIDED, **{f"{field}__in": known})
        for person, decision, number in decided.values_list(field, "decision").annotate(Count("pk")).order_by():
            counts[person][decision] = number
    return counts
