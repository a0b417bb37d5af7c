"""LoRA adapters that are loaded with a model, and which of them the context uses."""

import ctypes
import os
from typing import Any

from agent.engine.backends.llama_file import LlamaFile
from agent.engine.errors import BackendError
from agent.engine.values import Adapter, AdapterScale


class Adapters:
    """All adapters of one model."""

    def __init__(self, file: LlamaFile, context: Any, adapters: tuple[Adapter, ...]) -> None:
        """Load them.

        Raises:
            BackendError: a file cannot be read, or is none for this model.
        """
        self._file = file
        self._context = context
        self._loaded: dict[str, Any] = {}
        for adapter in adapters:
            self._loaded[adapter.name] = self._load(adapter)
        self.names = tuple(self._loaded)

    def use(self, scales: tuple[AdapterScale, ...]) -> None:
        """Evaluate with these from now on, and with no others."""
        lib, count = self._file.lib, len(scales)
        kind = lib.llama_adapter_lora_p_ctypes
        handles = (kind * count)(*(self._loaded[one.name] for one in scales))
        factors = (ctypes.c_float * count)(*(one.scale for one in scales))
        lib.llama_set_adapters_lora(self._context, handles, count, factors)

    def _load(self, adapter: Adapter) -> Any:
        if not os.access(adapter.path, os.R_OK):
            raise BackendError(f"the adapter {adapter.path} cannot be read")
        lib = self._file.lib
        loaded = lib.llama_adapter_lora_init(self._file.model, os.fsencode(adapter.path))
        if not loaded:
            raise BackendError(
                f"llama.cpp cannot load the adapter {adapter.name!r}: {self._file.why()}"
            )
        return loaded
