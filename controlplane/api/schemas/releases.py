"""Bodies of `/releases` and `/lines`."""

from datetime import datetime
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from controlplane.registry import variants
from controlplane.registry.intake import Draft
from controlplane.registry.model import Line as RegistryLine
from controlplane.registry.model import Release as RegistryRelease
from controlplane.registry.model import Variant as RegistryVariant
from controlplane.registry.publication import Publication
from shared.digest import DigestField
from shared.errors import Fault
from shared.evals import EvalResult
from shared.trust import Requirements

_MAX_FILES = 200
_MAX_FILE_CHARS = 8 * 2**20


class NewRelease(BaseModel):
    """What to make a release of; every digest names a blob uploaded before."""

    model_config = ConfigDict(extra="forbid")

    line: str = Field(max_length=200)
    version: str = Field(max_length=200)
    licence: str = Field(default="", max_length=100)
    variants: list[str] = Field(min_length=1, max_length=16)
    """Quantizations: `f16`, `q8_0`, `q4_k_m`..."""
    context: int = 512
    parallel: int = 2
    eval_limit: int = 0
    """Items of the evaluation set to ask; 0 asks all."""
    source: DigestField
    """The GGUF file."""
    evals: DigestField | None = None
    """JSON lines of evaluation items."""
    golden: DigestField | None = None
    """JSON lines of the items that devices ask before a bundle may serve."""
    card: DigestField | None = None

    def draft(self) -> Draft:
        return Draft(
            line=self.line,
            version=self.version,
            licence=self.licence,
            quantizations=tuple(self.variants),
            context=self.context,
            parallel=self.parallel,
            eval_limit=self.eval_limit,
            source=self.source,
            evals=self.evals,
            golden=self.golden,
            card=self.card,
        )


class Created(BaseModel):
    id: str


class Evaluation(BaseModel):
    """How a variant did, with the share worked out."""

    items: int
    correct: int
    fraction: float
    generated_tokens: int
    elapsed_ms: int

    @classmethod
    def of(cls, result: EvalResult | None) -> Self | None:
        if result is None:
            return None
        return cls(fraction=round(result.fraction, 6), **result.model_dump())


class Variant(BaseModel):
    """One form of a release."""

    id: str
    name: str
    quantization: str
    state: str
    step: str
    progress: int
    size_bytes: int
    bits_per_weight: float
    weights: str | None
    digest: str | None
    """The bundle's id, once published."""
    target_path: str | None
    manifest_length: int | None
    memory_bytes: int | None
    """Forecast of what serving takes."""
    requirements: Requirements | None
    evaluation: Evaluation | None
    golden: Evaluation | None
    """The same for the golden prompts."""
    fault: Fault | None
    recalled: str
    """`stop` or `warn` when it was recalled."""

    @classmethod
    def of(cls, variant: RegistryVariant, parameters: int) -> Self:
        needs = variant.requirements
        bits = variants.bits_per_weight(variant.size_bytes, parameters)
        return cls(
            id=variant.id,
            name=variant.name,
            quantization=variant.quantization,
            state=variant.state,
            step=variant.step,
            progress=variant.progress,
            size_bytes=variant.size_bytes,
            bits_per_weight=round(bits, 2),
            weights=variant.weights,
            digest=variant.digest,
            target_path=variant.target_path,
            manifest_length=variant.manifest_length,
            memory_bytes=needs.memory.total_bytes if needs else None,
            requirements=needs,
            evaluation=Evaluation.of(variant.evaluation),
            golden=Evaluation.of(variant.golden),
            fault=variant.fault,
            recalled=variant.recalled,
        )


class Release(BaseModel):
    """One version of a line, its variants best first."""

    id: str
    line: str
    version: str
    state: str
    created_at: datetime
    published_at: datetime | None
    licence: str
    context: int
    parallel: int
    parameters: int
    architecture: str
    eval_limit: int
    source: str
    evals: str | None
    golden: str | None
    card: str | None
    variants: list[Variant]

    @classmethod
    def of(cls, release: RegistryRelease) -> Self:
        ordered = variants.by_quality(release.variants, release.parameters)
        return cls(
            id=release.id,
            line=release.line,
            version=release.version,
            state=release.state,
            created_at=release.created_at,
            published_at=release.published_at,
            licence=release.licence,
            context=release.context,
            parallel=release.parallel,
            parameters=release.parameters,
            architecture=release.architecture,
            eval_limit=release.eval_limit,
            source=release.source,
            evals=release.evals,
            golden=release.golden,
            card=release.card,
            variants=[Variant.of(each, release.parameters) for each in ordered],
        )


class Line(BaseModel):
    """A model as a product."""

    name: str
    releases: int
    latest: str
    published: str | None

    @classmethod
    def of(cls, line: RegistryLine) -> Self:
        return cls(
            name=line.name, releases=line.releases, latest=line.latest, published=line.published
        )


class NewPublication(BaseModel):
    """What the publisher signed: new files of the image repository, by their path in it."""

    model_config = ConfigDict(extra="forbid")

    files: dict[str, str] = Field(max_length=_MAX_FILES)
    """`metadata/2.line-x.json` or `targets/bundles/...` -> text; metadata and manifests are
    JSON."""

    def publication(self) -> Publication:
        return Publication({path: text.encode() for path, text in self.files.items()})


class Published(BaseModel):
    """A published release."""

    release: Release
    timestamp_version: int
    """Version of the image repository's timestamp that lists it."""
