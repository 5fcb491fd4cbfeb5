"""Django settings: embedded by default (SQLite, e-mail to a folder), grown-up by environment variables."""

from __future__ import annotations

from pathlib import Path

import dj_database_url
from django.utils.csp import CSP

from tijdig.config.environment import read_environment, root_certificates

ENVIRONMENT = read_environment()
PACKAGE = Path(__file__).resolve().parent.parent
STATE_DIR = ENVIRONMENT.state_dir
DEMO = ENVIRONMENT.demo
DEBUG = ENVIRONMENT.debug
SECRET_KEY = ENVIRONMENT.secret_key
KEY_DIR = ENVIRONMENT.key_dir or STATE_DIR / "keys"
TOMBSTONE_FILE = ENVIRONMENT.tombstone_file or KEY_DIR / "tombstones"
KEYS_MADE_HERE = ENVIRONMENT.key_dir is None  # a named folder is a secret store: nothing is made in it
SIGNING_ANCHORS = root_certificates(ENVIRONMENT.signing_anchors)
APP_ROLE = ENVIRONMENT.app_role
CONNECTIONS = ENVIRONMENT.connections
HOUSE_STYLES = PACKAGE / "demo" / "house_styles" if DEMO else ENVIRONMENT.house_styles
STEP_UP_MINUTES = ENVIRONMENT.step_up_minutes
ALLOWED_HOSTS = list(ENVIRONMENT.hosts)
CSRF_TRUSTED_ORIGINS = list(ENVIRONMENT.trusted_origins)

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "tijdig.ledger",
    "tijdig.vault",
    "tijdig.covenant",
    "tijdig.parties",
    "tijdig.disclosure",
    "tijdig.intake",
    "tijdig.residents",
    "tijdig.linkage",
    "tijdig.casework",
    "tijdig.meeting",
    "tijdig.contact",
    "tijdig.feedback",
    "tijdig.rights",
    "tijdig.oversight",
    "tijdig.monitor",
    "tijdig.rehearse",
    "tijdig.web",
]

MIDDLEWARE = [
    "tijdig.web.health.health",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "tijdig.web.language.chosen_language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tijdig.web.middleware.no_store",
    "tijdig.api.answers.as_api",
    "tijdig.web.middleware.second_factor_required",
    "tijdig.web.middleware.actor_of_session",
    "tijdig.web.middleware.refusals_as_pages",
]

ROOT_URLCONF = "tijdig.config.urls"
WSGI_APPLICATION = "tijdig.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tijdig.web.context.shell",
            ],
        },
    }
]

DATABASES = {"default": dj_database_url.parse(ENVIRONMENT.database_url, conn_max_age=60)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # An acknowledged write survives a power cut (K1); deleted text is overwritten (E8); writers queue, not fail (K5).
    # Each thread keeps its connection, and with it at most 64 MB of pages of the file: what its reads would cost anew.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON;"
            " PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;"
        ),
    }
else:
    # Pages want few rows of many tables: to compile a question first, or to read a table whole where an index would
    # do, takes PostgreSQL longer than the answer. What the operator's address says comes last, and counts.
    ASKED_OF_POSTGRESQL = DATABASES["default"].setdefault("OPTIONS", {})
    ASKED_OF_POSTGRESQL["options"] = " ".join(
        ("-c jit=off -c random_page_cost=1.1", ASKED_OF_POSTGRESQL.get("options", ""))
    ).strip()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "parties.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "tijdig.web.account.adapter.InvitedOnly"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "tijdig.web.account.resetting.ResetToken"  # noqa: S105 - a class
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TRUST_ENABLED = False  # no browser is remembered: each sign-in asks for the second factor (A1)
MFA_TOTP_ISSUER = "Tijdig"
MFA_TOTP_TOLERANCE = 1  # one half-minute either way: phones' clocks differ
MFA_FORMS = {
    "authenticate": "tijdig.web.account.forms.SecondStep",
    "reauthenticate": "tijdig.web.account.forms.SecondStepAgain",
    "reauthenticate_webauthn": "tijdig.web.account.forms.KeyAgain",
}
MFA_ADAPTER = "tijdig.web.account.adapter.SecondFactor"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO  # passkeys on http://localhost
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Tijdig: "
ACCOUNT_EMAIL_NOTIFICATIONS = True  # whoever did not change their own second factor hears of it
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to strangers
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "10/m/ip,3/h/key",
}
# The address is unique whatever its case (a constraint on Lower(email)), which this check cannot see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = STATE_DIR / "static"
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

if ENVIRONMENT.mail:
    DEFAULT_FROM_EMAIL = ENVIRONMENT.mail.sender
    MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": ENVIRONMENT.mail.options,
        }
    }
else:
    MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": STATE_DIR / "mail"},
        }
    }

# Strict: no inline script or style, nothing from elsewhere (S5).
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_ENGINE = "tijdig.web.account.stored_sessions"  # hashed and sealed: a copy of the database opens none
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 60 * 60  # a working day
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "tijdig.web.errors.csrf_failure"
if ENVIRONMENT.behind_https:
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024  # uploads never touch a temporary file on disk
FILE_UPLOAD_HANDLERS = ["tijdig.web.uploads.InMemoryOrRefused"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "tijdig.config.log_lines.CodesOnlyFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # Named so that Django's own handlers go: they would mail whole requests, and print tracebacks with messages (L6).
    "loggers": {"django": {}, "django.server": {}, "django.db.backends": {"level": "ERROR"}},
}
