"""llama-cpp-python's low-level binding without the rest of the package.

`import llama_cpp.llama_cpp` runs the package's `__init__`, which brings numpy, jinja2 and the
high-level classes: 23 MB that an engine child never uses. So the package is registered as an empty
module that only knows where its files are; an installation for which that does not work is
imported the ordinary way.
"""

import importlib
import importlib.util
import sys
from types import ModuleType
from typing import Any

from agent.engine.errors import BindingError

PACKAGE = "llama_cpp"


def load() -> Any:
    """Return the module of C functions.

    Raises:
        BindingError: it is missing or cannot be loaded.
    """
    try:
        return _lean() or importlib.import_module(f"{PACKAGE}.llama_cpp")
    except (ImportError, OSError, RuntimeError) as error:
        raise BindingError(f"llama-cpp-python cannot be loaded: {error}") from error


def _lean() -> ModuleType | None:
    if PACKAGE in sys.modules:
        return None
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        return None
    package = ModuleType(PACKAGE)
    package.__path__ = list(spec.submodule_search_locations)
    package.__spec__ = spec
    sys.modules[PACKAGE] = package
    try:
        return importlib.import_module(f"{PACKAGE}.llama_cpp")
    except ImportError:
        for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
            del sys.modules[name]
        return None
