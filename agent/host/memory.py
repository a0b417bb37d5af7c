"""What starting needed and running does not is given back."""

import ctypes
import gc


def settle_memory() -> None:
    """Give back what starting needed, and spare the collector what will stay for ever."""
    gc.collect()
    gc.freeze()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # only glibc has it
    if trim is not None:
        trim(0)
