"""From a template and its values to a page, or to the one block of it that htmx asks for.

A block that can be fetched alone is named like the `id` of its element, with `_` for `-`. The
same URL gives the page or the block, so it varies by the headers that tell which.
"""

from collections.abc import Mapping
from pathlib import Path

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from controlplane.console import filters
from controlplane.console.views import states

FOLDER = Path(__file__).parent
VARY = "HX-Request, HX-Target"


class Renderer:
    """The templates, ready to use; one for each application."""

    def __init__(self, assets: "Assets") -> None:
        environment = Environment(
            loader=FileSystemLoader(FOLDER / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.filters.update(filters.FILTERS)
        environment.globals["asset"] = assets.url
        environment.globals["look_of"] = states.of
        for name, file in (("ui", "components/ui.html"), ("fields", "components/form.html")):
            # As globals, so that a block that is rendered alone has them too.
            environment.globals[name] = environment.get_template(file).module
        self._environment = environment

    def render(
        self,
        request: Request,
        name: str,
        values: Mapping[str, object],
        *,
        status: int = 200,
    ) -> HTMLResponse:
        """Return the whole page, or the block that the request asks for."""
        template = self._environment.get_template(name)
        block = wanted_block(request, template)
        context = template.new_context(dict(values))
        parts = template.blocks[block](context) if block else template.root_render_func(context)
        answer = HTMLResponse("".join(parts), status_code=status)
        answer.headers["Vary"] = VARY
        answer.headers["Cache-Control"] = "no-store"
        return answer


def wanted_block(request: Request, template: Template) -> str | None:
    """Return the block that htmx wants to put in place, None when it is the page."""
    if request.headers.get("hx-request") != "true":
        return None
    block = request.headers.get("hx-target", "").replace("-", "_")
    return block if block in template.blocks else None


class Assets:
    """Names of static files that change with their content, so that browsers may keep them."""

    def __init__(self, folder: Path) -> None:
        self._versions = {
            str(path.relative_to(folder)): filters.fingerprint(path.read_bytes())
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }

    def url(self, name: str) -> str:
        return f"/static/{name}?v={self._versions.get(name, '0')}"
