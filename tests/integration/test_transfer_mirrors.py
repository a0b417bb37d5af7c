"""The same bundle from whatever serves files: a real nginx, a real OCI registry."""

import base64
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from agent.bundles import BundleStore, TransferError
from agent.bundles.installed import InstalledBundle
from shared import bundle
from shared.digest import Digest
from tests.support.agent_fleet import FleetAuthority
from tests.support.mirror import Behaviour, Mirror
from tests.support.registry_oci import Registry, blobs_of, registry_running
from tests.support.registry_token import SERVICE, tokens_given
from tests.support.repository import Published, Publisher
from tests.support.trust_device import wanted
from tests.support.trust_models import MIB, a_gguf, a_variant
from tests.support.web_server import nginx_running

WEIGHTS = a_gguf({"embed": 9 * MIB, "out": MIB})
REPOSITORY = "models/lamp"
HTPASSWD = "agent:$2b$05$/KRnIyiYuTfyl26DtIDfje.jdyIMG1QdK563RPKRMTcLRoi0gDOQ2\n"
LOGIN = "agent:secret"
BASIC = f"Basic {base64.b64encode(LOGIN.encode()).decode()}"


@pytest.fixture
def published(publisher: Publisher) -> Published:
    return publisher.publish(a_variant(WEIGHTS))


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


async def fetch(
    published: Published,
    folder: Path,
    *mirrors: str,
    ca_file: Path | None = None,
    **settings: object,
) -> InstalledBundle:
    store = BundleStore(
        folder, blob_urls=(), ca_file=ca_file, disk_budget_bytes=None, mirrors=mirrors, **settings
    )
    await store.fetch(wanted(published), lambda _: None, deadline_s=30.0)
    return await store.verify(published.digest, published.custom)


def push(registry: Registry, publisher: Publisher, published: Published, login: str = "") -> None:
    manifest = bundle.parse(published.assembled.manifest)
    digests: list[Digest] = [*{one.digest for one in (*manifest.layers, manifest.config)}]
    registry.push(
        REPOSITORY, published.assembled.manifest, blobs_of(publisher.blobs, digests), login
    )


async def test_a_plain_folder_behind_nginx_is_a_mirror(
    publisher: Publisher, published: Published, tmp_path: Path, stack: ExitStack
):
    url = stack.enter_context(nginx_running(publisher.blobs, tmp_path / "nginx"))

    installed = await fetch(published, tmp_path / "store", url)

    assert installed.weights.read_bytes() == WEIGHTS


async def test_nginx_gives_what_is_missing_and_no_more(
    publisher: Publisher, published: Published, tmp_path: Path, stack: ExitStack
):
    url = stack.enter_context(nginx_running(publisher.blobs, tmp_path / "nginx"))
    await fetch(published, tmp_path / "store", url)
    changed = a_gguf({"embed": 9 * MIB, "out": MIB}, template="a better template")
    second = publisher.publish(a_variant(changed), version="1.1")
    log = tmp_path / "nginx" / "access.log"
    log.write_text("")

    await fetch(second, tmp_path / "store", url)

    assert 0 < sum(int(line.split()[9]) for line in log.read_text().splitlines()) < 20_000


async def test_a_mirror_may_have_a_certificate_that_the_system_trusts(
    publisher: Publisher,
    published: Published,
    tmp_path: Path,
    stack: ExitStack,
    monkeypatch: pytest.MonkeyPatch,
):
    world, fleet = FleetAuthority("the world's CA"), FleetAuthority("our fleet")
    (tmp_path / "world.pem").write_text(world.pem)
    (tmp_path / "fleet.pem").write_text(fleet.pem)
    certificate = world.server().write(tmp_path / "tls", "server")
    url = stack.enter_context(
        nginx_running(publisher.blobs, tmp_path / "nginx", certificate=certificate)
    )
    ca_file = tmp_path / "fleet.pem"

    with pytest.raises(TransferError, match="certificate"):
        await fetch(published, tmp_path / "store", url, ca_file=ca_file)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "world.pem"))
    installed = await fetch(published, tmp_path / "store", url, ca_file=ca_file)

    assert installed.weights.read_bytes() == WEIGHTS


async def test_the_gateway_is_believed_with_the_fleets_certificate_alone(
    publisher: Publisher,
    published: Published,
    tmp_path: Path,
    stack: ExitStack,
    monkeypatch: pytest.MonkeyPatch,
):
    world, fleet = FleetAuthority("the world's CA"), FleetAuthority("our fleet")
    (tmp_path / "world.pem").write_text(world.pem)
    (tmp_path / "fleet.pem").write_text(fleet.pem)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "world.pem"))
    certificate = world.server().write(tmp_path / "tls", "server")
    url = stack.enter_context(
        nginx_running(publisher.blobs, tmp_path / "nginx", certificate=certificate)
    )
    store = BundleStore(
        tmp_path / "store",
        blob_urls=(url,),
        ca_file=tmp_path / "fleet.pem",
        disk_budget_bytes=None,
    )

    with pytest.raises(TransferError, match="certificate"):
        await store.fetch(wanted(published), lambda _: None, deadline_s=20.0)


async def test_a_registry_is_a_mirror(
    publisher: Publisher, published: Published, tmp_path: Path, stack: ExitStack
):
    registry = stack.enter_context(registry_running(tmp_path / "registry"))
    push(registry, publisher, published)

    installed = await fetch(published, tmp_path / "store", registry.url(REPOSITORY))

    assert installed.weights.read_bytes() == WEIGHTS


async def test_a_registry_may_ask_for_a_login(
    publisher: Publisher, published: Published, tmp_path: Path, stack: ExitStack
):
    (tmp_path / "htpasswd").write_text(HTPASSWD)
    auth = f"auth: {{htpasswd: {{realm: test, path: {tmp_path}/htpasswd}}}}\n"
    registry = stack.enter_context(registry_running(tmp_path / "registry", auth=auth))
    push(registry, publisher, published, BASIC)
    url = registry.url(REPOSITORY)

    with pytest.raises(TransferError, match="asks for a login"):
        await fetch(published, tmp_path / "store", url)
    installed = await fetch(published, tmp_path / "store", url, logins={registry.host: LOGIN})

    assert installed.weights.read_bytes() == WEIGHTS


@pytest.mark.parametrize("login", ["", LOGIN], ids=["anonymous", "with a login"])
async def test_a_registry_may_ask_for_a_token(
    login: str, publisher: Publisher, published: Published, tmp_path: Path, stack: ExitStack
):
    tokens = stack.enter_context(tokens_given(tmp_path / "tokens", login=BASIC if login else ""))
    registry = stack.enter_context(
        registry_running(tmp_path / "registry", auth=tokens.configuration())
    )
    push(registry, publisher, published, f"Bearer {tokens.token(REPOSITORY, 'push', 'pull')}")
    logins = {registry.host: login} if login else {}

    installed = await fetch(published, tmp_path / "store", registry.url(REPOSITORY), logins=logins)

    assert installed.weights.read_bytes() == WEIGHTS
    assert tokens.asked == [{"scope": [f"repository:{REPOSITORY}:pull"], "service": [SERVICE]}]


async def test_a_token_server_that_refuses_is_a_reason_to_ask_elsewhere(
    publisher: Publisher, published: Published, tmp_path: Path, stack: ExitStack
):
    tokens = stack.enter_context(tokens_given(tmp_path / "tokens", login=BASIC))
    registry = stack.enter_context(
        registry_running(tmp_path / "registry", auth=tokens.configuration())
    )
    url = stack.enter_context(nginx_running(publisher.blobs, tmp_path / "nginx"))

    installed = await fetch(published, tmp_path / "store", registry.url(REPOSITORY), url)

    assert installed.weights.read_bytes() == WEIGHTS


async def test_a_registry_that_sends_us_to_its_storage_is_followed_without_the_login(
    publisher: Publisher, published: Published, tmp_path: Path, stack: ExitStack
):
    storage = stack.enter_context(Mirror({f"/v2/{REPOSITORY}/blobs/sha256:": publisher.blobs}))
    front = stack.enter_context(Mirror({}, Behaviour(redirect=storage.url)))
    url = front.url.replace("http://", "oci+http://") + f"/{REPOSITORY}"

    installed = await fetch(
        published, tmp_path / "store", url, logins={front.url.partition("//")[2]: LOGIN}
    )

    assert installed.weights.read_bytes() == WEIGHTS
    assert storage.authorizations == set()


async def test_a_registry_that_sends_us_in_circles_is_left(
    published: Published, tmp_path: Path, stack: ExitStack
):
    front = stack.enter_context(Mirror({}))
    front.behaviour = Behaviour(redirect=front.url)
    url = front.url.replace("http://", "oci+http://") + f"/{REPOSITORY}"

    with pytest.raises(TransferError, match="on and on"):
        await fetch(published, tmp_path / "store", url)

    assert len(front.requests) == 4


@pytest.mark.parametrize(
    "url",
    [
        "ftp://127.0.0.1/x",
        "file:///etc",
        "oci://",
        "oci://host",
        "oci://host/../up",
        "http://[bad",
        "nonsense",
    ],
)
async def test_a_mirror_that_is_none_is_left_out(
    url: str, publisher: Publisher, published: Published, tmp_path: Path, stack: ExitStack
):
    good = stack.enter_context(Mirror(publisher.folders()))

    installed = await fetch(published, tmp_path / "store", url, good.url)

    assert installed.digest == published.digest
