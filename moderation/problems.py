"""The problem codes of moderation."""

from collections.abc import Mapping

# code: (HTTP status, default text)
PROBLEMS: Mapping[str, tuple[int, str]] = {
    "refused_by_rule": (400, "A rule of this room or site does not allow this text."),
    "warned_by_rule": (409, "A rule of this room or site warns of this text: send it again if you mean it."),
    "too_many_held": (409, "As many of your messages wait to be looked at as may wait: withdraw some, or wait."),
    "held_decided": (409, "This message was decided otherwise."),
    "author_gone": (409, "The author is not in the room any more: the message can only be refused."),
    "rule_exists": (409, "There is a rule for this already: change that one."),
    "too_many_rules": (409, "There are as many rules as there may be: remove some first."),
    "muted": (403, "You may not write here at the moment."),
    "too_many_hidden": (409, "As many people are hidden as a person can hide: show some again first."),
    "report_claimed": (409, "Somebody else looks into this report."),
    "report_decided": (409, "This report was decided otherwise."),
}
