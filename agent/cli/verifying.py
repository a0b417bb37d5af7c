"""`flotilla-agent verify`: why a bundle is trusted, or at which step it is not."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from agent.cli.beside import Beside, opened
from agent.deployments.explain import Explainer, Explanation
from agent.settings import Settings
from agent.trust.trail import Finding, Step
from shared.digest import Digest, DigestError, from_hex
from shared.errors import Category, FlotillaError
from shared.ids import is_name

_FAILED: Final = 1
_NUMBERS: Final = {step: number for number, step in enumerate(Step, start=1)}
_TITLES: Final = {
    Step.CLOCK: "time",
    Step.DIRECTOR: "who assigns",
    Step.ASSIGNMENT: "assignment",
    Step.IMAGE: "what is published",
    Step.REQUIREMENTS: "requirements",
    Step.MANIFEST: "manifest",
    Step.CHUNKS: "chunks",
    Step.FILES: "files, signature",
    Step.TRIAL: "trial",
    Step.START: "on this disk",
}


class SubjectError(FlotillaError):
    """Nothing can be called that."""

    code = "no_subject"
    category = Category.CONFIG


def run(settings: Settings, subject: str, *, as_json: bool) -> int:
    """Explain a slot, a digest or a stick.

    Raises:
        FlotillaError: there is nothing to explain.
    """
    folder = Path(subject) if Path(subject).is_dir() else None
    with opened(settings) as parts:
        found = asyncio.run(_explain(parts, subject, folder and folder.resolve()))
    if as_json:
        print(json.dumps({"subjects": [_document(one) for one in found]}))
    elif not found:
        print(f"{subject} has nothing for this device")
    else:
        for one in found:
            print("\n".join(_lines(one)))
    return 0 if all(one.trusted for one in found) else _FAILED


async def _explain(parts: Beside, subject: str, folder: Path | None) -> tuple[Explanation, ...]:
    settings = parts.settings
    explainer = Explainer(
        device=settings.device,
        labels=settings.labels,
        trust=parts.trust,
        bundles=parts.bundles,
        journal=parts.journal,
        capability=lambda: parts.capability,
    )
    digest = _digest(subject)
    if digest is not None:
        return (await explainer.bundle(digest),)
    if folder is not None:
        return await explainer.stick(folder)
    if not is_name(subject):
        raise SubjectError(
            f"{subject!r} is no slot, no digest of a bundle, and no folder that is mounted"
        )
    return (await explainer.slot(subject),)


def _digest(subject: str) -> Digest | None:
    try:
        return from_hex(subject.removeprefix("sha256:"))
    except DigestError:
        return None


def _lines(one: Explanation) -> Iterator[str]:
    yield f"{one.subject}: {'trusted' if one.trusted else 'not trusted'}"
    if one.bundle is not None:
        yield f"  {one.bundle}"
    if one.note:
        yield f"  {one.note}"
    for finding in one.findings:
        title = f"{_NUMBERS[finding.step]:>2} {_TITLES[finding.step]}"
        yield f"  {title:<21} {finding.verdict:<12} {finding.detail}".rstrip()


def _document(one: Explanation) -> dict[str, Any]:
    return {
        "subject": one.subject,
        "trusted": one.trusted,
        "bundle": one.bundle,
        "note": one.note,
        "steps": [_step(finding) for finding in one.findings],
    }


def _step(finding: Finding) -> dict[str, Any]:
    return {
        "number": _NUMBERS[finding.step],
        "step": finding.step,
        "verdict": finding.verdict,
        "detail": finding.detail,
    }
