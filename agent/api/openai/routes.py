"""Where the OpenAI API is found; like llama.cpp's server, also without a version."""

from starlette.routing import Route

from agent.api.openai.chat import Chats
from agent.api.openai.completions import Completions
from agent.api.openai.embeddings import Embeddings
from agent.api.openai.models import Models
from agent.api.openai.rerank import Rerank
from agent.api.openai.responses.endpoint import Responses
from agent.serving.slots import Slots


def routes(slots: Slots) -> list[Route]:
    chats, models, scores = Chats(slots), Models(slots), Rerank(slots)
    responses = Responses(slots)
    posts = {
        "/v1/chat/completions": chats.create,
        "/chat/completions": chats.create,
        "/v1/completions": Completions(slots).create,
        "/v1/embeddings": Embeddings(slots).create,
        "/v1/rerank": scores.create,
        "/v1/reranking": scores.create,
        "/rerank": scores.create,
        "/reranking": scores.create,
        "/v1/classify": scores.classify,
        "/v1/responses": responses.create,
        "/responses": responses.create,
        "/v1/responses/input_tokens": responses.count,
        "/responses/input_tokens": responses.count,
        "/v1/responses/{name}/cancel": responses.cancel,
    }
    return [
        *(Route(path, endpoint, methods=["POST"]) for path, endpoint in posts.items()),
        Route("/v1/responses/{name}", responses.show),
        Route("/v1/responses/{name}", responses.delete, methods=["DELETE"]),
        Route("/v1/responses/{name}/input_items", responses.inputs),
        Route("/v1/models", models.index),
        Route("/models", models.index),
        Route("/v1/models/{model:path}", models.show),
    ]
