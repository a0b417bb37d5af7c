"""The engine child: `python -m agent.engine.child <parent's pid>`.

Frames come in on standard input and go out on standard output; standard error is for people. The
end of standard input is the order to end. One thread reads and prepares, the main thread decodes.
"""

import os
import sys
import threading
import time
from collections.abc import Callable
from typing import BinaryIO

from agent.engine import protocol, sandbox
from agent.engine.errors import BackendError, FatalEngineError, NoMemoryError
from agent.engine.frames import Frame, FromChild, Load, LoadFailed
from agent.engine.listening import TextListener, VectorListener
from agent.engine.loop import Loop
from agent.engine.opening import TEXT, open_text, open_vectors, text_ready, vectors_ready
from agent.engine.protocol import ProtocolError

EXIT_LOAD_FAILED = 69
EXIT_ENGINE_LOST = 70
EXIT_PROTOCOL = 76


def main() -> int:
    """Load what the first frame says, then serve until standard input ends."""
    shut_in = sandbox.enter(int(sys.argv[1]))
    incoming = os.fdopen(os.dup(0), "rb")
    emit = _emitter(_take_stdout())
    first = read(incoming)
    if first is None:
        return 0
    if not isinstance(first, Load):
        return EXIT_PROTOCOL
    shut_in += sandbox.confine(first)
    serve = serve_text if first.serves == TEXT else serve_vectors
    try:
        return serve(first, incoming, emit, shut_in)
    except (BackendError, MemoryError) as error:
        no_memory = isinstance(error, MemoryError | NoMemoryError)
        emit(LoadFailed("out_of_memory" if no_memory else "bad_model", _words(error)))
        return EXIT_LOAD_FAILED
    except FatalEngineError:
        return EXIT_ENGINE_LOST


def serve_text(
    load: Load, incoming: BinaryIO, emit: Callable[[FromChild], None], shut_in: tuple[str, ...]
) -> int:
    """Load a model that answers, and answer requests until the input ends.

    Raises:
        BackendError: it cannot be loaded.
        FatalEngineError: the engine lost its memory.
    """
    started_s = time.monotonic()
    backend = open_text(load)
    emit(text_ready(backend.facts, load_ms=_ms_since(started_s), sandbox=shut_in))
    loop = Loop(backend, emit, cache_bytes=load.cache_bytes, speculate=load.speculate)
    listener = TextListener(backend, loop, emit)
    _listen(incoming, listener.hear)
    loop.run(listener.commands)
    return 0


def serve_vectors(
    load: Load, incoming: BinaryIO, emit: Callable[[FromChild], None], shut_in: tuple[str, ...]
) -> int:
    """Load a model that embeds, ranks or takes tensors, and serve until the input ends.

    Raises:
        BackendError: it cannot be loaded.
        FatalEngineError: the engine is beyond repair.
    """
    from agent.engine.vectors import VectorLoop  # noqa: PLC0415 - text needs none of it

    started_s = time.monotonic()
    backend = open_vectors(load)
    emit(vectors_ready(backend.facts, load_ms=_ms_since(started_s), sandbox=shut_in))
    listener = VectorListener(emit)
    _listen(incoming, listener.hear)
    VectorLoop(backend, emit).run(listener.commands)
    return 0


def read(stream: BinaryIO) -> Frame | None:
    """Read one frame; None at the end of the stream.

    Raises:
        ProtocolError: what came is no frame.
    """
    header = stream.read(protocol.HEADER_BYTES)
    if len(header) < protocol.HEADER_BYTES:
        return None
    size = protocol.body_bytes(header)
    body = stream.read(size)
    return protocol.decode(body) if len(body) == size else None


def _listen(incoming: BinaryIO, hear: Callable[[Frame], None]) -> None:
    """Have a thread read frames; the process ends with them."""

    def listen() -> None:
        try:
            while (frame := read(incoming)) is not None:
                hear(frame)
        except ProtocolError as error:
            sys.stderr.write(f"the agent sent something else than a frame: {error}\n")
        finally:
            # The loop may be inside a long evaluation; nobody is left to hear the result.
            os._exit(0)

    threading.Thread(target=listen, name="intake", daemon=True).start()


def _ms_since(started_s: float) -> int:
    return round((time.monotonic() - started_s) * 1000)


def _words(error: Exception) -> str:
    return str(error) or "there is not enough memory"


def _take_stdout() -> int:
    """Keep the pipe for frames alone: whatever else prints goes to standard error."""
    pipe = os.dup(1)
    os.dup2(2, 1)
    return pipe


def _emitter(pipe: int) -> Callable[[FromChild], None]:
    lock = threading.Lock()

    def emit(frame: FromChild) -> None:
        data = memoryview(protocol.encode(frame))
        with lock:
            while data:
                data = data[os.write(pipe, data) :]

    return emit


if __name__ == "__main__":
    # Without the interpreter's own teardown: the library's destructors have nothing to save.
    sys.stderr.flush()
    os._exit(main())
