"""Bundles of ONNX models: their files are cut where the model says its tensors are."""

import io
from datetime import UTC, datetime

import onnx
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from onnx import TensorProto

from controlplane.publisher.bundle import Assembled, DraftFile, ModelFacts, assemble
from controlplane.publisher.errors import PublishError
from shared import bundle
from shared.chunks import ChunkTable
from shared.digest import sha256_of
from tests.support.onnx_small import a_graph, tensor

KEY = ec.derive_private_key(7, ec.SECP256R1())
FACTS = ModelFacts(
    line="lamp",
    version="1.0",
    variant="f32",
    format="onnx",
    quantization="f32",
    architecture="bert",
    parameters=1,
    licence="",
    created_at=datetime(2026, 3, 1, tzinfo=UTC),
)
FIRST, SECOND = bytes(range(256)) * 40, bytes(reversed(range(256))) * 60
DATA = FIRST + SECOND


def a_model(*tensors: tuple[str, int, int]) -> bytes:
    initializers = []
    for location, offset, length in tensors:
        made = onnx.TensorProto(name=str(offset), data_type=TensorProto.FLOAT, dims=[length // 4])
        made.data_location = TensorProto.EXTERNAL
        for key, value in (("location", location), ("offset", offset), ("length", length)):
            made.external_data.add(key=key, value=str(value))
        initializers.append(made)
    node = onnx.helper.make_node("Relu", ["x"], ["y"])
    ends = [[tensor(name, TensorProto.FLOAT, 4)] for name in ("x", "y")]
    return a_graph([node], *ends, initializers).SerializeToString()


def an_assembly(files: dict[str, bytes]) -> Assembled:
    drafts = [
        DraftFile(path, sha256_of(data), len(data), lambda data=data: io.BytesIO(data))
        for path, data in files.items()
    ]
    return assemble(drafts, facts=FACTS, publisher=KEY)


def test_a_file_of_weights_is_cut_where_its_tensors_are():
    inner = ("weights.bin", 0, len(FIRST)), ("weights.bin", len(FIRST), len(SECOND))
    assembled = an_assembly({"onnx/model.onnx": a_model(*inner), "onnx/weights.bin": DATA})
    file = bundle.parse(assembled.manifest).file("onnx/weights.bin")
    assert file is not None
    assert file.chunk_table is not None

    table = ChunkTable.decode(assembled.blobs[file.chunk_table])

    assert [chunk.length for chunk in table.chunks] == [len(FIRST), len(SECOND)]


def test_a_model_that_needs_a_file_which_is_not_there_is_not_signed():
    with pytest.raises(PublishError, match=r"weights\.bin.*not in the variant"):
        an_assembly({"model.onnx": a_model(("weights.bin", 0, 16))})


def test_a_tensor_beyond_its_file_is_not_signed():
    with pytest.raises(PublishError, match="a tensor ends at"):
        an_assembly({"model.onnx": a_model(("w.bin", 10, 10**6)), "w.bin": DATA})


def test_what_is_no_model_is_not_signed():
    with pytest.raises(PublishError, match="not an ONNX model"):
        an_assembly({"model.onnx": b"\xff" * 40})
