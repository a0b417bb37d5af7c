"""Releases and variants as the rest of the control plane sees them: frozen values."""

from dataclasses import dataclass
from datetime import datetime

from controlplane.registry.machine import ReleaseState, VariantState
from shared.digest import Digest
from shared.errors import Fault
from shared.evals import EvalResult
from shared.ids import ReleaseId, VariantId
from shared.trust import Requirements


@dataclass(frozen=True)
class Variant:
    """One form of a release for one kind of machine."""

    id: VariantId
    release_id: ReleaseId
    name: str
    quantization: str
    state: VariantState
    step: str = ""
    """What the job does now: `quantizing`, `evaluating`, `measuring`; "" when it does nothing."""
    progress: int = 0
    """Percent of the job that is done."""
    size_bytes: int = 0
    """Of the weights file; 0 until it exists."""
    weights: Digest | None = None
    digest: Digest | None = None
    """The bundle's id; None until the release is published."""
    target_path: str | None = None
    manifest_length: int | None = None
    requirements: Requirements | None = None
    evaluation: EvalResult | None = None
    golden: EvalResult | None = None
    """How it answers the prompts that a device will ask before it lets it serve."""
    fault: Fault | None = None
    recalled: str = ""
    """`stop` or `warn` when its bundle was recalled; it is not handed out any more."""

    @property
    def published(self) -> bool:
        return self.digest is not None


@dataclass(frozen=True)
class Release:
    """One immutable version of a line."""

    id: ReleaseId
    line: str
    version: str
    state: ReleaseState
    created_at: datetime
    published_at: datetime | None
    licence: str
    context: int
    parallel: int
    parameters: int
    """Number of weights of the model."""
    architecture: str
    eval_limit: int
    """Items of the evaluation set that were asked; 0 means all."""
    source: Digest
    golden: Digest | None
    card: Digest | None
    evals: Digest | None
    variants: tuple[Variant, ...]
    """As they were asked for; `variants.by_quality` orders them."""

    @property
    def publishable(self) -> tuple[Variant, ...]:
        return tuple(each for each in self.variants if each.state is VariantState.READY)


@dataclass(frozen=True)
class Line:
    """A model as a product, with what its newest versions are."""

    name: str
    releases: int
    latest: str
    """Version imported last."""
    published: str | None
    """Version published last."""
