"""What is loaded in the admin of a large site. What is done there: actions.py."""

ROWS = 100  # of an action

# Every list, and of each its searches and filters. A room of 10,000 people, a busy person and a rare word among them.
LISTS: dict[str, tuple[str, ...]] = {
    "accounts/user": (
        "", "?q=person4711", "?q=花子", "?q=佐藤+健二", "?q=nobodyhasthisname", "?is_active__exact=0",
        "?is_staff__exact=1", "?is_superuser__exact=1", "?o=1", "?o=-1", "?p=100",
    ),
    "accounts/session": ("", "?state=live", "?state=ended", "?q=user:person1", "?q=花子", "?q=person4711", "?p=100"),
    "accounts/invitation": ("", "?p=10"),
    "accounts/sitelogo": ("",),
    "auth/group": ("", "?q=moderator"),
    "bulk/bulkaction": ("",),
    "chat/room": (
        "", "?q=kettle", "?q=会議+花子", "?q=norooms", "?kind__exact=direct", "?kind__exact=private", "?archived=0",
        "?archived=1", "?archived=default", "?p=100",
    ),
    "chat/membership": (
        "", "?state=current", "?state=left", "?role__exact=owner", "?role__exact=moderator", "?role__exact=member",
        "?q=room:1", "?q=room:4711", "?q=user:person77", "?q=花子", "?q=room:1+花子", "?room__id__exact=1", "?p=100",
    ),
    "chat/message": (
        "", "?q=room:1", "?q=room:4711", "?q=author:person1", "?q=author:person4711", "?q=id:4711", "?q=kettle",
        "?q=会議", "?q=nobodysaidthis", "?q=room:1+nobodysaidthis", "?q=author:person1+kettle", "?room__id__exact=1",
        "?p=100",
    ),
    "chat/ban": ("", "?q=room:1", "?q=user:person77", "?q=花子", "?q=by:person1"),
    "chat/roominvitation": ("", "?q=room:1", "?q=花子", "?q=by:person77"),
    "files/file": ("", "?q=kettle", "?q=nosuchfile", "?q=owner:person1", "?q=room:1", "?p=100"),
    "files/personusage": ("", "?q=person4711", "?q=person:person1", "?p=100"),
    "chat/roomusage": ("", "?q=kettle", "?q=room:1"),
    "jobs/job": ("", "?state=waiting", "?state=running", "?state=failed"),
    "search/indexedroom": ("", "?q=kettle", "?q=room:1"),
    "audit/act": (
        "", "?app=chat", "?app=accounts", "?app=moderation", "?q=by:person1", "?q=by:person99999", "?q=by:77", "?q=on:person1",
        "?q=on:user:4711", "?q=on:room:1", "?q=room:1", "?q=room:4711", "?q=act:signed", "?q=act:ban", "?q=act:banned",
        "?q=ip:203.0.1.113", "?q=ip:198.51.100.1", "?q=by:person1+room:1", "?q=by:person1+act:ban", "?q=room:1+act:muted",
        "?q=signed+site", "?q=nosuchact", "?app=moderation&q=by:person1", "?q=ip:203.0.1.113+act:ban", "?p=100",
    ),
    "moderation/report": (
        "", "?state=decided", "?state=all", "?reason__exact=spam", "?kind__exact=message", "?kind__exact=room",
        "?state=all&reason__exact=illegal", "?state=all&kind__exact=room", "?state=decided&kind__exact=user", "?q=room:1",
        "?q=room:4711", "?q=user:person1", "?q=by:person77", "?q=花子", "?q=佐藤+健二", "?state=all&q=花子",
        "?state=all&q=room:1", "?state=all&q=user:person1", "?state=all&q=room:1+user:person1", "?state=decided&p=100",
    ),
    "moderation/heldmessage": ("", "?q=room:1", "?q=room:4711", "?q=author:person1", "?q=author:person77", "?q=花子", "?p=50"),
    "moderation/mute": (
        "", "?state=ended", "?state=all", "?q=room:1", "?q=user:person1", "?q=by:person1000", "?q=by:person77", "?q=花子",
        "?state=ended&q=by:person77", "?state=all&q=by:person77", "?state=all&q=user:person1", "?state=all&p=100",
    ),
    "moderation/siteban": ("", "?q=user:person50", "?q=by:person1000", "?q=by:person77", "?q=花子", "?p=30"),
    "moderation/rule": ("", "?q=badword", "?q=nosuchword", "?p=10"),
}  # fmt: skip
PAGES = (
    "", "chat/room/1/change/", "chat/room/4711/change/", "chat/room/add/", "chat/membership/1/change/",
    "chat/membership/add/", "accounts/user/1/change/", "accounts/user/4711/change/", "chat/message/4711/change/",
    "accounts/user/1/history/",
    "autocomplete/?app_label=chat&model_name=membership&field_name=user&term=花子",
    "autocomplete/?app_label=chat&model_name=membership&field_name=room&term=kettle",
    "accounts/user/1000/change/", "chat/room/1/change/?members=花子", "chat/room/1/change/?members=nobody",
    "chat/room/1/change/?from=150", "audit/act/4711/change/", "bulk/bulkaction/1/change/", "moderation/report/20/change/",
    "moderation/report/21/change/", "moderation/heldmessage/40/change/", "moderation/mute/1/change/", "moderation/mute/add/",
    "moderation/siteban/1/change/", "moderation/siteban/add/", "moderation/rule/4/change/", "moderation/rule/add/",
    "moderation/firstmessages/1/change/",
)  # fmt: skip
