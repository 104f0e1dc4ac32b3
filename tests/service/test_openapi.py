"""The API does what its OpenAPI says, under whatever a client may send."""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance

pytestmark = pytest.mark.service


def test_no_operation_fails_or_strays_from_its_schema(served):
    schema = schemathesis.openapi.from_url(served.url + "/api/openapi.json")
    tried = 0
    for found in schema.get_all_operations():
        operation = found.ok()
        tried += 1
        _try(operation)
    assert tried >= 40, "the API has lost its operations"


def _try(operation) -> None:
    @settings(
        max_examples=2,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def run(case) -> None:
        response = case.call()
        case.validate_response(response, checks=[not_a_server_error, response_schema_conformance])

    run()
