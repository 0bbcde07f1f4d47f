from django.utils.translation import gettext


def sentence(text: object) -> str:
    """With the full stop of the reader's language."""
    return gettext("%(sentence)s.") % {"sentence": text}
