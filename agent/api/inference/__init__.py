"""The Open Inference Protocol v2 over HTTP, as KServe, Triton and their clients speak it."""
