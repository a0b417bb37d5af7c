"""ONNX models of a node or two, for the tensors and the traps of tests."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET, IR = 20, 10


def small_model(
    *nodes: onnx.NodeProto,
    functions: Sequence[Any] = (),
    external: str | None = None,
) -> onnx.ModelProto:
    """Return a model of `nodes`, or of one addition; `external` is where its weights are said."""
    weights = numpy_helper.from_array(np.ones(4, np.float32), "w")
    if external is not None:
        onnx.external_data_helper.set_external_data(weights, external)
        weights.ClearField("raw_data")
    return a_graph(
        nodes or (helper.make_node("Add", ["x", "w"], ["y"]),),
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["batch", 4])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["batch", 4])],
        [weights],
        functions=functions,
    )


def write_small(path: Path, *nodes: onnx.NodeProto, external: str | None = None) -> Path:
    """Write such a model to `path` and return it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(small_model(*nodes, external=external).SerializeToString())
    return path


def a_graph(
    nodes: Sequence[onnx.NodeProto],
    inputs: Sequence[onnx.ValueInfoProto],
    outputs: Sequence[onnx.ValueInfoProto],
    initializers: Sequence[onnx.TensorProto] = (),
    *,
    functions: Sequence[Any] = (),
) -> onnx.ModelProto:
    graph = helper.make_graph(list(nodes), "small", list(inputs), list(outputs), list(initializers))
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid("com.microsoft", 1)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=IR, functions=list(functions))


def tensor(name: str, kind: int, *shape: int | str) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, kind, list(shape))
