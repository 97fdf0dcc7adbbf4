"""Settings, all from the environment, closed by default.

`SAMENSPEL_DEBUG`, `SAMENSPEL_SECRET_KEY`, `SAMENSPEL_HOSTS`, `SAMENSPEL_VAR`, `DATABASE_URL`, `SAMENSPEL_HTTPS`,
`SAMENSPEL_PROXIES`, `SAMENSPEL_ADDRESS`, `SAMENSPEL_CBS_URL`, `SAMENSPEL_PDOK_URL`, `SAMENSPEL_MAP_TILES_URL`,
`SAMENSPEL_MAP_TILES_CREDIT`, `SAMENSPEL_EMAIL_URL`, `SAMENSPEL_EMAIL_FROM` and, for signing in through the
organisation, `SAMENSPEL_OIDC_*`; docs/operations.md describes each.
"""

import contextlib
import os
import secrets
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

PACKAGE = Path(__file__).resolve().parent.parent
env = environ.Env()

# Everything that the product writes lies here: database, static files, fonts for PDF.
VAR = Path(env.str("SAMENSPEL_VAR", default="var")).resolve()
VAR.mkdir(parents=True, exist_ok=True)

DEBUG = env.bool("SAMENSPEL_DEBUG", default=False)
ALLOWED_HOSTS = env.list("SAMENSPEL_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
HTTPS = env.bool("SAMENSPEL_HTTPS", default=False)


def _secret_key() -> str:
    """The key from the environment, else one made once and kept beside the database, readable by its owner."""
    if key := env.str("SAMENSPEL_SECRET_KEY", default=""):
        return key
    if HTTPS:
        raise ImproperlyConfigured("Set SAMENSPEL_SECRET_KEY: a site on https keeps its key in its environment.")
    path = VAR / "secret-key"
    with contextlib.suppress(FileExistsError):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text().strip()


SECRET_KEY = _secret_key()

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "django_cotton",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "samenspel.foundation",
    # The order of the apps is the order of docs/architecture.md.
    "samenspel.apps.places",
    "samenspel.apps.trail",
    "samenspel.apps.accounts",
    "samenspel.apps.jobs",
    "samenspel.apps.matters",
    "samenspel.apps.picture",
    "samenspel.apps.teams",
    "samenspel.apps.councils",
    "samenspel.apps.draws",
    "samenspel.apps.doorstep",
    "samenspel.apps.advice",
    "samenspel.apps.household",
    "samenspel.apps.deliberation",
    "samenspel.apps.voting",
    "samenspel.apps.dossiers",
    "samenspel.apps.accounting",
    "samenspel.site",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # Pages are text: a tenth of the bytes on a phone. Django pads each answer, against guessing by length.
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "samenspel.site.urls"
WSGI_APPLICATION = "samenspel.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "site" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "samenspel.site.context.frame",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]
COTTON_DIR = "cotton"

# --- Database -------------------------------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR / 'samenspel.sqlite3'}")}
_database = DATABASES["default"]
_database["ATOMIC_REQUESTS"] = False
if _database["ENGINE"].endswith("sqlite3"):
    _database["OPTIONS"] = {
        # Writers queue up instead of failing, and an acknowledged write is on disk.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # recursive_triggers: else INSERT OR REPLACE slips past the triggers that refuse a delete.
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON; PRAGMA foreign_keys=ON;"
        ),
    }
    # Tests use a file as the product does: an in-memory database cannot be shared by threads.
    _database["TEST"] = {"NAME": str(VAR / "test.sqlite3")}
else:
    _database["CONN_MAX_AGE"] = 60
    _database["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- People ---------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.Person"
# Nobody has a password; should a deployment give one (`changepassword`), it is a long one.
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# --- Signing in: by a code in an e-mail, a passkey or the organisation's own account; never a password -------
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desks"
LOGOUT_REDIRECT_URL = "/"
# Who has one of these roles passes a second step before any desk opens.
SECOND_FACTOR_ROLES = frozenset({"area_manager", "controller", "administrator"})
# After this many seconds someone with a role signs in anew; residents have no account and no such limit.
STAFF_SESSION_SECONDS = 12 * 60 * 60

ACCOUNT_ADAPTER = "samenspel.apps.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # the code in the e-mail is the proof
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"

MFA_ADAPTER = "samenspel.apps.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {"add_webauthn": "samenspel.apps.accounts.forms.PasskeyForm"}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Samenspel"
MFA_TOTP_TOLERANCE = 1
# Browsers allow passkeys without https on localhost alone.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS

SOCIALACCOUNT_ADAPTER = "samenspel.apps.accounts.adapters.OrganisationAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_STORE_TOKENS = False
OIDC_ISSUER = env.str("SAMENSPEL_OIDC_ISSUER", default="")
if OIDC_ISSUER:
    SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "organisatie",
                    "name": env.str("SAMENSPEL_OIDC_NAME", default="OpenID Connect"),
                    "client_id": env.str("SAMENSPEL_OIDC_CLIENT_ID"),
                    "secret": env.str("SAMENSPEL_OIDC_CLIENT_SECRET"),
                    "settings": {
                        "server_url": OIDC_ISSUER,
                        # For a provider that vouches for its addresses but does not say so in each token.
                        "verified_email": env.bool("SAMENSPEL_OIDC_EMAIL_VERIFIED", default=False),
                    },
                }
            ],
        }
    }

# Too many wrong codes or attempts from one address: wait a quarter of an hour (accounts/attempts.py).
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["ip_address", "username"]]
AXES_USERNAME_FORM_FIELD = "username"  # what attempts.py calls the subject of a guess
AXES_LOCKOUT_CALLABLE = "samenspel.apps.accounts.attempts.refused"
AXES_CLIENT_IP_CALLABLE = "samenspel.apps.accounts.attempts.client_address"
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
# How many proxies stand before the site; each adds one address to X-Forwarded-For.
PROXIES = env.int("SAMENSPEL_PROXIES", default=0)
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES

# --- Open data of others: nothing is fetched as long as these addresses are empty ----------------------------
# Key figures of Statistics Netherlands, such as https://opendata.cbs.nl/ODataFeed/odata
CBS_URL = env.str("SAMENSPEL_CBS_URL", default="")
# Outlines of neighbourhoods, such as https://service.pdok.nl/cbs
PDOK_URL = env.str("SAMENSPEL_PDOK_URL", default="")
# Tiles under the neighbourhood's map ({z}, {x}, {y}, Web Mercator), and whom to name. Empty: no outside server.
MAP_TILES_URL = env.str("SAMENSPEL_MAP_TILES_URL", default="")
_MAP_HOST = ["{0.scheme}://{0.netloc}".format(urlsplit(MAP_TILES_URL))] if MAP_TILES_URL else []
MAP_TILES_CREDIT = env.str("SAMENSPEL_MAP_TILES_CREDIT", default="Kadaster (BRT), CC BY 4.0")

# --- E-mail ---------------------------------------------------------------------------------------------
if _email_url := env.str("SAMENSPEL_EMAIL_URL", default=""):
    vars().update(environ.Env.email_url_config(_email_url))
elif DEBUG:
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR / "mail"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("SAMENSPEL_EMAIL_FROM", default="Samenspel <samenspel@localhost>")

# Where this site is found, for links in e-mails that go out by the clock, when no visitor's address tells it.
PUBLIC_ADDRESS = env.str(
    "SAMENSPEL_ADDRESS", default=f"https://{ALLOWED_HOSTS[0]}" if HTTPS else "http://localhost:8000"
).rstrip("/")

# --- Cache: shared by all processes of this site, so that a limit is one limit --------------------------------
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": VAR / "cache"},
}

# --- Language -------------------------------------------------------------------------------------------
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "site" / "locale"]
LANGUAGE_COOKIE_NAME = "taal"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "Europe/Amsterdam"

# --- Static files ---------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
# In an installed package the handbook lies beside this file, in a checkout in docs.
HANDBOOK = next(
    (p for p in (PACKAGE / "site" / "handboek", PACKAGE.parents[1] / "docs" / "handboek") if p.is_dir()), None
)
STATICFILES_DIRS: list[Path | tuple[str, Path]] = [PACKAGE / "site" / "static_src"]
if HANDBOOK and (HANDBOOK / "pictures").is_dir():
    STATICFILES_DIRS.append(("samenspel/handboek", HANDBOOK / "pictures"))
if (VAR / "vendor").is_dir():
    STATICFILES_DIRS.append(VAR / "vendor")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- Long work ------------------------------------------------------------------------------------------
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

# --- Security -------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [
            SELF,
            "data:",
            *(["{0.scheme}://{0.netloc}".format(urlsplit(MAP_TILES_URL))] if MAP_TILES_URL else []),
        ],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [SELF],
        # Signing in through the organisation is a form that leads to its server.
        "form-action": [SELF, *(["{0.scheme}://{0.netloc}".format(urlsplit(OIDC_ISSUER))] if OIDC_ISSUER else [])],
        "object-src": [NONE],
    }
}
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if HTTPS:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = env.int("SAMENSPEL_HSTS_SECONDS", default=31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # Django writes a domain with all below it as '.wijk.example' here and as '*.wijk.example' there.
    CSRF_TRUSTED_ORIGINS = [
        f"https://{'*' if host.startswith('.') else ''}{host}" for host in ALLOWED_HOSTS if host != "*"
    ]

# Where drand rounds may be fetched ('' for nowhere: then they are pasted by hand); the round's number is added.
DRAND_URL = env.str("SAMENSPEL_DRAND_URL", default="")

# A key of its own for letter codes, so that the secret key can be changed without voiding every letter.
LETTER_CODE_KEY = env.str("SAMENSPEL_LETTER_CODE_KEY", default="") or f"letter-code:{SECRET_KEY}"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env.str("SAMENSPEL_LOG_LEVEL", default="WARNING")},
}
