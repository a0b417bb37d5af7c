import io
import json
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from controlplane.publisher.bundle import DraftFile, ModelFacts, assemble
from controlplane.publisher.errors import PublishError
from shared import bundle, oms
from shared.chunks import ChunkTable
from shared.digest import sha256_of
from tests.support.trust_models import MIB, a_gguf, a_variant

KEY = ec.derive_private_key(7, ec.SECP256R1())
FACTS = ModelFacts(
    line="lamp",
    version="1.0",
    variant="f32",
    format="gguf",
    quantization="f32",
    architecture="llama",
    parameters=1_500_000,
    licence="Apache-2.0",
    created_at=datetime(2026, 3, 1, tzinfo=UTC),
)
WEIGHTS = a_gguf({"embed": 5 * MIB, "out": 4096})


def drafts(files: dict[str, bytes]) -> list[DraftFile]:
    return [
        DraftFile(path, sha256_of(data), len(data), lambda data=data: io.BytesIO(data))
        for path, data in files.items()
    ]


def an_assembly(files: dict[str, bytes] | None = None):
    return assemble(drafts(files or a_variant(WEIGHTS)), facts=FACTS, publisher=KEY)


def test_devices_accept_the_manifest_and_find_every_file():
    assembled = an_assembly()

    manifest = bundle.parse(assembled.manifest)

    assert assembled.digest == sha256_of(assembled.manifest)
    assert manifest.weights.path == "model.gguf"
    assert {file.path for file in manifest.files} == {
        *a_variant(WEIGHTS),
        "publisher.pub",
        "model.sig",
    }


def test_the_chunk_table_of_the_weights_is_a_blob_and_covers_them():
    assembled = an_assembly()
    weights = bundle.parse(assembled.manifest).weights

    table = ChunkTable.decode(assembled.blobs[weights.chunk_table])

    assert table.total_bytes == weights.size == len(WEIGHTS)


def test_the_model_signature_covers_every_other_file():
    assembled = an_assembly()
    manifest = bundle.parse(assembled.manifest)
    signature = manifest.file("model.sig")
    files = {file.path: file.digest for file in manifest.files if file != signature}

    oms.verify(assembled.blobs[signature.digest], files, KEY.public_key())

    assert assembled.oms_key == oms.key_hint(KEY.public_key())
    assert manifest.file("publisher.pub").digest == f"sha256:{assembled.oms_key}"


def test_the_configuration_names_the_model_as_modelpack_does():
    assembled = an_assembly()
    manifest = bundle.parse(assembled.manifest)

    config = json.loads(assembled.blobs[manifest.config.digest])

    assert config["descriptor"]["name"] == "lamp"
    assert config["config"]["format"] == "gguf"
    assert config["modelfs"]["diffIds"] == [layer.digest for layer in manifest.layers]


def test_bytes_that_differ_from_the_draft_are_not_signed():
    files = drafts(a_variant(WEIGHTS))
    lying = [
        DraftFile(file.path, sha256_of(b"claimed"), file.size, file.open)
        if file.path == "README.md"
        else file
        for file in files
    ]

    with pytest.raises(PublishError, match=r"README\.md"):
        assemble(lying, facts=FACTS, publisher=KEY)


def test_weights_that_are_cut_short_are_not_signed():
    with pytest.raises(PublishError, match=r"model\.gguf"):
        an_assembly({**a_variant(WEIGHTS), "model.gguf": WEIGHTS[:-100]})


def test_a_path_that_devices_would_refuse_is_refused_here():
    with pytest.raises(bundle.BundleError, match="not accepted"):
        an_assembly({**a_variant(WEIGHTS), "../evil": b"x"})


def test_a_bundle_without_weights_is_refused():
    with pytest.raises(bundle.BundleError, match="no weights"):
        an_assembly({"README.md": b"x"})
