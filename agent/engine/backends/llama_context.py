"""The context of a model that answers: its shape, and how it is made."""

from typing import Any

from agent.engine.backends.llama_file import LlamaFile
from agent.engine.errors import BackendError
from agent.engine.frames import Load
from shared.contexts import Shape, apply, shape


def form_of(file: LlamaFile, load: Load) -> tuple[int, Shape]:
    """Return how many tokens one request may have, and the context for all of them."""
    lib = file.lib
    trained = lib.llama_model_n_ctx_train(file.model)
    context = min(load.context, trained) if trained > 0 else load.context
    form = shape(context=context, parallel=load.parallel, batch=load.batch, kv_type=load.kv_type)
    return context, form


def make_context(file: LlamaFile, form: Shape, *, threads: int) -> Any:
    """Make a context.

    Raises:
        BackendError: the library does not, for want of memory above all.
    """
    parameters = file.lib.llama_context_default_params()
    apply(form, parameters)
    parameters.n_threads = parameters.n_threads_batch = threads
    parameters.no_perf = True
    made = file.lib.llama_init_from_model(file.model, parameters)
    if not made:
        raise BackendError(f"llama.cpp cannot make a context of {form.n_ctx} tokens: {file.why()}")
    return made
