"""Where the Open Inference Protocol is found."""

from starlette.routing import Route

from agent.api.inference.generate import Generate
from agent.api.inference.infer import Infer
from agent.api.inference.metadata import Metadata
from agent.serving.slots import Slots

_MODELS = ("/v2/models/{model}", "/v2/models/{model}/versions/{version}")


def routes(slots: Slots) -> list[Route]:
    metadata, generate, infer = Metadata(slots), Generate(slots), Infer(slots)
    found = [
        Route("/v2", metadata.server),
        Route("/v2/health/live", metadata.live),
        Route("/v2/health/ready", metadata.ready),
    ]
    for model in _MODELS:
        found += [
            Route(model, metadata.model),
            Route(f"{model}/ready", metadata.model_ready),
            Route(f"{model}/infer", infer.run, methods=["POST"]),
            Route(f"{model}/generate", generate.whole, methods=["POST"]),
            Route(f"{model}/generate_stream", generate.stream, methods=["POST"]),
        ]
    return found
