"""The questions before an endpoint, asked over an application that answers everything."""

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

from agent.api.auth import Access, Key
from agent.api.middleware import stack
from agent.serving import permits


async def endpoint(request):
    reached = {name: permits.permits(name) for name in ("main", "other")}
    return JSONResponse({"reached": reached, "caller": request.scope["state"].get("caller")})


def calling(access, *, address="127.0.0.1"):
    """Return a client of an application that listens on an address."""
    app = Starlette(
        routes=[Route("/{path:path}", endpoint, methods=["GET", "POST"])], middleware=stack(access)
    )
    return httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app), base_url=f"http://{address}:11500"
    )


async def test_everybody_on_this_machine_may_call_where_no_key_is_set():
    async with calling(Access()) as client:
        response = await client.post("/v1/chat/completions")
    assert response.status_code == 200
    assert all(response.json()["reached"].values())


async def test_where_keys_are_set_one_is_needed():
    async with calling(Access(keys=(Key.of("s3cret", name="me"),))) as client:
        refused = await client.post("/v1/chat/completions")
        let_in = await client.post("/v1/chat/completions", headers={"x-api-key": "s3cret"})
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"] == "Bearer"
    assert refused.json()["error"]["code"] == "invalid_api_key"
    assert let_in.json()["caller"] == "me"


@pytest.mark.parametrize("path", ["/health", "/ready"])
async def test_whoever_supervises_needs_no_key(path):
    async with calling(Access(keys=(Key.of("s3cret"),))) as client:
        assert (await client.get(path)).status_code == 200
        assert (await client.get("/metrics")).status_code == 401


async def test_a_key_for_one_slot_opens_no_other():
    access = Access(keys=(Key.of("s3cret", slots=["main"]),))
    async with calling(access) as client:
        response = await client.get("/x", headers={"authorization": "Bearer s3cret"})
    assert response.json()["reached"] == {"main": True, "other": False}


async def test_a_refusal_comes_in_the_words_of_the_api_that_was_asked():
    async with calling(Access(keys=(Key.of("s3cret"),))) as client:
        ollama = (await client.post("/api/chat")).json()
        anthropic = (await client.post("/v1/messages")).json()
    assert isinstance(ollama["error"], str)
    assert anthropic["type"] == "error"


async def test_a_page_that_gives_its_own_name_to_this_machine_is_refused():
    async with calling(Access()) as client:
        response = await client.get("/x", headers={"host": "evil.example:11500"})
    assert response.status_code == 403
    assert "evil.example" in response.json()["error"]["message"]


async def test_a_name_that_is_allowed_may_be_used_on_the_loopback():
    async with calling(Access(hosts=("box.example",))) as client:
        response = await client.get("/x", headers={"host": "box.example:11500"})
    assert response.status_code == 200


async def test_names_are_nobodys_business_where_others_may_call_anyway():
    access = Access(keys=(Key.of("s3cret"),))
    async with calling(access, address="10.1.2.3") as client:
        response = await client.get("/x", headers={"host": "box", "x-api-key": "s3cret"})
    assert response.status_code == 200


async def test_no_web_page_may_call_unless_it_is_allowed():
    async with calling(Access()) as client:
        response = await client.post("/x", headers={"origin": "https://evil.example"})
        asking = await client.options(
            "/x",
            headers={
                "origin": "https://evil.example",
                "access-control-request-method": "POST",
            },
        )
    assert (response.status_code, asking.status_code) == (403, 403)
    assert "access-control-allow-origin" not in response.headers


async def test_a_page_of_this_server_itself_may_call():
    async with calling(Access()) as client:
        response = await client.post("/x", headers={"origin": "http://127.0.0.1:11500"})
    assert response.status_code == 200


@pytest.mark.parametrize("allowed", ["https://app.example", "*"])
async def test_a_page_that_is_allowed_may_ask_first_without_a_key_and_then_call(allowed):
    access = Access(keys=(Key.of("s3cret"),), origins=(allowed,))
    page = {"origin": "https://app.example"}
    async with calling(access) as client:
        asking = await client.options(
            "/x",
            headers={
                **page,
                "access-control-request-method": "POST",
                "access-control-request-headers": "authorization",
            },
        )
        without = await client.post("/x", headers=page)
        response = await client.post("/x", headers={**page, "x-api-key": "s3cret"})
    assert asking.status_code == 200
    assert without.status_code == 401
    assert response.status_code == 200
    assert response.headers["access-control-allow-origin"] in {"https://app.example", "*"}


@pytest.mark.parametrize("brought", ["abc-1", "", "x" * 200, "a b"])
async def test_every_answer_has_an_id(brought):
    async with calling(Access()) as client:
        response = await client.get("/x", headers={"x-request-id": brought})
    given = response.headers["x-request-id"]
    assert given == brought if brought == "abc-1" else given.startswith("req-")
