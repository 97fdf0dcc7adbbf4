"""One browser and one served demonstration for the journeys of a module."""

import pytest
from harness import ARGUMENTS, CHROMIUM, needs_a_browser, served

from databases import demonstration, own_database


@pytest.fixture(scope="module")
def browser():
    """Chromium for the journeys of a module.

    Playwright keeps an event loop in this thread as long as it runs; the database is spoken to from here all the
    same, one at a time. Both end with the module: other tests know nothing of it.
    """
    needs_a_browser()
    from playwright.sync_api import sync_playwright

    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        launched = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def site(browser, django_db_blocker, django_db_setup, tmp_path_factory):
    """The address of a served demonstration at a reduced size."""
    with django_db_blocker.unblock():
        name = demonstration()
        with own_database(tmp_path_factory.mktemp("journey"), source=name) as own, served(own) as address:
            yield address
