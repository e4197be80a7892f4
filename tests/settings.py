"""The settings of the tests: the desk's own, on a throw-away cluster and broker that end with the run."""

import os
import tempfile

# A worker started by a test finds the cluster of its test run here.
if "FACTCHECK_TEST_DATA" not in os.environ:
    os.environ["FACTCHECK_TEST_DATA"] = tempfile.mkdtemp(prefix="fcd-")
os.environ["FACTCHECK_DATA"] = os.environ["FACTCHECK_TEST_DATA"]
os.environ["FACTCHECK_THROWAWAY"] = "1"
for name in (
    "DATABASE_URL",
    "CELERY_BROKER_URL",
    "SECRET_KEY",
    "PUBLIC_ORIGIN",
    "ALLOWED_HOSTS",
    "DESK_NAME",
    "DEBUG",
    "DATABASE_OWNER_URL",
    "DATABASE_WORKER_URL",
    "DATABASE_PUBLIC_USER",
    "VAULT_KEYS",
    "VAULT_KEYS_FILE",
):
    os.environ.pop(name, None)

if "TEST_PUBLIC_ORIGIN" in os.environ:
    os.environ["PUBLIC_ORIGIN"] = os.environ["TEST_PUBLIC_ORIGIN"]

from factcheck.settings import *  # noqa: E402, F403 - the environment comes first
from factcheck.settings import DATABASES, PAGES_ROOT, STATIC_ROOT, STORAGES  # noqa: E402

DATABASES["default"]["TEST"] = {"NAME": os.environ.get("FACTCHECK_TEST_DATABASE", "test_desk")}
if "FACTCHECK_TEST_DATABASE" in os.environ:
    DATABASES["default"]["NAME"] = os.environ["FACTCHECK_TEST_DATABASE"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick; no password here is a secret
API_READS_PER_MINUTE = API_WRITES_PER_MINUTE = 1_000_000  # a stateful test calls more often than a partner may
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
PAGES_ROOT.mkdir(parents=True, exist_ok=True)
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns of a folder that is not there
