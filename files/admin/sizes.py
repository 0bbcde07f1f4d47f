from django.template.defaultfilters import filesizeformat
from django.utils.formats import number_format
from django.utils.translation import gettext


def exact_size(size: int) -> str:
    """As people read it, and in bytes."""
    exact = gettext("%(count)s bytes") % {"count": number_format(size, force_grouping=True)}
    return f"{filesizeformat(size)} ({exact})"
