"""The gateway as a device meets it: TLS, enrollment, repositories, blobs."""

import hashlib
import http.client
import json
import ssl
from io import BytesIO
from pathlib import Path

import pytest

from controlplane.gateway.enrollment import MAX_BODY_BYTES
from shared.wire.enrol import Anchors, parse_token
from tests.support.broker_device import a_request, ask_gateway, enroll
from tests.support.controlplane import RunningControlPlane, control_plane_running

pytestmark = pytest.mark.broker


@pytest.fixture(scope="module")
def blob(control_plane: RunningControlPlane) -> tuple[str, bytes]:
    content = bytes(range(256)) * 1000
    control_plane.plane.api.state.storage.put(BytesIO(content))
    return hashlib.sha256(content).hexdigest(), content


def an_enrollment(token: str, **changes: object) -> bytes:
    body = {"token": token, "csr_pem": a_request()[0], "name": "somebody", **changes}
    return json.dumps(body).encode()


def test_the_anchors_are_those_that_the_token_names(control_plane: RunningControlPlane):
    answer = ask_gateway(control_plane, "/anchors")

    anchors = Anchors.model_validate_json(answer.body)
    _, digest = parse_token(control_plane.enroll_token())
    assert anchors.digest() == digest
    assert anchors.fleet == "default"


def test_enrollment_tells_a_device_everything(control_plane: RunningControlPlane):
    token = control_plane.enroll_token(site="lisbon")
    body = an_enrollment(token, name="full", labels={"class": "kiosk"})

    answer = ask_gateway(control_plane, "/enroll", body=body)

    told = answer.json()
    assert answer.status == 201
    assert told["labels"] == {"site": "lisbon", "class": "kiosk"}
    assert told["gateway_url"] == control_plane.gateway_url
    assert told["mqtt_port"] == control_plane.settings.mqtt_port
    assert told["certificate_pem"].count("BEGIN CERTIFICATE") == 2


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"token": "flt_" + "0" * 40 + "_" + "0" * 64}, 403, "token_refused"),
        ({"token": "flt_cut"}, 422, "malformed_token"),
        ({"csr_pem": "nonsense"}, 422, "bad_csr"),
        ({"name": "../etc"}, 422, "bad_body"),
        ({"labels": {"a b": "c"}}, 422, "bad_body"),
    ],
    ids=["unknown token", "cut token", "no request", "bad name", "bad label"],
)
def test_a_refused_enrollment_is_a_problem_with_a_code(
    control_plane: RunningControlPlane, change: dict[str, object], status: int, code: str
):
    body = an_enrollment(**{"token": control_plane.enroll_token(), **change})

    answer = ask_gateway(control_plane, "/enroll", body=body)

    assert (answer.status, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]


def test_a_used_token_and_a_taken_name_are_told_apart(
    control_plane: RunningControlPlane, tmp_path: Path
):
    enroll(control_plane, tmp_path, "taken")
    token = control_plane.enroll_token()

    taken = ask_gateway(control_plane, "/enroll", body=an_enrollment(token, name="taken"))
    ask_gateway(control_plane, "/enroll", body=an_enrollment(token, name="free"))
    used = ask_gateway(control_plane, "/enroll", body=an_enrollment(token, name="other"))

    assert (taken.status, taken.json()["code"]) == (409, "name_taken")
    assert (used.status, used.json()["code"]) == (403, "token_refused")


def test_a_body_beyond_the_bound_is_refused(control_plane: RunningControlPlane):
    # One byte more: of a longer one the client may still be sending when the answer is there.
    answer = ask_gateway(control_plane, "/enroll", body=b" " * (MAX_BODY_BYTES + 1))

    assert answer.status == 422
    assert "bytes" in answer.json()["detail"]


@pytest.mark.parametrize(
    "path",
    [
        "/image/metadata/../../director.key",
        "/image/metadata/..%2f..%2fdirector.key",
        "/image/targets/../../director.key",
        "/image/targets/..%2f..%2fdirector.key",
        "/image/targets//etc/passwd",
        "/image/targets/bundles/%2e%2e/%2e%2e/keys/root-a",
        "/director/metadata/.lock",
        "/director/metadata/root.json",
        "/blobs/sha256/../../admin.token",
        "/blobs/sha256/" + "A" * 64,
        "/blobs/sha256/" + "0" * 64,
        "/keys/root-a",
        "/usb/metadata/1.root.json",
        "/usb/metadata/timestamp.json",
        "/",
    ],
)
def test_nothing_beside_the_served_folders_is_reachable(
    control_plane: RunningControlPlane, path: str
):
    context = ssl.create_default_context(cafile=control_plane.ca_file)
    settings = control_plane.settings
    connection = http.client.HTTPSConnection(
        settings.public_host, settings.gateway_port, context=context
    )

    connection.putrequest("GET", path, skip_host=False)  # as it stands, nothing normalised
    connection.endheaders()
    with connection.getresponse() as answer:
        body = answer.read()
    connection.close()

    assert answer.status == 404
    assert json.loads(body)["code"] == "not_found"


def test_the_roots_of_both_repositories_are_served(control_plane: RunningControlPlane):
    for repository in ("image", "director"):
        root = ask_gateway(control_plane, f"/{repository}/metadata/1.root.json")
        timestamp = ask_gateway(control_plane, f"/{repository}/metadata/timestamp.json")

        assert root.status == timestamp.status == 200
        assert "immutable" in root.headers["cache-control"]
        assert timestamp.headers["cache-control"] == "no-cache"
        assert ask_gateway(control_plane, f"/{repository}/metadata/2.root.json").status == 404


def test_a_blob_comes_whole_and_may_be_cached_for_ever(
    control_plane: RunningControlPlane, blob: tuple[str, bytes]
):
    name, content = blob

    answer = ask_gateway(control_plane, f"/blobs/sha256/{name}")

    assert answer.body == content
    assert answer.headers["etag"] == f'"sha256:{name}"'
    assert "immutable" in answer.headers["cache-control"]


def test_a_blob_comes_in_parts(control_plane: RunningControlPlane, blob: tuple[str, bytes]):
    name, content = blob

    answer = ask_gateway(control_plane, f"/blobs/sha256/{name}", Range="bytes=1000-1999")

    assert answer.status == 206
    assert answer.body == content[1000:2000]
    assert answer.headers["content-range"] == f"bytes 1000-1999/{len(content)}"


def test_the_rest_of_a_blob_can_be_fetched(
    control_plane: RunningControlPlane, blob: tuple[str, bytes]
):
    name, content = blob
    tag = f'"sha256:{name}"'

    answer = ask_gateway(
        control_plane, f"/blobs/sha256/{name}", Range="bytes=200000-", If_Range=tag
    )

    assert (answer.status, answer.body) == (206, content[200_000:])


def test_a_range_beyond_the_end_is_refused(
    control_plane: RunningControlPlane, blob: tuple[str, bytes]
):
    answer = ask_gateway(control_plane, f"/blobs/sha256/{blob[0]}", Range="bytes=999999999-")

    assert answer.status == 416


def test_a_blob_that_is_held_already_is_not_sent_again(
    control_plane: RunningControlPlane, blob: tuple[str, bytes]
):
    name, _ = blob

    answer = ask_gateway(control_plane, f"/blobs/sha256/{name}", If_None_Match=f'"sha256:{name}"')

    assert (answer.status, answer.body) == (304, b"")


@pytest.mark.slow
def test_failing_again_and_again_is_slowed_down(tmp_path: Path):
    with control_plane_running(tmp_path) as plane:
        answers = [ask_gateway(plane, "/enroll", body=b"{}").status for _ in range(40)]
        again = ask_gateway(plane, "/enroll", body=b"{}")

    assert answers[0] == 422
    assert (again.status, again.json()["code"]) == (429, "too_many_requests")
    assert again.headers["retry-after"]
