"""The serving process before it has loaded anything: what it takes in memory by being there.

`python -m controlplane.registry.workbench.idle` imports what the device's engine process imports
and no more (the binding's C functions without the rest of its package, and the template engine),
starts the engine, and prints one JSON message with what it takes itself. It is a module of its own
because everything else here imports more.
"""

import importlib
import importlib.util
import json
import os
import sys
from types import ModuleType
from typing import Any

from controlplane.registry.workbench.memory import own_bytes


def main() -> None:
    """Print what this process takes."""
    binding = _binding()
    binding.llama_backend_init()
    importlib.import_module("jinja2.sandbox").ImmutableSandboxedEnvironment().from_string("")
    message = {"kind": "base", "base_bytes": own_bytes()}
    sys.stdout.write(json.dumps(message) + "\n")


def _binding() -> Any:
    """Import the binding's functions alone, as the device does."""
    spec = importlib.util.find_spec("llama_cpp")
    if spec is not None and spec.submodule_search_locations:
        package = ModuleType("llama_cpp")
        package.__path__ = list(spec.submodule_search_locations)
        package.__spec__ = spec
        sys.modules["llama_cpp"] = package
    return importlib.import_module("llama_cpp.llama_cpp")


if __name__ == "__main__":
    os.environ.setdefault("GGML_NO_BACKTRACE", "1")
    main()
