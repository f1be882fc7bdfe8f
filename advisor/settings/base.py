"""Settings that hold everywhere.

Reads: DATABASE_URL, REDIS_URL, ADVISOR_DATA, EXHIBITS_DIR, EFFORT_FILE and their NAME_FILE twins (container
secrets). With neither URL set the application runs embedded: SQLite in WAL mode and Celery's filesystem broker,
both under ADVISOR_DATA.
"""

from pathlib import Path

import environ
import structlog
from csp.constants import NONE, SELF

from advisor.languages.found import languages_found
from advisor.web.static_headers import static_headers

BASE_DIR = Path(__file__).resolve().parents[2]
env = environ.FileAwareEnv()

DATA_DIR = Path(env("ADVISOR_DATA", default=str(BASE_DIR / "var"))).absolute()
GALLERY_DIR = DATA_DIR / "gallery"  # samples of every document type, where `manage.py dossier_gallery` put them
DEBUG = False
ALLOWED_HOSTS: list[str] = []
ROOT_URLCONF = "advisor.urls"
WSGI_APPLICATION = "advisor.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
TIME_ZONE = "UTC"
USE_TZ = True
LANGUAGE_CODE = "en"
LANGUAGES = languages_found()
LOCALE_PATHS = [BASE_DIR / "advisor" / "locale"]

INSTALLED_APPS = [
    "advisor.accounts.admin_config.RogatoryAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_filters",
    "django_htmx",
    "django_structlog",
    "simple_history",
    "import_export",
    "csp",
    "advisor",
    "advisor.accounts",
    "advisor.audit",
    "advisor.cases",
    "advisor.walk",
    "advisor.dossiers",
    "advisor.curation",
    "advisor.web",
    "advisor.api",
    "instruments",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "advisor.accounts.middleware.NoStoreMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "advisor.web.language_middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "advisor.accounts.middleware.IdleSessionMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "advisor.web.request_log.PathLogMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "advisor.cases.policy_middleware.PolicyMiddleware",
    "advisor.web.language_middleware.SwitchMiddleware",
    "advisor.web.unsent.UnsentMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["advisor.web.templatetags.sender"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
            ],
        },
    }
]
CSRF_FAILURE_VIEW = "advisor.web.views.resume.csrf_failure"
FORM_RENDERER = "advisor.web.renderers.PageFormRenderer"

# --- database -------------------------------------------------------------------------------------------------------
DATABASE_URL = env("DATABASE_URL", default="")
if DATABASE_URL:
    DATABASES = {"default": env.db_url("DATABASE_URL")}
    DATABASES["default"] |= {
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **DATABASES["default"].get("OPTIONS", {}),
            "connect_timeout": 5,
            "options": "-c statement_timeout=60000 -c lock_timeout=20000",
        },
    }
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA_DIR / "rogatory.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA recursive_triggers=ON;",
            },
        }
    }

# --- queue and cache ------------------------------------------------------------------------------------------------
REDIS_URL = env("REDIS_URL", default="")
CELERY_TASK_SERIALIZER = CELERY_EVENT_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_TIME_LIMIT = 120
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "dossiers-sweep": {
        "task": "advisor.dossiers.tasks.dossier_sweep",
        "schedule": 5.0,
        "options": {"expires": 5},
    },
    "study-tables": {
        "task": "instruments.tasks.study_prepare",
        "schedule": 60.0,
        "options": {"expires": 30},
    },
    "reminders-sweep": {
        "task": "advisor.walk.tasks.reminders_sweep",
        "schedule": 300.0,
        "options": {"expires": 240},
    },
    "sessions-clear": {
        "task": "advisor.accounts.tasks.sessions_clear",
        "schedule": 24 * 3600.0,
        "options": {"expires": 3600},
    },
}
if REDIS_URL:
    # redis-py says unix:// for a socket, Celery says redis+socket://; the one variable is in redis-py's spelling.
    CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, int | str] = {
        "visibility_timeout": 300,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
    }
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
else:
    CELERY_BROKER_URL = "filesystem://localhost//"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(DATA_DIR / "queue"),
        "data_folder_out": str(DATA_DIR / "queue"),
        "control_folder": str(DATA_DIR / "queue-control"),
    }
    CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "django_cache"},
    }

# --- people ---------------------------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = [
    "advisor.accounts.backends.RoleBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_FORMS = {"login": "advisor.web.forms.account.SignInForm"}
ACCOUNT_ADAPTER = "advisor.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to whatever address a stranger types in
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Rogatory] "
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ADAPTER = "advisor.accounts.second_factor.SecondFactorAdapter"
MFA_TOTP_ISSUER = "Rogatory"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_IDLE_SECONDS = 30 * 60
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_NAME = "rogatory_session"
CSRF_COOKIE_NAME = "rogatory_csrf"
LANGUAGE_COOKIE_NAME = "rogatory_language"

# --- what a browser may do with our pages ---------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "geolocation", "microphone", "payment", "usb", "display-capture")
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
DATA_UPLOAD_MAX_NUMBER_FILES = 5
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600

# --- exhibits: one file each, outside of every address (advisor/cases/exhibit_store.py) -----------------------------
EXHIBITS_DIR = Path(env("EXHIBITS_DIR", default=str(DATA_DIR / "exhibits"))).absolute()
# Hours of work that requests take, as estimates (fixtures/effort.yaml says how the file looks).
EFFORT_FILE = Path(env("EFFORT_FILE", default=str(BASE_DIR / "fixtures" / "effort.yaml"))).absolute()
EXHIBIT_MAX_BYTES = 50 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "advisor.web.uploads.CappedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- editions between installations (instruments/exchange_file.py) --------------------------------------------------
INSTALLATION_NAME = env("INSTALLATION_NAME", default="Rogatory")
EXCHANGE_KEY_FILE = env("EXCHANGE_KEY_FILE", default="")
EXCHANGE_TRUSTED_DIR = Path(env("EXCHANGE_TRUSTED_DIR", default=str(DATA_DIR / "trusted-keys"))).absolute()

# --- static files ---------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
WHITENOISE_USE_FINDERS = True
WHITENOISE_ADD_HEADERS_FUNCTION = static_headers

# --- API ------------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "advisor.api.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["advisor.api.permissions.PolicyPermission"],
    "DEFAULT_METADATA_CLASS": None,
    "URL_FORMAT_OVERRIDE": None,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.PageNumberPagination",
    "PAGE_SIZE": 100,
    "EXCEPTION_HANDLER": "advisor.api.errors.problem_handler",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.UserRateThrottle"],
    "DEFAULT_THROTTLE_RATES": {"user": "600/min", "advice": "120/min"},
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Rogatory",
    "DESCRIPTION": "Which door to knock on first, what law opens it, and with which paper in hand.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["advisor.api.permissions.PolicyPermission"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "OptionVerdict": ["open", "needs_facts", "needs_counsel", "closed"],
        "ConditionVerdict": ["holds", "fails", "unknown"],
    },
}

# --- dossiers -------------------------------------------------------------------------------------------------------
DOSSIER_RENDER_SECONDS = 60
DOSSIER_LEASE_SECONDS = env.int("DOSSIER_LEASE_SECONDS", default=20)  # kept alive every 2 s while a render runs
DOSSIER_MAX_ATTEMPTS = 3
# The installation's key, for PAdES signatures (advisor/dossiers/signing.py): PKCS#12, or PEM with its certificate.
SIGNING_KEY_FILE = env("SIGNING_KEY_FILE", default="")
SIGNING_CERTIFICATE_FILE = env("SIGNING_CERTIFICATE_FILE", default="")
SIGNING_PASSPHRASE_FILE = env("SIGNING_PASSPHRASE_FILE", default="")
SIGNING_TSA_URL = env("SIGNING_TSA_URL", default="")
PUBLIC_URL = env("PUBLIC_URL", default="").rstrip("/")  # where people reach this installation; stands in mails

# --- logs -----------------------------------------------------------------------------------------------------------
# One JSON object a line on standard error, our own events and the libraries' alike. Tracebacks without local variables:
# those would write case data into the log.
_LOG_STEPS: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
]
structlog.configure(
    processors=[
        structlog.stdlib.filter_by_level,
        *_LOG_STEPS,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": "structlog.stdlib.ProcessorFormatter",
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
            "foreign_pre_chain": _LOG_STEPS,
        },
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
        "django_structlog": {"level": "WARNING"},
    },
}
DJANGO_STRUCTLOG_CELERY_ENABLED = False
