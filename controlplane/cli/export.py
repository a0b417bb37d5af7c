"""`flotilla export usb`: bundles for devices without a network, on a stick.

What the stick assigns is signed by the `usb-director` key, on this machine. The control plane
gives bytes, which are checked, and keeps the repository of sticks for the next export.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any, Final

import typer
from pydantic import ValidationError
from tuf.api.metadata import TargetFile

from controlplane.cli import repositories
from controlplane.cli.client import Client, connected
from controlplane.cli.models import find
from controlplane.cli.screen import JsonFlag, err, out, print_json
from controlplane.cli.secrets import KeysOption, PassphraseFile, ring_of
from controlplane.director.expiries import Repository
from controlplane.director.folder import MetadataFolder
from controlplane.director.lives import STICK
from controlplane.publisher import usb
from controlplane.publisher.errors import StickError
from controlplane.publisher.keys import KeyRing
from controlplane.publisher.stick import Listed, Stick
from controlplane.publisher.usb import UsbAssignment
from controlplane.registry.tufview import TufView
from shared import bundle
from shared.compat import size
from shared.digest import from_hex, sha256_of
from shared.ids import DeploymentId, is_name, new_id
from shared.trust import (
    REVOKED_PATH,
    ImageCustom,
    RootVersions,
    assignment_path,
    bundle_path,
    line_role,
)

app = typer.Typer(no_args_is_help=True, help="Write what devices without a network need.")

_LABEL: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,62}=[A-Za-z0-9][A-Za-z0-9._-]{0,62}")
_WANTED: Final = (
    "a release is named as line@version, or line@version=slot for another slot than main"
)


@dataclass(frozen=True)
class Wanted:
    """A release, and the slot that shall run it."""

    line: str
    version: str
    slot: str


@dataclass(frozen=True)
class Chosen:
    """A variant for one target path."""

    target: str
    whom: str
    """The device's name, or the label."""
    wanted: Wanted
    variant: str


@app.callback()
def export() -> None:
    """Write what devices without a network need."""


@app.command("usb")
def write(
    folder: Annotated[Path, typer.Argument(help="Where the stick is mounted.", file_okay=False)],
    release: Annotated[list[str], typer.Option(help="line@version, or line@version=slot.")],
    device: Annotated[list[str] | None, typer.Option(help="A device, by name or id.")] = None,
    label: Annotated[
        list[str] | None, typer.Option(help="key=value: for every device that has it.")
    ] = None,
    variant: Annotated[
        str | None, typer.Option(help="The variant; else the planner chooses for each device.")
    ] = None,
    days: Annotated[
        int, typer.Option(help="How long the stick is good, 180 at most.")
    ] = STICK.days,
    keys: KeysOption = None,
    passphrase_file: PassphraseFile = None,
    *,
    as_json: JsonFlag = False,
) -> None:
    """Write a stick for these devices, from which `flotilla-agent import` installs."""
    wanted = _wanted(release)
    labels = [_label(each) for each in label or ()]
    if not device and not labels:
        raise StickError("name whom the stick is for, with --device or --label")
    ring = ring_of(keys, passphrase_file)
    now = datetime.now(UTC)
    with connected() as client, TemporaryDirectory(prefix="flotilla-stick-") as scratch:
        chosen = [
            *_for_devices(client, wanted, device or (), variant),
            *_for_labels(client, wanted, labels, variant),
        ]
        image = repositories.fetch(client, ring, Repository.IMAGE, Path(scratch) / "image")
        _check_fresh(image, now)
        bundles = _bundles(client, image, chosen)
        stick = Stick(folder)
        _copy_blobs(client, stick, list(bundles.values()))
        repo = Path(scratch) / "usb"
        _assign(client, ring, repo, chosen, bundles, image, now, life=timedelta(days=days))
        stick.put_repository("image", _image_files(client, image, list(bundles.values())))
        stick.put_repository("usb", _usb_files(client, repo))
        stick.finish(list(bundles.values()))
    _report(folder, chosen, bundles, until=now + timedelta(days=days), as_json=as_json)


def _wanted(releases: Sequence[str]) -> list[Wanted]:
    found = []
    for text in releases:
        name, _, slot = text.partition("=")
        line, _, version = name.partition("@")
        each = Wanted(line, version, slot or "main")
        if not all(map(is_name, (each.line, each.version, each.slot))):
            raise StickError(f"{text!r}: {_WANTED}")
        found.append(each)
    if len({each.slot for each in found}) != len(found):
        raise StickError("two releases are for the same slot")
    return found


def _for_devices(
    client: Client, wanted: Sequence[Wanted], devices: Sequence[str], variant: str | None
) -> Iterator[Chosen]:
    known = [client.get(f"/devices/{each}") for each in devices]
    for each in wanted:
        fits = {} if variant or not known else _fits(client, each)
        for device in known:
            yield Chosen(
                assignment_path(device["id"], each.slot),
                device["name"],
                each,
                variant or _fitting(fits, device),
            )


def _fits(client: Client, wanted: Wanted) -> dict[str, Mapping[str, Any]]:
    body = {"line": wanted.line, "version": wanted.version, "slot": wanted.slot}
    answer = client.post("/rollouts/preflight", body)
    return {each["device"]: each for each in answer["devices"]}


def _fitting(fits: Mapping[str, Mapping[str, Any]], device: Mapping[str, Any]) -> str:
    forecast = fits.get(device["id"], {"variant": None, "sentence": "nothing is known of it"})
    if forecast["variant"] is None:
        raise StickError(
            f"no variant for {device['name']}: {forecast['sentence']}; --variant chooses one"
        )
    return str(forecast["variant"])


def _for_labels(
    client: Client, wanted: Sequence[Wanted], labels: Sequence[str], variant: str | None
) -> Iterator[Chosen]:
    for each in wanted if labels else ():
        name = variant or _only(find(client, each.line, each.version))
        for label in labels:
            yield Chosen(f"groups/{label}/{each.slot}", label, each, name)


def _label(text: str) -> str:
    """Return a label that can be part of a target's path."""
    if not _LABEL.fullmatch(text):
        raise StickError(f"{text!r} is not key=value without a slash")
    return text


def _only(release: Mapping[str, Any]) -> str:
    published = [each["name"] for each in release["variants"] if each["digest"]]
    if not published:
        raise StickError(f"{release['line']} {release['version']} was never published")
    if len(published) != 1:
        raise StickError(
            f"{release['line']} {release['version']} has the variants {', '.join(published)};"
            " devices with a label all get the same: choose it with --variant"
        )
    return str(published[0])


def _check_fresh(image: TufView, now: datetime) -> None:
    for signed in (image.root, image.timestamp, image.snapshot, image.targets):
        if signed.is_expired(now):
            raise StickError(
                f"the image repository's {signed.type} has ended ({signed.expires:%Y-%m-%d});"
                " sign it again first: flotilla keys refresh"
            )


def _bundles(client: Client, image: TufView, chosen: Sequence[Chosen]) -> dict[str, Listed]:
    """Return the bundles by their path, each as the image repository lists it."""
    found: dict[str, Listed] = {}
    for each in chosen:
        path = bundle_path(each.wanted.line, each.wanted.version, each.variant)
        if path not in found:
            line = image.line(each.wanted.line)
            target = None if line is None else line.targets.get(path)
            if target is None:
                raise StickError(
                    f"{path} is not listed: it was never published, or it was recalled"
                )
            found[path] = _bundle(client, target)
    return found


def _bundle(client: Client, target: TargetFile) -> Listed:
    digest = from_hex(target.hashes["sha256"])
    data = client.get_bytes(f"/blobs/{digest}")
    if sha256_of(data) != digest:
        raise StickError(f"the control plane sent another manifest than that of {target.path}")
    try:
        custom = ImageCustom.model_validate(target.custom)
    except ValidationError as error:
        raise StickError(f"{target.path}: its description cannot be read") from error
    return Listed(custom, digest, data, bundle.parse(data))


def _copy_blobs(client: Client, stick: Stick, bundles: Sequence[Listed]) -> None:
    needed = {digest: length for each in bundles for digest, length in each.blobs.items()}
    for digest in stick.begin(needed):
        err.print(f"[dim]{digest}  {size(needed[digest])}[/]")
        with client.stream(f"/blobs/{digest}") as pieces:
            stick.put_blob(digest, pieces)
    for each in bundles:
        stick.put_blob(each.digest, [each.data])


def _assign(
    client: Client,
    ring: KeyRing,
    repo: Path,
    chosen: Sequence[Chosen],
    bundles: Mapping[str, Listed],
    image: TufView,
    now: datetime,
    *,
    life: timedelta,
) -> None:
    """Sign what the stick assigns, and hand it in first: no two sticks may have one version."""
    sticks = repositories.fetch(client, ring, Repository.USB, repo)
    assignments = []
    for each in chosen:
        listed = bundles[bundle_path(each.wanted.line, each.wanted.version, each.variant)]
        assignments.append(
            UsbAssignment(
                target=each.target,
                bundle_path=listed.path,
                digest=listed.digest,
                length=len(listed.data),
                deployment=DeploymentId(new_id()),
            )
        )
    known = RootVersions(image=image.root.version, usb=sticks.root.version)
    files = usb.assign(ring, repo, assignments, now, life=life, min_root=known)
    client.post("/trust/usb/sticks", {"files": repositories.texts(files, repo)})
    repositories.view(client, ring, Repository.USB).refresh()


def _image_files(client: Client, image: TufView, bundles: Sequence[Listed]) -> dict[str, bytes]:
    delegations = image.targets.delegations
    lines = [name.removeprefix(line_role("")) for name in (delegations and delegations.roles) or {}]
    files = {f"metadata/{name}": data for name, data in image.files(*lines).items()}
    files |= _roots(client, Repository.IMAGE, image.root.version)
    recalls = image.targets.targets.get(REVOKED_PATH)
    if recalls is not None:
        name = f"{recalls.hashes['sha256']}.{REVOKED_PATH}"
        files[f"targets/{name}"] = repositories.target(client, recalls, name)
    for each in bundles:
        folder, _, name = each.path.rpartition("/")
        sha256 = each.digest.removeprefix("sha256:")
        files[f"targets/{folder}/{sha256}.{name}"] = each.data
    return files


def _usb_files(client: Client, repo: Path) -> dict[str, bytes]:
    """Return the newest version of each role, and every root."""
    present = MetadataFolder(repo)
    snapshot = present.snapshot().signed
    names = {
        "timestamp.json",
        f"{snapshot.version}.snapshot.json",
        f"{snapshot.meta['targets.json'].version}.targets.json",
    }
    files = {f"metadata/{name}": (present.path / name).read_bytes() for name in names}
    return files | _roots(client, Repository.USB, present.root_version())


def _roots(client: Client, repository: Repository, newest: int) -> dict[str, bytes]:
    return {
        f"metadata/{version}.root.json": client.get_bytes(
            f"/trust/{repository}/metadata/{version}.root.json"
        )
        for version in range(1, newest + 1)
    }


def _report(
    folder: Path,
    chosen: Sequence[Chosen],
    bundles: Mapping[str, Listed],
    *,
    until: datetime,
    as_json: bool,
) -> None:
    if as_json:
        print_json(
            {
                "folder": str(folder),
                "until": until.isoformat(timespec="seconds"),
                "bundles": {path: each.digest for path, each in bundles.items()},
                "assigned": [
                    {
                        "target": each.target,
                        "line": each.wanted.line,
                        "version": each.wanted.version,
                        "variant": each.variant,
                    }
                    for each in chosen
                ],
            }
        )
        return
    for each in chosen:
        wanted = each.wanted
        out.print(
            f"{each.whom}, slot {wanted.slot}: {wanted.line} {wanted.version} {each.variant}"
            f"  ({each.target})"
        )
    total = sum(each.manifest.total_bytes for each in bundles.values())
    out.print(
        f"{folder} is good until {until:%Y-%m-%d}, {size(total)} on it;"
        " on the device: flotilla-agent import FOLDER"
    )
