"""Bodies of what the gates of a rollout found, one after the other."""

from datetime import datetime
from typing import Self

from pydantic import BaseModel

from controlplane.api.schemas.rollouts import CheckBody
from controlplane.rollouts.verdicts import VerdictView


class VerdictBody(CheckBody):
    """A finding, from the moment it was first so until its numbers were last brought up to date."""

    wave: int
    found_at: datetime
    changed_at: datetime

    @classmethod
    def of(cls, view: VerdictView) -> Self:
        found = CheckBody.model_validate(view.check).model_dump()
        times = {"found_at": view.found_at, "changed_at": view.changed_at}
        return cls.model_validate({**found, **times, "wave": view.wave})


class VerdictList(BaseModel):
    verdicts: list[VerdictBody]
