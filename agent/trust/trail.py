"""The way from a hint to a bundle that serves, step by step, as somebody wants to see it walked.

The steps are those of the verification itself: each says what it found when it has passed, so the
first one without a word is where it ended.
"""

from dataclasses import dataclass, field
from enum import StrEnum


class Step(StrEnum):
    """In the order in which they are taken."""

    CLOCK = "clock"
    DIRECTOR = "director"
    ASSIGNMENT = "assignment"
    IMAGE = "image"
    REQUIREMENTS = "requirements"
    MANIFEST = "manifest"
    CHUNKS = "chunks"
    FILES = "files"
    TRIAL = "trial"
    START = "start"


class Verdict(StrEnum):
    OK = "ok"
    FAILED = "failed"
    NOT_REACHED = "not reached"


@dataclass(frozen=True)
class Finding:
    """One step, and what it came to."""

    step: Step
    verdict: Verdict
    detail: str


@dataclass
class Trail:
    """What was found so far."""

    passed: dict[Step, str] = field(default_factory=dict)

    def note(self, step: Step, detail: str) -> None:
        self.passed[step] = detail

    def findings(self, failure: str | None) -> tuple[Finding, ...]:
        """Return every step; `failure` is why the first one that did not pass did not."""
        found = []
        failed = False
        for step in Step:
            if step in self.passed:
                found.append(Finding(step, Verdict.OK, self.passed[step]))
            elif failure is not None and not failed:
                failed = True
                found.append(Finding(step, Verdict.FAILED, failure))
            else:
                found.append(Finding(step, Verdict.NOT_REACHED, ""))
        return tuple(found)
