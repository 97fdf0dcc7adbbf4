"""One browser and one served demonstration for the journeys of a module."""

import os

import pytest
from harness import ARGUMENTS, CHROMIUM, needs_a_browser, served

from databases import demonstration, own_database

# Playwright keeps an event loop in this thread; the database is spoken to from here all the same, one at a time.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


@pytest.fixture(scope="session")
def browser():
    needs_a_browser()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def site(browser, django_db_blocker, django_db_setup, tmp_path_factory):
    """The address of a served demonstration at a reduced size."""
    with django_db_blocker.unblock():
        name, _stage = demonstration()
        with own_database(tmp_path_factory.mktemp("journey"), source=name) as own, served(own) as address:
            yield address
