"""Reserved user names: a person with one would be taken for the site itself, or for a mention of everybody."""

from functools import cache

from accounts.user_names.skeletons import skeletons

# Names of offices. Only administrators may have them.
OFFICES = (
    "admin admins administrator administrators root superuser sysadmin webmaster postmaster hostmaster system irori owner "
    "moderator moderators staff support help security abuse 管理者 運営 公式 システム サポート"
)
# Words of mentions, and words that programs write where there is no name.
WORDS = "here everyone everybody all channel room me bot null undefined none 全員 みんな"
# At the start or the end of a name these read as the end of a sentence or of a word, also behind "@".
NO_END = (".", "-")


def is_reserved(name: str, *, administrator: bool = False) -> bool:
    """Whether a name is reserved, or looks like a reserved one."""
    if name.startswith(NO_END) or name.endswith(NO_END) or not any(map(str.isalnum, name)):
        return True
    return not _skeletons_of(WORDS if administrator else f"{OFFICES} {WORDS}").isdisjoint(skeletons(name))


@cache
def _skeletons_of(names: str) -> frozenset[str]:
    return frozenset().union(*map(skeletons, names.split()))
