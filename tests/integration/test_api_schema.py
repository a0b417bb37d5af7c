"""Every operation of the API answers as its description says, whatever it is sent.

Schemathesis draws requests from the description, right ones and wrong ones; the answers must be
of a status and a shape that the description knows, and never a failure of ours.
"""

from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from controlplane import app as application
from controlplane.app import ControlPlane
from controlplane.cli.up import prepared
from tests.support.controlplane import a_settings

pytestmark = [pytest.mark.broker, pytest.mark.slow]

EXAMPLES = 6
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@pytest.fixture(scope="module")
def plane(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ControlPlane]:
    plane = application.create(prepared(a_settings(tmp_path_factory.mktemp("plane"))))
    yield plane
    plane.database.close()


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_no_operation_answers_otherwise_than_described(plane: ControlPlane, mode: GenerationMode):
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", plane.api)
    operations = [each.ok() for each in schema.get_all_operations()]
    failures = {}

    for operation in operations:
        try:
            ask(operation, mode, plane.admin_token)
        except Unsatisfiable:
            continue  # it takes nothing, so nothing can be wrong
        except Exception as failure:  # noqa: BLE001 - all of them are shown together
            failures[operation.label] = str(failure)

    assert len(operations) > 30
    assert failures == {}


def ask(operation: APIOperation, mode: GenerationMode, token: str) -> None:
    """Send what the description allows, or what it does not."""

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def send(case: Case) -> None:
        case.headers = {**(case.headers or {}), "Authorization": f"Bearer {token}"}
        case.validate_response(case.call(), checks=CHECKS)

    send()
