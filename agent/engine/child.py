"""The engine child: `python -m agent.engine.child <parent's pid>`.

Frames come in on standard input and go out on standard output; standard error is for people. The
end of standard input is the order to end. One thread reads and prepares, the main thread decodes.
"""

import os
import queue
import sys
import threading
import time
from collections.abc import Callable
from typing import BinaryIO

from agent.engine import protocol, sandbox
from agent.engine.backends.base import Backend
from agent.engine.backends.toy import SUFFIX, ToyBackend
from agent.engine.errors import BackendError, FatalEngineError
from agent.engine.frames import (
    Accepted,
    Cancel,
    Failed,
    Frame,
    FromChild,
    Generate,
    Load,
    LoadFailed,
    Ready,
)
from agent.engine.intake import prepare
from agent.engine.loop import Command, Loop
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
    started_s = time.monotonic()
    try:
        backend = _open(first)
    except (BackendError, MemoryError) as error:
        code = "out_of_memory" if isinstance(error, MemoryError) else "bad_model"
        emit(LoadFailed(code, str(error) or "out of memory"))
        return EXIT_LOAD_FAILED
    facts = backend.facts
    emit(
        Ready(
            n_ctx=facts.context,
            parallel=facts.parallel,
            vocab=facts.vocab,
            architecture=facts.architecture,
            chat_template=facts.chat_template,
            load_ms=round((time.monotonic() - started_s) * 1000),
            sandbox=shut_in,
        )
    )
    return serve(backend, incoming, emit)


def serve(backend: Backend, incoming: BinaryIO, emit: Callable[[FromChild], None]) -> int:
    """Answer requests until the input ends."""
    commands: queue.SimpleQueue[Command] = queue.SimpleQueue()
    reader = threading.Thread(
        target=_listen, args=(incoming, backend, commands, emit), name="intake", daemon=True
    )
    reader.start()
    try:
        Loop(backend, emit).run(commands)
    except FatalEngineError:
        return EXIT_ENGINE_LOST
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


def _open(load: Load) -> Backend:
    if load.weights.endswith(SUFFIX):
        return ToyBackend(load)
    from agent.engine.backends.llama import LlamaBackend  # noqa: PLC0415 - the toy needs no library

    return LlamaBackend(load)


def _listen(
    incoming: BinaryIO,
    backend: Backend,
    commands: "queue.SimpleQueue[Command]",
    emit: Callable[[FromChild], None],
) -> None:
    try:
        while (frame := read(incoming)) is not None:
            if isinstance(frame, Generate):
                made = prepare(frame, backend)
                if isinstance(made, Failed):
                    emit(made)
                else:
                    emit(Accepted(frame.id, made.prompt_tokens))
                    commands.put(made)
            elif isinstance(frame, Cancel):
                commands.put(frame)
    except ProtocolError as error:
        sys.stderr.write(f"the agent sent something else than a frame: {error}\n")
    finally:
        # The loop may be inside a long evaluation; nobody is left to hear the result.
        os._exit(0)


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
