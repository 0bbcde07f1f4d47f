"""Everything that can be set, from the environment; with none of it set, a safe site for one machine: SQLite, one process, no Redis.

ALLOWED_HOSTS or ORIGINS with a name that is not this machine's alone make it a site on the internet, behind a server that speaks https.
DEBUG is for developing, and never for a site that others can reach.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

from config.applications import INSTALLED_APPS as INSTALLED_APPS
from config.applications import MIDDLEWARE as MIDDLEWARE
from config.applications import TEMPLATES as TEMPLATES
from config.audit import ADMIN_READS_PRIVATE as ADMIN_READS_PRIVATE
from config.audit import AUDIT_DAYS as AUDIT_DAYS
from config.databases import database
from config.logs import logging
from config.moderation import REPORT_DAYS as REPORT_DAYS
from config.outgoing import OUTGOING_ALLOWED as OUTGOING_ALLOWED
from config.passwords import AUTH_PASSWORD_VALIDATORS as AUTH_PASSWORD_VALIDATORS
from config.passwords import PASSWORD_HASHERS as PASSWORD_HASHERS
from config.rates import account_rates, call_rates
from config.rest import REST_FRAMEWORK as REST_FRAMEWORK
from config.rest import SPECTACULAR_SETTINGS as SPECTACULAR_SETTINGS
from config.storages import bucket, origin_of, storages
from core import machine, private_folder
from core.db import file_exchange
from core.environment import Environment, kept_secret
from core.redis.locations import places

BASE_DIR = Path(__file__).resolve().parent.parent
env = Environment()

DEBUG = env.flag("DEBUG", default=False)
STATE_DIR = Path(env.text("IRORI_STATE", str(BASE_DIR / "var"))).resolve()
STATE_IS_MANAGED = bool(env.text("STATE_DIRECTORY"))
DATABASE_URL = env.text("DATABASE_URL", f"sqlite:///{STATE_DIR / private_folder.DATABASE}")
REDIS_URL = env.text("REDIS_URL")

# -- Hosts: this machine's own, and those of its network where it listens there, unless others are named

HOST, PORT = machine.chosen_host(env), env.text("PORT", "8000")
ORIGINS = env.listing("ORIGINS")
NAMED_HOSTS = env.listing("ALLOWED_HOSTS")
ALLOWED_HOSTS = NAMED_HOSTS or [*machine.hosts_of(ORIGINS), *machine.names(HOST)]
ON_INTERNET = not DEBUG and not all(map(machine.is_loopback, NAMED_HOSTS or machine.hosts_of(ORIGINS)))
TLS = env.flag("TLS", default=ON_INTERNET)
# Where browsers may come from, as full origins. Without TLS and with none set, any origin on the same host and port will do.
if TLS and not ORIGINS:
    ORIGINS = [f"https://{host.lstrip('.')}" for host in ALLOWED_HOSTS if "*" not in host]
CSRF_TRUSTED_ORIGINS = ORIGINS

# A restore that was interrupted at its last step, before anything of it is opened.
file_exchange.finish(STATE_DIR)

# -- Secrets: kept in the state folder of a site that is one process on one machine


def kept(name: str) -> str:
    private_folder.open_folder(STATE_DIR, managed=STATE_IS_MANAGED)
    return kept_secret(STATE_DIR / name.lower())


ALONE = DEBUG or (DATABASE_URL.startswith("sqlite") and not REDIS_URL)
SECRET_KEY = env.secret("SECRET_KEY", otherwise=kept if ALONE else None)
# Apart from SECRET_KEY, so that either can be changed without the other.
SIGNING_KEY = env.secret("SIGNING_KEY", otherwise=kept if ALONE else None)
# Secrets from before SECRET_KEY was changed: what they sealed or signed is still understood.
SECRET_KEY_FALLBACKS = env.listing("SECRET_KEY_FALLBACKS")
# While a rotation is under way: the key before, or the one that comes next (docs/decisions/access/signing-keys.md).
ACCEPTED_SIGNING_KEYS = env.text("ACCEPTED_SIGNING_KEYS").split()
# Seals the keys in a backup (operations/site_keys.py).
BACKUP_PASSPHRASE = env.text("BACKUP_PASSPHRASE")

# What DEBUG shows of an error, to this machine alone (core/http/error_reports.py).
DEFAULT_EXCEPTION_REPORTER = "core.http.error_reports.Reporter"
DEFAULT_EXCEPTION_REPORTER_FILTER = "core.http.error_reports.Filter"

# -- Applications

ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"

# -- Database: SQLite beside the code, or DATABASE_URL

# NORMAL loses what was acknowledged in the last seconds before a power failure. For measuring what FULL costs.
SQLITE_SYNCHRONOUS = env.choice("SQLITE_SYNCHRONOUS", "full", "normal", default="full").upper()
# Off where a pooler gives a session's settings to others (docs/hosting.md, Poolers).
DATABASE_DEADLINES = env.flag("DATABASE_DEADLINES", default=True)
DATABASES = {"default": database(DATABASE_URL, sqlite_synchronous=SQLITE_SYNCHRONOUS)}
# Connections are kept because a few threads do all database work (core/db/threads.py); ten threads, ten connections.
DATABASES["default"]["CONN_MAX_AGE"] = 600
DATABASE_THREADS = env.number("DATABASE_THREADS", 8)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# -- Redis: room groups and the cache, when there is a REDIS_URL

# Not Django's 300 entries: a full cache forgets, and whoever fills it would be rid of what is counted against them.
IN_PROCESS: dict[str, Any] = {
    "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
    "OPTIONS": {"MAX_ENTRIES": 50_000},
}
if REDIS_URL:
    CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "realtime.fanout.layers.RedisLayer",
            "CONFIG": {
                "hosts": [place.layer_host() for place in places(REDIS_URL)],
                "prefix": "irori",
            },
        }
    }
    CACHES = {
        "default": {"BACKEND": "core.redis.shared_cache.SharedCache", "LOCATION": [REDIS_URL], "KEY_PREFIX": "irori"}
    }
else:
    CHANNEL_LAYERS = {"default": {"BACKEND": "realtime.fanout.layers.InProcessLayer"}}
    CACHES = {"default": IN_PROCESS}
CACHES["local"] = {**IN_PROCESS, "LOCATION": "local"}

# Messages that arrive while a transaction runs are stored together in the next one, at most this many.
MESSAGES_PER_TRANSACTION = max(1, env.number("MESSAGES_PER_TRANSACTION", 200))

# -- Users, passwords, tokens

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.NameOrEmailBackend"]
# How many are hashed at once by one worker, and how many calls may wait for that.
PASSWORD_THREADS = env.number("PASSWORD_THREADS", 1)
PASSWORD_QUEUE = env.number("PASSWORD_QUEUE", 16)

SIMPLE_JWT = {
    "ACCESS_TOKEN_LIFETIME": timedelta(seconds=env.number("ACCESS_TOKEN_SECONDS", 600)),
    "REFRESH_TOKEN_LIFETIME": timedelta(seconds=env.number("REFRESH_TOKEN_SECONDS", 30 * 24 * 3600)),
    "LEEWAY": 15,  # seconds two machines' clocks may differ; without it a token from the faster one is refused
}

# Who may make an account. By invitation nobody can before an administrator has made a link.
REGISTRATION = env.choice("REGISTRATION", "open", "invitation", "closed", default="open" if DEBUG else "invitation")

# -- Mail: printed to the console in development, by SMTP where there is an EMAIL_HOST, and otherwise none

EMAIL_HOST = env.text("EMAIL_HOST")
EMAIL_PORT = env.number("EMAIL_PORT", 587)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
EMAIL_SECURITY = env.choice("EMAIL_SECURITY", "starttls", "tls", "none", default="starttls")
EMAIL_USE_TLS, EMAIL_USE_SSL = EMAIL_SECURITY == "starttls", EMAIL_SECURITY == "tls"
EMAIL_TIMEOUT = 20  # seconds
# Never to the console of a site on the internet: its log would be full of links that set passwords.
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console' if DEBUG else 'dummy'}.EmailBackend"
SENDS_MAIL = DEBUG or bool(EMAIL_HOST)
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", f"Irori <irori@{ALLOWED_HOSTS[0].strip('.*[]')}>")
# Whether an account takes an address that is known to be its owner's.
EMAIL_VERIFICATION = env.flag("EMAIL_VERIFICATION", default=False)

# -- Jobs: work that outlives a request (core/jobs)

# Off where `manage.py worker` runs beside the servers. On by default, so that a site where nobody starts one sends its mail.
JOBS_IN_PROCESS = env.flag("JOBS_IN_PROCESS", default=True)
JOB_THREADS = env.number("JOB_THREADS", 3)

# -- REST

# How many proxies in front may be believed about the client's address.
PROXIES = env.number("PROXIES", 0)
# Developing, tests and benchmarks sign in, and do everything else, far more often than anybody on a real site.
LIMITS = env.choice("LIMITS", "safe", "wide", default="wide" if DEBUG else "safe")
RATES, ACCOUNT_RATES = call_rates(env, LIMITS), account_rates(env, LIMITS)

# -- Limits: a message is text, so nothing near these sizes is ever needed

DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
# That somebody is in, without direct ones.
MOST_ROOMS = env.number("MOST_ROOMS", 2000)
# From the first byte of a request to the last of its head, from there to the last of its body, and until an answer that waits for
# its reader has been read; and how long a connection may say nothing.
REQUEST_HEAD_SECONDS = env.number("REQUEST_HEAD_SECONDS", 15)
REQUEST_BODY_SECONDS = env.number("REQUEST_BODY_SECONDS", 60)
ANSWER_SECONDS = env.number("ANSWER_SECONDS", 120)
IDLE_SECONDS = env.number("IDLE_SECONDS", 60)
# Of one IPv4 address or one IPv6 network, with one worker: calls that run, sockets, and connections that say nothing.
CONNECTIONS_PER_ADDRESS = env.number("CONNECTIONS_PER_ADDRESS", 1_000_000 if LIMITS == "wide" else 2_000)
HEARTBEAT_SECONDS = env.number("HEARTBEAT_SECONDS", 25)
# Of one person on one worker, on all their sockets together.
SOCKET_FRAMES_PER_SECOND = env.number("SOCKET_FRAMES_PER_SECOND", 200)
SOCKET_BYTES_PER_SECOND = env.number("SOCKET_BYTES_PER_SECOND", 4_000_000)
# Of one person on all workers.
MOST_SOCKETS = env.number("MOST_SOCKETS", 1_000_000 if LIMITS == "wide" else 100)

# -- Files: sizes of what is uploaded, what stays free on the disk, and how it is looked at (files/inspection)

FILE_MB = env.number("FILE_MB", 100)
FILES_MB_PER_DAY = env.number("FILES_MB_PER_DAY", 2_000)
FILES_GB = env.number("FILES_GB", 0)
FILES_FREE_MB = env.number("FILES_FREE_MB", 500)
# A form with a file is read from the disk, so its file stays there, beside the unfinished uploads (files/api/streaming.py).
FILE_UPLOAD_HANDLERS = ["files.api.forms.PrivateFileHandler"]
DATA_UPLOAD_MAX_NUMBER_FILES, DATA_UPLOAD_MAX_NUMBER_FIELDS = 1, 500  # a list of the admin has 50 rows
CLAMD = env.text("CLAMD")
PICTURE_MEGAPIXELS = env.number("PICTURE_MEGAPIXELS", 100)
PICTURES_AT_ONCE = env.number("PICTURES_AT_ONCE", 2)

# -- Web app and static files

FRONTEND_DIST = BASE_DIR / "frontend" / "dist"
STATIC_URL = "/static/"
STATIC_ROOT = STATE_DIR / "static"
APP_DIRS = [("app", FRONTEND_DIST)] if FRONTEND_DIST.exists() else []
STATICFILES_DIRS = [("irori", BASE_DIR / "config" / "static"), BASE_DIR / "config" / "admin" / "static", *APP_DIRS]
FILES_STORAGE = env.choice("FILES_STORAGE", "folder", "s3", default="folder")
STORAGES = storages(STATE_DIR, bucket(env) if FILES_STORAGE == "s3" else None)
FILES_SENT_BY = env.choice("FILES_SENT_BY", "worker", "nginx", "bucket", default="worker")  # their bytes
FILES_ORIGIN = origin_of(STORAGES) if FILES_SENT_BY == "bucket" else ""  # that pages may show pictures from
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/app/assets/"  # Vite names these by their content

# -- Language and time: the web app speaks the reader's; this is the admin's

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ja", "日本語")]
LOCALE_PATHS, FORMAT_MODULE_PATH = [BASE_DIR / "config" / "locale"], "config.formats"
USE_I18N = USE_TZ = True
TIME_ZONE = env.text("TIME_ZONE", "UTC")

# -- Browser security

# Headers of every answer are in core/http/response_headers.py.
SECURE_CONTENT_TYPE_NOSNIFF = SESSION_COOKIE_HTTPONLY = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "core.http.pages.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = TLS
if TLS:
    SECURE_SSL_REDIRECT = env.flag("TLS_REDIRECT", default=True)
    SECURE_HSTS_SECONDS = env.number("HSTS_SECONDS", 365 * 24 * 3600)
    # Both reach beyond this site: other names of the domain may have no https, and a preloaded name takes months to come off the list.
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env.flag("HSTS_SUBDOMAINS", default=False)
    SECURE_HSTS_PRELOAD = env.flag("HSTS_PRELOAD", default=False)
    SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # they ask for these two
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# -- Logs: to the console, without message texts, tokens or query strings

LOGGING = logging(env.text("LOG_LEVEL", "INFO"))
