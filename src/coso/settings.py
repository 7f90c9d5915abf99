"""Settings of an installation. Everything that differs between installations comes from the environment."""

from pathlib import Path

from environs import Env

from coso.lib import clock
from coso.lib.crypto import KeysMissingError, open_keys
from coso.lib.owner_only import keep_closed

env = Env()
PROJECT = Path(__file__).resolve().parents[2]
DATA = Path(env.str("COSO_DATA", default=str(PROJECT / ".var" / "dev"))).absolute()
ASSETS = Path(env.str("COSO_ASSETS", default=str(PROJECT / ".var" / "assets"))).absolute()
DEMO = env.bool("COSO_DEMO", default=False)
DEBUG = env.bool("COSO_DEBUG", default=False)

# A room is one line here: it may declare permissions, indicators, duties and consequences.
ROOMS = [
    "coso.access",
    "coso.lists",
    "coso.register",
    "coso.indicators",
    "coso.duties",
    "coso.requests",
    "coso.papers",
    "coso.channels",
    "coso.ballots",
    "coso.doors",
    "coso.triage",
    "coso.agreements",
    "coso.hotspots",
    "coso.imports",
    "coso.members",
    "coso.polls",
    "coso.voice",
    "coso.notices",
    "coso.advice",
    "coso.dialogue",
    "coso.rubrics",
    "coso.grading",
    "coso.results",
    "coso.lawbook",
    "coso.web",
]

KEY_FILE = DATA / "keys" / "coso.keys"
keep_closed(DATA)
try:
    KEYS = open_keys(KEY_FILE, begun=(DATA / "coso.sqlite3").exists())
except KeysMissingError as wrong:
    raise SystemExit(wrong.words) from wrong
SECRET_KEY = env.str("COSO_SECRET_KEY", default=KEYS.django)
ALLOWED_HOSTS = env.list("COSO_ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]", "testserver"])
_ORIGINS: list[str] = env.list("COSO_ORIGINS", default=[])
CSRF_TRUSTED_ORIGINS = [each.rstrip("/") for each in _ORIGINS]
# What is printed and sent names this address; never the one that a request claims to come to.
ORIGIN = (CSRF_TRUSTED_ORIGINS or ["http://localhost:8000"])[0]
# How many proxies stand in front, whose X-Forwarded-For and X-Forwarded-Proto are believed: the web server reads them.
PROXIES = env.int("COSO_PROXIES", default=0)
TLS = bool(CSRF_TRUSTED_ORIGINS) and all(each.startswith("https://") for each in CSRF_TRUSTED_ORIGINS)

INSTALLED_APPS = [
    *ROOMS,
    "coso_demo",
    "coso_bench",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "coso.web.middleware.CompressMiddleware",
    "coso.web.middleware.PrivateMiddleware",
    "coso.web.middleware.NulMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "coso.web.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "coso.web.middleware.SignedOutMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "coso.web.posts.PostMiddleware",
    "coso.web.middleware.DayMiddleware",
    "coso.web.once.OnceMiddleware",
    "coso.web.middleware.SorryMiddleware",
]

ROOT_URLCONF = "coso.web.urls"
WSGI_APPLICATION = "coso.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [("coso.web.quick.folding.Loader", ["django.template.loaders.app_directories.Loader"])],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "coso.web.shell.shell",
            ],
            "builtins": [
                "coso.web.templatetags.coso",
                "coso.web.templatetags.rows",
                "django.templatetags.i18n",
                "django.templatetags.static",
            ],
        },
    }
]

DATABASES = {"default": env.dj_db_url("DATABASE_URL", default=f"sqlite:///{DATA / 'coso.sqlite3'}", conn_max_age=None)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        # What is deleted is overwritten: the slips of a ballot that closed leave nothing in free pages.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-64000; "
        "PRAGMA secure_delete=ON;",
    }
else:
    DATABASES["default"]["OPTIONS"] = {"options": "-c jit=off -c max_parallel_workers_per_gather=0"}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "access.Account"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("MinimumLengthValidator", "CommonPasswordValidator", "NumericPasswordValidator")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_ADAPTER = "coso.doors.adapter.Adapter"
ACCOUNT_FORMS = {"change_password": "coso.doors.adapter.PasswordForm"}
# Tries are counted in the database (coso.doors): what the library keeps in a cache of one process is off.
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "authenticate": "coso.doors.adapter.SecondStepForm",
    "reauthenticate": "coso.doors.adapter.SecondStepAgainForm",
}
MFA_TOTP_ISSUER = "Cơ Sở"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [PROJECT / "src" / "coso" / "locale"]
TIME_ZONE = clock.ZONE.key
USE_TZ = True

STATIC_URL = "/static/"
# Where the launcher gathers the static files, each compressed and under a name that changes with what is in it.
GATHERED = env.str("COSO_STATIC", default="")
STATIC_ROOT = Path(GATHERED or DATA / "static")
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [("vendor", ASSETS)] if ASSETS.is_dir() else []
WHITENOISE_USE_FINDERS = not GATHERED
_PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"
_PACKED = "whitenoise.storage.CompressedManifestStaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _PACKED if GATHERED else _PLAIN},
}
WHITENOISE_AUTOREFRESH = DEBUG
FILES = DATA / "files"
# Private keys of open polls: in no backup, not beside the other keys that are copied, destroyed when a poll closes.
BALLOT_KEYS = DATA / "ballot-keys"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
ATTACHMENT_MAX = env.int("COSO_ATTACHMENT_MB", default=20) * 1024 * 1024
# Files sent to be imported, and long lists taken out, go after so many days; what was booked from them stays.
KEEP_IMPORTS_DAYS = env.int("COSO_KEEP_IMPORTS_DAYS", default=1)

# The most bytes and seconds of a request's body, by the class of its address (coso.web.limits).
BODY_LIMITS = {
    "nothing": (0, 5),
    "small": (env.int("COSO_SMALL_KB", default=64) * 1024, env.int("COSO_SMALL_SECONDS", default=15)),
    "form": (DATA_UPLOAD_MAX_MEMORY_SIZE, 60),
    "photos": (env.int("COSO_PHOTOS_MB", default=26) * 1024 * 1024, 120),
    "upload": (max(env.int("COSO_UPLOAD_MB", default=64) * 1024 * 1024, ATTACHMENT_MAX + 1024 * 1024), 600),
}

CSRF_FAILURE_VIEW = "coso.web.typed.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = TLS
SECURE_HSTS_SECONDS = env.int("COSO_HSTS_SECONDS", default=31_536_000 if TLS else 0)
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
    }
}

WITH_CODES = ("/phieu/", "/noi/", "/tra-cuu/", "/cam-ket/")  # addresses that may hold the code of a slip
FILES_IN_MEMORY = (*WITH_CODES, "/bao-nhanh/")  # what is sent there touches no disk on its way
# Channels: what an administrator registers, see docs/kenh.md. Empty: the channel is not offered.
EMAIL_HOST = env.str("COSO_SMTP_HOST", default="")
EMAIL_PORT = env.int("COSO_SMTP_PORT", default=587)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = env.str("COSO_SMTP_USER", default=""), env.str("COSO_SMTP_PASSWORD", default="")
EMAIL_USE_TLS, EMAIL_TIMEOUT = env.bool("COSO_SMTP_TLS", default=True), 15
DEFAULT_FROM_EMAIL = env.str("COSO_MAIL_FROM", default="coso@localhost")
ZALO_APP_ID, ZALO_APP_SECRET = env.str("COSO_ZALO_APP", default=""), env.str("COSO_ZALO_APP_SECRET", default="")
ZALO_OA_SECRET, ZALO_REFRESH = env.str("COSO_ZALO_OA_SECRET", default=""), env.str("COSO_ZALO_REFRESH", default="")
ZALO_API = env.str("COSO_ZALO_API", default="https://openapi.zalo.me")
ZALO_OAUTH = env.str("COSO_ZALO_OAUTH", default="https://oauth.zaloapp.com")
ZALO_LONGEST = 2000
MESSENGER_PAGE, MESSENGER_TOKEN = env.str("COSO_FB_PAGE", default=""), env.str("COSO_FB_TOKEN", default="")
MESSENGER_SECRET, MESSENGER_VERIFY = env.str("COSO_FB_SECRET", default=""), env.str("COSO_FB_VERIFY", default="")
MESSENGER_API = env.str("COSO_FB_API", default="https://graph.facebook.com/v25.0")
FILE_UPLOAD_HANDLERS = [
    "coso.access.public_uploads.PublicInMemory",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_codes": {"()": "coso.access.public_pages.WithoutCodes"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["without_codes"]}},
    "loggers": {
        "waitress.queue": {"level": "ERROR"},  # a request that waits its turn is nothing to report
        "django.request": {"filters": ["without_codes"]},
    },
    "root": {"handlers": ["console"], "level": env.str("COSO_LOG", default="WARNING")},
}
