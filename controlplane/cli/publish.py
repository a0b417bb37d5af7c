"""`flotilla publish`: sign a release where the keys are, and hand in what was signed.

The control plane is asked for bytes and is not believed: every byte is hashed here before it is
signed over, and the image repository is verified before anything is built on it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer

from controlplane.cli import repositories
from controlplane.cli.client import Client, connected
from controlplane.cli.models import find
from controlplane.cli.screen import JsonFlag, err, out, print_json
from controlplane.cli.secrets import KeysOption, PassphraseFile, ring_of
from controlplane.director.expiries import Repository
from controlplane.publisher.bundle import Assembled, DraftFile, ModelFacts, assemble
from controlplane.publisher.errors import PublishError
from controlplane.publisher.image import ImageRepository
from controlplane.publisher.keys import LINE_PREFIX, ONLINE, PUBLISHER, RELEASE, KeyRing
from shared import canonical
from shared.bundle import GOLDEN_PATH, PARAMETERS_PATH
from shared.compat import size
from shared.digest import Digest, parse_digest, sha256_of
from shared.trust import ImageCustom, Requirements, bundle_path


@dataclass(frozen=True)
class Signed:
    """One variant that was signed."""

    custom: ImageCustom
    bundle: Assembled
    small: Mapping[str, bytes]
    """Files of the bundle that were made here, by path."""

    @property
    def path(self) -> str:
        return bundle_path(self.custom.line, self.custom.version, self.custom.variant)


def command(
    line: str,
    version: str,
    keys: KeysOption = None,
    passphrase_file: PassphraseFile = None,
    line_key: Annotated[
        str | None, typer.Option(help="Name of the key that signs this line.")
    ] = None,
    *,
    as_json: JsonFlag = False,
) -> None:
    """Sign every ready variant of a release and list it for the devices."""
    ring = ring_of(keys, passphrase_file)
    now = datetime.now(UTC)
    with connected() as client, TemporaryDirectory(prefix="flotilla-publish-") as scratch:
        release = find(client, line, version)
        ready = _ready(release)
        repo = Path(scratch) / "repository"
        seen = repositories.fetch(client, ring, Repository.IMAGE, repo, lines=[line])
        role = seen.line(line)
        listed = role.targets if role else {}
        signed = [
            _sign(client, release, variant, ring, Path(scratch))
            for variant in ready
            if bundle_path(line, version, variant["name"]) not in listed
        ]
        files = ImageRepository(ring, repo).add(
            [(each.custom, each.bundle.manifest) for each in signed], now, line_key=line_key
        )
        for each in signed:
            _upload(client, each)
        answer = client.post(
            f"/releases/{release['id']}/publication",
            {"files": repositories.texts(files, repo)},
        )
        # Look at what is served now, so that it is the least that is accepted next time.
        repositories.view(client, ring, Repository.IMAGE).refresh(line)
    own = f"{LINE_PREFIX}{line}"
    signer = line_key or (own if ring.has(own) else None)
    _report(answer, signed, ring, line_key=signer, as_json=as_json)


def _ready(release: Mapping[str, Any]) -> list[dict[str, Any]]:
    name = f"{release['line']} {release['version']}"
    if release["state"] == "published":
        raise PublishError(f"{name} is published already")
    if release["state"] != "ready":
        raise PublishError(f"{name} is {release['state']}; only a ready release can be published")
    ready = [each for each in release["variants"] if each["state"] == "ready"]
    for variant in ready:
        golden = variant["golden"]
        if golden and golden["correct"] < golden["items"]:
            err.print(
                f"warning: {variant['name']} answers {golden['correct']} of {golden['items']}"
                " golden prompts right; a device may send it back"
            )
    return ready


def _sign(
    client: Client,
    release: Mapping[str, Any],
    variant: Mapping[str, Any],
    ring: KeyRing,
    scratch: Path,
) -> Signed:
    """Fetch a variant's files, hash them, and make a signed bundle of them."""
    weights = scratch / "weights.gguf"
    small = _small_files(client, release, variant)
    drafts = [_in_memory(path, data) for path, data in small.items()]
    _download(client, parse_digest(variant["weights"]), weights)
    try:
        bundle = assemble(
            [_on_disk("model.gguf", weights, variant), *drafts],
            facts=_facts(release, variant),
            publisher=ring.publisher(),
        )
    finally:
        weights.unlink(missing_ok=True)
    needs = Requirements.model_validate(variant["requirements"])
    custom = ImageCustom(
        line=release["line"],
        version=release["version"],
        variant=variant["name"],
        requirements=needs.model_copy(update={"disk_bytes": bundle.total_bytes}),
        licence=release["licence"],
        oms_key=bundle.oms_key,
    )
    return Signed(custom, bundle, small)


def _facts(release: Mapping[str, Any], variant: Mapping[str, Any]) -> ModelFacts:
    return ModelFacts(
        line=release["line"],
        version=release["version"],
        variant=variant["name"],
        format=variant["requirements"]["format"],
        quantization=variant["quantization"],
        architecture=release["architecture"],
        parameters=release["parameters"],
        licence=release["licence"],
        created_at=datetime.fromisoformat(release["created_at"]),
    )


def _small_files(
    client: Client, release: Mapping[str, Any], variant: Mapping[str, Any]
) -> dict[str, bytes]:
    parameters = {"context": release["context"], "parallel": release["parallel"]}
    made = {PARAMETERS_PATH: canonical.encode(parameters)}
    if variant["evaluation"]:
        counts = {key: each for key, each in variant["evaluation"].items() if key != "fraction"}
        made["evals.json"] = canonical.encode(counts)
    for path, digest in ((GOLDEN_PATH, release["golden"]), ("README.md", release["card"])):
        if digest:
            made[path] = client.get_bytes(f"/blobs/{digest}")
            if sha256_of(made[path]) != digest:
                raise PublishError(f"the control plane sent another {path} than it says")
    return made


def _on_disk(path: str, file: Path, variant: Mapping[str, Any]) -> DraftFile:
    return DraftFile(
        path,
        parse_digest(variant["weights"]),
        variant["size_bytes"],
        lambda: file.open("rb"),
    )


def _in_memory(path: str, data: bytes) -> DraftFile:
    return DraftFile(path, sha256_of(data), len(data), lambda: BytesIO(data))


def _download(client: Client, digest: Digest, file: Path) -> None:
    with client.stream(f"/blobs/{digest}") as pieces, file.open("wb") as handle:
        for piece in pieces:
            handle.write(piece)


def _upload(client: Client, signed: Signed) -> None:
    for data in (*signed.small.values(), *signed.bundle.blobs.values()):
        client.put_bytes(f"/blobs/{sha256_of(data)}", data)


def _report(
    answer: Mapping[str, Any],
    signed: Sequence[Signed],
    ring: KeyRing,
    *,
    line_key: str | None,
    as_json: bool,
) -> None:
    used = [ring.fact(name) for name in (PUBLISHER, line_key or RELEASE, ONLINE)]
    if as_json:
        print_json(
            {
                "release": answer["release"],
                "timestamp_version": answer["timestamp_version"],
                "signed": [{"path": each.path, "digest": each.bundle.digest} for each in signed],
                "keys": {each.name: each.key_id for each in used},
            }
        )
        return
    release = answer["release"]
    for each in signed:
        out.print(f"signed {each.path}  {each.bundle.digest}  {size(each.bundle.total_bytes)}")
    for fact in used:
        out.print(f"with {fact.name}: {fact.algorithm} {fact.key_id} ({fact.purpose})")
    out.print(
        f"[bold]{release['line']} {release['version']} is published[/];"
        f" the image repository is at version {answer['timestamp_version']}",
        markup=True,
    )
