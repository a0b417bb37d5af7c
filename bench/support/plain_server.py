"""llama-cpp-python's own server without copies of the weights in the processor's layout.

It has no switch for that, and with them it crashes where its library was built by a GCC that gets
`ldtilecfg` wrong (see `deploy/setup/tile_config.h`). Takes the arguments of `llama_cpp.server`.
"""

import runpy
from typing import Any

from llama_cpp import llama_cpp as library


def main() -> None:
    defaults = library.llama_model_default_params

    def plain() -> Any:
        parameters = defaults()
        parameters.use_extra_bufts = False
        return parameters

    library.llama_model_default_params = plain
    runpy.run_module("llama_cpp.server", run_name="__main__")


if __name__ == "__main__":
    main()
