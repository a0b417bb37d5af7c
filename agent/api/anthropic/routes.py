"""Where Anthropic's Messages API is found."""

from starlette.routing import Route

from agent.api.anthropic.messages import Messages
from agent.serving.slots import Slots


def routes(slots: Slots) -> list[Route]:
    messages = Messages(slots)
    return [
        Route("/v1/messages", messages.create, methods=["POST"]),
        Route("/v1/messages/count_tokens", messages.count, methods=["POST"]),
    ]
