"""The registry's REST routes: what they take, and how they refuse what is hostile."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from controlplane.registry.storage import Storage
from controlplane.settings import Settings
from shared.digest import sha256_of
from tests.support.gguf_tiny import write_tiny
from tests.support.registry_builders import FixedClock, some_items
from tests.support.registry_server import a_database, an_application


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    database = a_database(tmp_path)
    storage = Storage(tmp_path / "blobs")
    application = an_application(Settings(data=tmp_path), database, storage, FixedClock())
    with TestClient(application, base_url="http://test/api/v1") as client:
        yield client
    database.close()


@pytest.fixture
def model(tmp_path: Path) -> bytes:
    return write_tiny(tmp_path / "tiny.gguf").read_bytes()


def upload(client: TestClient, data: bytes) -> str:
    digest = sha256_of(data)
    answer = client.put(f"/blobs/{digest}", content=data)
    assert answer.status_code in {200, 201}, answer.text
    return digest


def ask(client: TestClient, source: str, **changes: Any) -> Any:
    body = {"line": "lamp", "version": "1.0.0", "variants": ["f16"], "source": source, **changes}
    return client.post("/releases", json=body)


def refusal(answer: Any, status: int = 422) -> str:
    """Return the detail of a problem, and make sure that it is one."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"]
    return str(answer.json()["detail"])


def test_a_blob_is_uploaded_once_and_downloaded_in_parts(client: TestClient):
    data = bytes(range(256)) * 9000
    digest = sha256_of(data)

    first = client.put(f"/blobs/{digest}", content=data)
    again = client.put(f"/blobs/{digest}", content=data)
    part = client.get(f"/blobs/{digest}", headers={"Range": "bytes=256-511"})

    assert (first.status_code, first.json()["created"]) == (201, True)
    assert (again.status_code, again.json()["created"]) == (200, False)
    assert client.get(f"/blobs/{digest}").content == data
    assert (part.status_code, part.content) == (206, bytes(range(256)))


def test_bytes_with_another_digest_are_refused(client: TestClient):
    digest = sha256_of(b"promised")

    detail = refusal(client.put(f"/blobs/{digest}", content=b"sent"))

    assert "nothing was stored" in detail
    refusal(client.get(f"/blobs/{digest}"), 404)


@pytest.mark.parametrize("digest", ["sha256:abc", "md5:1", "sha256:" + "A" * 64])
def test_what_is_no_digest_is_refused(client: TestClient, digest: str):
    assert "not a sha256 digest" in refusal(client.put(f"/blobs/{digest}", content=b""))


def test_a_release_is_created_of_uploaded_blobs(client: TestClient, model: bytes):
    items = upload(client, some_items())
    answer = ask(
        client, upload(client, model), variants=["f16", "Q4_K_M"], evals=items, golden=items
    )
    assert answer.status_code == 201

    release = client.get(f"/releases/{answer.json()['id']}").json()

    assert release["state"] == "draft"
    assert [each["name"] for each in release["variants"]] == ["f16", "q4_k_m"]
    assert {each["state"] for each in release["variants"]} == {"queued"}
    assert client.get("/releases", params={"line": "lamp"}).json() == [release]
    assert client.get("/releases", params={"line": "other"}).json() == []
    (line,) = client.get("/lines").json()
    assert line == {"name": "lamp", "releases": 1, "latest": "1.0.0", "published": None}


def test_the_same_version_twice_is_a_conflict(client: TestClient, model: bytes):
    source = upload(client, model)
    assert ask(client, source).status_code == 201

    assert "needs a new version" in refusal(ask(client, source), 409)


def test_a_model_that_was_not_uploaded_is_named(client: TestClient):
    assert "was not uploaded" in refusal(ask(client, sha256_of(b"nowhere")))


def test_a_file_that_is_no_gguf_is_refused(client: TestClient):
    assert "not a GGUF file" in refusal(ask(client, upload(client, b"PK\x03\x04" * 100)))


def test_a_cut_file_is_refused_with_both_sizes(client: TestClient, model: bytes):
    assert "cut short" in refusal(ask(client, upload(client, model[:-1000])))
    assert "inside the header" in refusal(ask(client, upload(client, model[:200])))


def test_an_absurd_header_is_refused_without_being_believed(client: TestClient, model: bytes):
    absurd = model[:8] + b"\xff" * 8 + model[16:]

    assert "at most" in refusal(ask(client, upload(client, absurd)))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"variants": ["q9_z"]}, "choose of f16, q8_0"),
        ({"variants": ["q8_0", "Q8_0"]}, "twice"),
        ({"variants": []}, "variants"),
        ({"line": "Not A Name"}, "line 'Not A Name' is not a name"),
        ({"version": "../../x"}, "version '../../x' is not a name"),
        ({"context": 100_000}, "trained for 1024 tokens"),
        ({"context": 0}, "context must be"),
        ({"parallel": 1000}, "parallel must be"),
        ({"eval_limit": -1}, "must not be negative"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_request_that_makes_no_sense_says_why(
    client: TestClient, model: bytes, changes: dict[str, Any], says: str
):
    assert says in refusal(ask(client, upload(client, model), **changes))
    assert client.get("/releases").json() == []


@pytest.mark.parametrize("use", ["evals", "golden"])
def test_a_bad_line_of_a_set_is_named(client: TestClient, model: bytes, use: str):
    bad = upload(client, some_items(2) + b'\n{"id": "x"}\n')

    assert "line 3" in refusal(ask(client, upload(client, model), **{use: bad}))


def test_an_unknown_release_is_not_found(client: TestClient):
    refusal(client.get("/releases/nobody"), 404)
    refusal(client.post("/releases/nobody/publication", json={"files": {}}), 422)
