"""Calls that nobody thought of: made up from the official files, answered as they say.

createWebhook is left out and must stay so: whoever calls back would call addresses
that were made up. A real token is used, so that calls reach what they are about.
"""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.pa_sandbox.client import Admin
from tests.pa_sandbox_tests.official import needs_standards, operations, repaired
from tests.pa_sandbox_tests.pair import BUYER, SELLER

pytestmark = [pytest.mark.slow, needs_standards]

_CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
_OPERATIONS = {
    "flow": ["createFlow", "searchFlows", "getFlow", "listWebhooks", "deleteWebhook"],
    "directory": [
        "searchCompanyBySiren",
        "getCompanyBySiren",
        "searchFacilityBySiret",
        "getFacilityBySiret",
        "searchRoutingCode",
        "getRoutingCodeBySiretAndId",
        "searchDirectoryLine",
        "getDirectoryLineById",
    ],
}
# The health check documents no refusal of a call without or with a bad header.
_LEFT_OUT = {"createWebhook", "getHealth"}
_CASES = [(service, name) for service, names in _OPERATIONS.items() for name in names]


@pytest.mark.parametrize(("service", "operation"), _CASES)
def test_made_up_calls_are_answered_as_the_file_says(
    sandbox: Admin, service: str, operation: str
) -> None:
    sandbox.load(30, SELLER, BUYER)
    _make_up_calls(sandbox, service, operation)


def test_a_wrong_answer_is_noticed(sandbox: Admin) -> None:
    sandbox.fault(BUYER, "html", "searchFlows", times=None)
    with pytest.raises(BaseException, match="Undocumented Content-Type"):
        _make_up_calls(sandbox, "flow", "searchFlows")


def _make_up_calls(sandbox: Admin, service: str, operation: str) -> None:
    client = sandbox.client(BUYER)
    base = client.flow if service == "flow" else client.directory
    schema = schemathesis.openapi.from_dict(repaired(service))
    cases = schema.find_operation_by_id(operation).as_strategy()

    @settings(
        max_examples=25,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases)
    def call(case: Any) -> None:
        case.call_and_validate(
            base_url=base,
            headers={"Authorization": client.session.headers["Authorization"]},
            checks=_CHECKS,
        )

    call()


@pytest.mark.parametrize("service", _OPERATIONS)
def test_no_operation_is_forgotten(service: str) -> None:
    known = {each["operationId"] for each in operations(repaired(service))}
    assert known - _LEFT_OUT == set(_OPERATIONS[service])
