"""Shared set-up of all tests: repeatable property tests, quick passwords, no network."""

import os
import tempfile
from pathlib import Path

# Before Django reads its settings: tests keep their files to themselves.
os.environ.setdefault("SAMENSPEL_VAR", tempfile.mkdtemp(prefix="samenspel-tests-"))
os.environ.setdefault("SAMENSPEL_SECRET_KEY", "only-for-tests")

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60
)
settings.load_profile("steady")


@pytest.fixture(autouse=True, scope="session")
def _no_waiting_for_the_disk():  # type: ignore[no-untyped-def]
    """A test's database need not outlive a power cut: SQLite then does not wait for the disk at each commit."""
    from django.db.backends.signals import connection_created

    def hurry(connection, **_):  # type: ignore[no-untyped-def]
        if connection.vendor == "sqlite":
            connection.cursor().execute("PRAGMA synchronous=OFF")

    connection_created.connect(hurry, weak=False, dispatch_uid="samenspel.tests.hurry")
    yield
    connection_created.disconnect(dispatch_uid="samenspel.tests.hurry")


@pytest.fixture(autouse=True, scope="session")
def _flush_past_the_guards():  # type: ignore[no-untyped-def]
    """After a test with real transactions Django empties all tables, which the guards rightly refuse.

    So they are taken away just before, and come back with the post_migrate signal that the flush sends.
    """
    from django.db import transaction
    from django.db.backends.base.operations import BaseDatabaseOperations

    from samenspel_testing import drop_triggers

    original = BaseDatabaseOperations.execute_sql_flush

    def flush(operations, sql_list):  # type: ignore[no-untyped-def]
        drop_triggers()
        with transaction.atomic(using=operations.connection.alias):
            if operations.connection.vendor == "sqlite":
                # Tables are emptied in any order; composite foreign keys look on only at the end.
                with operations.connection.cursor() as cursor:
                    cursor.execute("PRAGMA defer_foreign_keys = ON")
            original(operations, sql_list)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", flush)
        yield


def pytest_configure(config: pytest.Config) -> None:
    # Workers of one run have folders beside each other; what one makes for all lies above them.
    if hasattr(config, "workerinput"):
        os.environ["SAMENSPEL_TESTS_SHARED"] = str(Path(config.option.basetemp).parent)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--deep", action="store_true", help="also run the long tests")


def _turn(item: pytest.Item) -> int:
    folders = item.path.parts
    if "journeys" in folders:
        return 0 if item.path.name == "test_council_cycle.py" else 2
    return 1 if "engines" in folders or "conformance" in folders else 3


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    # The longest file first, so that nobody waits at the end for a journey that began late; then files that need no
    # demonstration, while the first worker makes it; then the other journeys.
    items.sort(key=_turn)
    if config.getoption("--deep"):
        return
    skip = pytest.mark.skip(reason="a long run: `make test-deep`")
    for item in items:
        if "deep" in item.keywords:
            item.add_marker(skip)


@pytest.fixture(autouse=True)
def _steady_settings(settings):  # type: ignore[no-untyped-def]
    # Who signs in by force_login has no second step; tests/apps/accounts/test_sign_in_second_step.py turns it on.
    settings.SECOND_FACTOR_ROLES = frozenset()
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
