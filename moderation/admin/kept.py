"""How the admin shows what a report keeps."""

from collections.abc import Mapping
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.utils.translation import gettext

from core.admin.pages import link
from core.admin.time_zones import shown_time
from moderation.models import Report
from moderation.selectors.reports import decisions_about

EXCERPT_OF, EXCERPT = 300, 80  # characters


def excerpt(report: Report) -> str:
    kept = report.kept
    if message := kept["message"]:
        # Cut before Truncator gets it, as in chat/admin/messages.py.
        words = message["text"][:EXCERPT_OF] or ", ".join(message["files"])
        return Truncator(" ".join(words.split())).chars(EXCERPT)
    return str(kept["person"]["display_name"] if kept["person"] else kept["room"]["name"])


def headline(report: Report) -> str:
    """What is reported, and by whom."""
    kept = report.kept
    if message := kept["message"]:
        what = gettext("Message by %(name)s") % {"name": message["author"]["display_name"]}
    elif person := kept["person"]:
        what = person["display_name"]
    else:
        what = gettext("Room %(name)s") % {"name": kept["room"]["name"]}
    if report.reporter is None:
        return what
    return gettext("%(what)s, reported by %(reporter)s") % {"what": what, "reporter": report.reporter.get_full_name()}


def reported_by(report: Report) -> str:
    """With the time: in a column of its own the list would scroll sideways on a tablet."""
    at = shown_time(report.created_at)
    return format_html("<span>{} · {}</span>", link(report.reporter), at) if report.reporter else at


def reported(report: Report) -> str:
    kept = report.kept
    if kept["message"]:
        return _message(kept["message"])
    person, room = kept["person"], kept["room"]
    names = (person["display_name"], f"@{person['username']}") if person else (room["name"], room["topic"])
    return format_html_join(" · ", "{}", ((name,) for name in names if name))


def context(report: Report) -> str:
    if report.context is None:
        return ""
    before, after = (list(map(_message, report.context[side])) for side in ("before", "after"))
    here = format_html('<p class="irori-reported"><strong>{}</strong></p>', gettext("The reported message"))
    return format_html_join("", "{}", ((row,) for row in (*before, here, *after)))


def counts(report: Report) -> str:
    """How reports about the same person, and by the same reporter, were decided."""
    names = dict(Report._meta.get_field("decision").flatchoices)
    about, by = decisions_about(report)
    lines = (
        (title, ", ".join(f"{names[decision]}: {number}" for decision, number in found.items()))
        for title, found in ((gettext("About the person"), about), (gettext("By the reporter"), by))
        if found
    )
    return format_html_join("", "<p>{} – {}</p>", lines)


def _message(message: Mapping[str, Any]) -> str:
    """Who, when, the text and the names of files."""
    at = parse_datetime(message["created_at"])
    return format_html(
        '<p class="irori-said"><strong>{}</strong> · #{} · {}</p><div class="irori-text">{}</div>{}',
        message["author"]["display_name"],
        message["seq"],
        date_format(localtime(at), "DATETIME_FORMAT") if at else "",
        message["text"],
        format_html_join("", "<p>{}</p>", ((name,) for name in message["files"])),
    )
