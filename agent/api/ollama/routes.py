"""Where Ollama's API is found."""

from starlette.routing import Route

from agent.api.ollama.aliases import Aliases
from agent.api.ollama.answers import Answers
from agent.api.ollama.catalogue import Catalogue
from agent.api.ollama.embed import Embedding
from agent.api.ollama.loading import Loading
from agent.api.ollama.manage import Manage
from agent.api.ollama.models import Models
from agent.serving.slots import Slots


def routes(slots: Slots) -> list[Route]:
    aliases = Aliases()
    catalogue = Catalogue(slots, aliases)
    loading = Loading(slots, catalogue)
    answers, embedding = Answers(slots, loading), Embedding(slots, loading)
    models, manage = Models(slots, catalogue), Manage(catalogue, aliases)
    return [
        Route("/", models.root),
        Route("/api/version", models.version),
        Route("/api/tags", models.tags),
        Route("/api/ps", models.running),
        Route("/api/show", models.show, methods=["POST"]),
        Route("/api/generate", answers.generate, methods=["POST"]),
        Route("/api/chat", answers.chat, methods=["POST"]),
        Route("/api/embed", embedding.embed, methods=["POST"]),
        Route("/api/embeddings", embedding.embeddings, methods=["POST"]),
        Route("/api/create", manage.create, methods=["POST"]),
        Route("/api/copy", manage.copy, methods=["POST"]),
        Route("/api/delete", manage.delete, methods=["DELETE"]),
        Route("/api/pull", manage.pull, methods=["POST"]),
        Route("/api/push", manage.push, methods=["POST"]),
        Route("/api/blobs/{digest}", manage.blob, methods=["HEAD", "POST"]),
    ]
