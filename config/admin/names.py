"""What models and fields are called, in the reader's language: models say it in English, the catalogues in config/locale translate it.

Naming them here keeps the models free of two hundred marks, and translations out of migrations.
"""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db.models import Field, Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

APPLICATIONS = (
    "jobs",
    "minute_counts",
    "bulk",
    "audit",
    "accounts",
    "files",
    "chat",
    "search",
    "moderation",
    "notifications",
)


def translate_names() -> None:
    # A leaf may be taken out.
    for config in filter(None, map(apps.app_configs.get, APPLICATIONS)):
        config.verbose_name = _translated(config.verbose_name)
        for model in config.get_models(include_auto_created=True):
            _translate(model)


def _translate(model: type[Model]) -> None:
    options = model._meta
    options.verbose_name = _translated(options.verbose_name)
    options.verbose_name_plural = gettext_lazy(
        str(options.verbose_name_plural)
    )  # is lazy already, as an English plural
    fields: Iterable[Field[Any, Any]] = (*options.local_fields, *options.local_many_to_many)
    for field in fields:
        field.verbose_name = _translated(field.verbose_name)
        field.help_text = _translated(field.help_text)
        if field.choices:
            field.choices = [(value, _translated(label)) for value, label in field.flatchoices]


def _translated(text: Any) -> Any:
    """What Django itself has named is translated already, and the empty text would be the catalogue's own head."""
    return text if isinstance(text, Promise) or not text else gettext_lazy(text)
