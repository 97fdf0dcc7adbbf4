"""Every operation keeps to its own description, asked by someone who tries anything, on the demonstration."""

from __future__ import annotations

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance

from databases import demonstration, own_database

schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


@pytest.fixture(scope="module", autouse=True)
def _demonstration(django_db_blocker, django_db_setup, tmp_path_factory):
    with django_db_blocker.unblock():
        name = demonstration()
        with own_database(tmp_path_factory.mktemp("api"), source=name):
            yield


@schema.parametrize()
@settings(max_examples=6, suppress_health_check=list(HealthCheck))
def test_an_operation_keeps_to_its_description(case):
    case.path_parameters["neighbourhood"] = "oosterparkwijk"
    answer = case.call_and_validate(
        headers={"Accept-Encoding": "identity"}, checks=[not_a_server_error, response_schema_conformance]
    )
    assert answer.status_code in {200, 404, 405, 422}
