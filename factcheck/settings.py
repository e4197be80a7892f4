"""All settings, in one file. What differs between desks is read from the environment by `factcheck.env`.

docs/reference/settings.md explains each variable. Without DATABASE_URL and CELERY_BROKER_URL the desk starts
its own PostgreSQL and broker in FACTCHECK_DATA (see `factcheck.embedded`); that is for trying it out and for
tests, and `manage.py check --deploy` refuses it for production.
"""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONCE, NONE, SELF
from django.urls import reverse_lazy

from factcheck import embedded, env

BASE_DIR = Path(__file__).resolve().parent.parent
FACTCHECK_DATA = env.folder("FACTCHECK_DATA", default=BASE_DIR / "var")

DEBUG = env.flag("DEBUG", default=False)
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
SECRET_KEY = env.text("SECRET_KEY", default="") or embedded.secret_key(FACTCHECK_DATA)
FACTCHECK_PORT = env.number("FACTCHECK_PORT", default=8000, at_least=1)
PUBLIC_ORIGIN = env.text("PUBLIC_ORIGIN", default=f"http://127.0.0.1:{FACTCHECK_PORT}").rstrip("/")
DESK_NAME = env.text("DESK_NAME", default="The Fact-Check Desk")
DESK_PROFILE = {  # what readers are told of the desk itself, on its page “About”; the self-check names what is missing
    "owner": env.text("DESK_OWNER", default=""),
    "funding": env.text("DESK_FUNDING", default=""),
    "staff": env.text("DESK_STAFF", default=""),
    "contact": env.text("DESK_CONTACT", default=""),
    "nonpartisanship": env.text("DESK_NONPARTISANSHIP", default=""),
}
HTTPS = PUBLIC_ORIGIN.startswith("https://")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", default=("127.0.0.1", "localhost", "[::1]"))
BEHIND_PROXY = env.flag("BEHIND_PROXY", default=False)
CSRF_TRUSTED_ORIGINS = [PUBLIC_ORIGIN] if HTTPS else []

INSTALLED_APPS = [
    "factcheck.apps.DeskAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_filters",
    "django_celery_beat",
    "pgtrigger",
    "csp",
    "axes",
    "factcheck.apps.FactcheckConfig",
    "claims",
    "reviews",
]

MIDDLEWARE = [
    "factcheck.middleware.KeptNowhereUnlessSaid",
    "django.middleware.security.SecurityMiddleware",
    "factcheck.middleware.ClientAddress",
    "factcheck.middleware.RefuseNul",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "factcheck.second_factor.SecondFactorFirst",
    "factcheck.middleware.DatabaseAway",
    "factcheck.nudging.NudgeAfterChange",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "factcheck.urls"
WSGI_APPLICATION = "factcheck.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "factcheck" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ],
        },
    },
]

# --- the database -----------------------------------------------------------------------------------------

# Three roles: the owner migrates, the app serves, the worker has no right to the vault. A process is one of them.
DATABASE_URL = env.text("DATABASE_URL", default="")
DATABASE_URLS = {
    "owner": env.text("DATABASE_OWNER_URL", default=DATABASE_URL),
    "app": DATABASE_URL,
    "worker": env.text("DATABASE_WORKER_URL", default=DATABASE_URL),
}
DATABASE_ROLE = env.choice("DATABASE_ROLE", among=tuple(DATABASE_URLS), default="app" if DATABASE_URL else "owner")
# Who is granted what stands in `factcheck.database_roles`; these are the names under which they log in.
DATABASE_USERS = {
    "app": urlsplit(DATABASE_URLS["app"]).username or "desk_app",
    "worker": urlsplit(DATABASE_URLS["worker"]).username or "desk_worker",
    "public": env.text("DATABASE_PUBLIC_USER", default="desk_public"),
}
DATABASES: dict[str, dict[str, Any]] = {
    "default": dict(
        dj_database_url.parse(DATABASE_URLS[DATABASE_ROLE], conn_max_age=None, conn_health_checks=True)
        if DATABASE_URL
        else embedded.database(FACTCHECK_DATA, user={"owner": "desk", **DATABASE_USERS}[DATABASE_ROLE])
    )
}
# With server-side binding a value never stands in the text of a statement, so neither the server's log nor
# pg_stat_activity repeats it.
DATABASES["default"]["OPTIONS"] = {**DATABASES["default"].get("OPTIONS", {}), "server_side_binding": True}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- the vault --------------------------------------------------------------------------------------------

VAULT_KEYS = env.words("VAULT_KEYS")
VAULT_KEYS_FILE = env.text("VAULT_KEYS_FILE", default="")
if DATABASE_ROLE == "worker":
    VAULT_KEYS, VAULT_KEYS_FILE = [], ""  # no task opens an identity
elif not VAULT_KEYS and not VAULT_KEYS_FILE and not DATABASE_URL:
    VAULT_KEYS_FILE = str(embedded.vault_keys(FACTCHECK_DATA))
VAULT_OPEN_MINUTES = env.number("VAULT_OPEN_MINUTES", default=15, at_least=1)

# --- tasks ------------------------------------------------------------------------------------------------

CELERY_TIME_LIMIT = 300  # seconds; a task that runs longer is killed and its rows are taken up again
CELERY_BROKER_URL = env.text("CELERY_BROKER_URL", default="") or embedded.broker_url(FACTCHECK_DATA)
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": CELERY_TIME_LIMIT + 60,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_timeout": 1,
    "socket_connect_timeout": 1,
    # A request that finds no broker gives up at once; only the worker waits for it, by a loop of its own.
    "max_retries": 0,
    "interval_start": 0,
    "interval_step": 0,
}
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = CELERY_TIME_LIMIT
CELERY_TASK_SOFT_TIME_LIMIT = CELERY_TIME_LIMIT - 30
CELERY_TASK_PUBLISH_RETRY = False  # a nudge that does not arrive is made good by the sweep
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_BEAT_SCHEDULE = {
    "remind-reviewers": {"task": "reviews.tasks.remind_reviewers", "schedule": 3600.0},
    "forget-experts-calls": {"task": "reviews.tasks.forget_experts_calls", "schedule": 3600.0},
    "deliver-notices": {"task": "reviews.tasks.deliver_notices", "schedule": 15.0},
    "sweep-stale-claims": {"task": "claims.tasks.sweep_stale_claims", "schedule": 30.0},
    "check-sourcing": {"task": "claims.tasks.check_sourcing", "schedule": 86400.0},
    "write-standing-pages": {"task": "reviews.tasks.write_standing_pages", "schedule": 300.0},
    "follow-basis-changes": {"task": "reviews.tasks.follow_basis_changes", "schedule": 30.0},
    "write-pages": {"task": "reviews.tasks.write_pages", "schedule": 30.0},
    "regrade-grants": {"task": "claims.tasks.regrade_grants", "schedule": 3600.0},
    "run-bulk": {"task": "claims.tasks.run_bulk", "schedule": 60.0},
    "run-imports": {"task": "claims.tasks.run_imports", "schedule": 30.0},
    "run-captures": {"task": "claims.tasks.run_captures", "schedule": 30.0},
    "forget-old-calls": {"task": "claims.tasks.forget_old_calls", "schedule": 3600.0},
}
CELERY_TIMEZONE = "UTC"

# --- people -----------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "claims.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SECOND_FACTOR_FOR = env.words("SECOND_FACTOR_FOR")  # roles that are held with a second factor only
# Single sign-on by OpenID Connect, off without SSO_ISSUER (see `claims.accounts.single_sign_on`).
SSO_ISSUER = env.text("SSO_ISSUER", default="")
SSO_NAME = env.text("SSO_NAME", default="your organisation’s account")
SSO_SECOND_FACTOR = env.flag("SSO_SECOND_FACTOR", default=False)  # the provider asks for a second factor itself
OIDC_RP_CLIENT_ID = env.text("SSO_CLIENT_ID", default=None if SSO_ISSUER else "")
OIDC_RP_CLIENT_SECRET = env.text("SSO_CLIENT_SECRET", default=None if SSO_ISSUER else "")
OIDC_OP_AUTHORIZATION_ENDPOINT = env.text("SSO_AUTHORIZATION_ENDPOINT", default=None if SSO_ISSUER else "")
OIDC_OP_TOKEN_ENDPOINT = env.text("SSO_TOKEN_ENDPOINT", default=None if SSO_ISSUER else "")
OIDC_OP_USER_ENDPOINT = env.text("SSO_USERINFO_ENDPOINT", default=None if SSO_ISSUER else "")
OIDC_OP_JWKS_ENDPOINT = env.text("SSO_JWKS_ENDPOINT", default=None if SSO_ISSUER else "")
OIDC_RP_SIGN_ALGO = env.text("SSO_SIGNING_ALGORITHM", default="RS256")
OIDC_AUTHENTICATION_CALLBACK_URL = "admin:sso_callback"
OIDC_CREATE_USER = False
OIDC_USE_PKCE = True
OIDC_TIMEOUT = 10  # seconds
if SSO_ISSUER:
    AUTHENTICATION_BACKENDS.append("claims.accounts.single_sign_on.ProviderBackend")
LOGIN_URL = reverse_lazy("admin:login")
LOGIN_REDIRECT_URL = reverse_lazy("admin:index")
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = ["next"]  # an address may carry what was searched for; a failed sign-in keeps none of it

# --- mail ---------------------------------------------------------------------------------------------------

EMAIL_HOST = env.text("EMAIL_HOST", default="")
EMAIL_PORT = env.number("EMAIL_PORT", default=587, at_least=1)
EMAIL_HOST_USER = env.text("EMAIL_USER", default="")
EMAIL_HOST_PASSWORD = env.text("EMAIL_PASSWORD", default="")
EMAIL_USE_TLS = env.flag("EMAIL_TLS", default=True)
EMAIL_TIMEOUT = 10  # seconds
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", default=f"desk@{urlsplit(PUBLIC_ORIGIN).hostname}")
# Without a mail server the mails are files, which a developer can read.
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = FACTCHECK_DATA / "mail"

# --- words, dates, files ----------------------------------------------------------------------------------

LANGUAGE_CODE = "en"  # of the desk itself
PAGES_LANGUAGE = env.choice("DESK_LANGUAGE", among=("en", "de"), default="en")
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
LOCALE_PATHS = [BASE_DIR / "reviews" / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = FACTCHECK_DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
PAGES_ROOT = env.folder("FACTCHECK_PAGES", default=FACTCHECK_DATA / "pages")  # the public pages, as files
MEDIA_ROOT = FACTCHECK_DATA / "media"
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
FETCH_ARTICLES = env.flag("FETCH_ARTICLES", default=False)
FETCH_EVIDENCE = env.flag("FETCH_EVIDENCE", default=False)
CAPTURES_ROOT = env.folder("FACTCHECK_CAPTURES", default=FACTCHECK_DATA / "captures")  # never served as files
CAPTURE_MAX_BYTES = 5 * 1024 * 1024  # one limit for file, link and text
TIMESTAMP_AUTHORITY = env.text("TIMESTAMP_AUTHORITY", default="")  # RFC 3161, over http or https
ARTICLE_MAX_BYTES = 5 * 1024 * 1024  # one limit for command, API and admin

# --- what a browser may do --------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 12
CSRF_COOKIE_SECURE = HTTPS

# --- the API ----------------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["factcheck.api.tokens.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["factcheck.api.tokens.ScopeOfToken"],
    "DEFAULT_THROTTLE_CLASSES": ["factcheck.api.limits.CallsOfToken"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["factcheck.api.parsing.StrictJSONParser"],
    "DEFAULT_PAGINATION_CLASS": "factcheck.api.pagination.KeysetPagination",
    "DEFAULT_FILTER_BACKENDS": ["factcheck.api.filters.KnownParametersOnly"],
    "DEFAULT_SCHEMA_CLASS": "factcheck.api.schema.DeskSchema",
    "EXCEPTION_HANDLER": "factcheck.api.problems.problem_response",
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_METADATA_CLASS": None,  # the schema tells it all; OPTIONS would tell it again for each person
}
API_READS_PER_MINUTE = env.number("API_READS_PER_MINUTE", default=1200, at_least=1)  # of one token
API_WRITES_PER_MINUTE = env.number("API_WRITES_PER_MINUTE", default=300, at_least=1)
SPECTACULAR_SETTINGS = {
    "TITLE": "Fact-check desk",
    "VERSION": "1",
    "DESCRIPTION": "Claims, on what they rest, and how they were judged. "
    "What changed, and how long what is deprecated stays: [changelog](/api/v1/changelog/).",
    "EXTERNAL_DOCS": {"url": "/api/v1/changelog/", "description": "Changelog and deprecation rule"},
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX_TRIM": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "factcheck.api.schema.complete",
    ],
    "ENUM_NAME_OVERRIDES": {
        "BulkKindEnum": "claims.models.bulk.BulkJob.Kind",
        "BulkStateEnum": "claims.models.bulk.BulkJob.State",
        "ImportStateEnum": "claims.models.imports.ImportJob.State",
        "MergeStateEnum": "claims.enums.MergeState",
        "SourceKindEnum": "claims.enums.SourceKind",
        "EvidenceKindEnum": "claims.enums.EvidenceKind",
        "BasisKindEnum": "claims.enums.BasisKind",
        "KnowledgeEnum": "claims.enums.Knowledge",
    },
}

# --- what is written down ---------------------------------------------------------------------------------

DEFAULT_EXCEPTION_REPORTER_FILTER = "factcheck.recording.NothingConfidential"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "factcheck.recording.OneLine",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # No error mail: it would carry local variables and posted values out of the desk.
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "claims": {"level": "INFO"},
        "reviews": {"level": "INFO"},
        "factcheck": {"level": "INFO"},
    },
}
