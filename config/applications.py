"""What the site is made of: its apps, from which everything else about them is read, and what a request passes on its way."""

from pathlib import Path
from typing import Any

INSTALLED_APPS = [
    "config.admin.apps.IroriAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "chat",  # before staticfiles: its runserver serves with our server
    "django.contrib.staticfiles",
    "channels",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "core.jobs",
    "core.audit",
    "core.minute_counts",
    "core.bulk",
    "accounts",
    "files",
    "search",
    "moderation",
    "notifications",
    "operations",
]

MIDDLEWARE = [
    "core.http.response_headers.ResponseHeadersMiddleware",
    "core.http.health.HealthMiddleware",
    "core.http.hosts.HostMiddleware",
    "core.audit.middleware.requests_origin",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.admin.languages.admin_language",
    "core.admin.refusals.refused_pages",
    "core.admin.body_limits.bounded_forms",  # before whatever reads a form
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "core.http.pages.ProblemMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],  # before those of Django's admin
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
