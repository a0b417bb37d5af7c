"""Where the endpoints of llama.cpp's server are found."""

from starlette.routing import Route

from agent.api.llama.completion import Natives
from agent.api.llama.facts import Facts
from agent.api.llama.texts import Texts
from agent.serving.slots import Slots


def routes(slots: Slots) -> list[Route]:
    natives, texts, facts = Natives(slots), Texts(slots), Facts(slots)
    posts = {
        "/completion": natives.complete,
        "/completions": natives.complete,
        "/infill": natives.infill,
        "/tokenize": texts.tokenize,
        "/detokenize": texts.detokenize,
        "/apply-template": texts.apply_template,
        "/chat/completions/input_tokens": texts.count,
        "/v1/chat/completions/input_tokens": texts.count,
        "/embedding": texts.embed,
        "/embeddings": texts.embed,
        "/props": facts.change_props,
        "/lora-adapters": facts.scale_adapters,
    }
    gets = {
        "/props": facts.props,
        "/slots": facts.slots,
        "/lora-adapters": facts.adapters,
    }
    return [
        *(Route(path, endpoint, methods=["POST"]) for path, endpoint in posts.items()),
        *(Route(path, endpoint) for path, endpoint in gets.items()),
    ]
