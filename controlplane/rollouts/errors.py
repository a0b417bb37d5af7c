"""What can go wrong when somebody asks something of a rollout."""

from controlplane.access.errors import ForbiddenError
from controlplane.db.errors import ConflictError, InvalidError, NotFoundError
from shared.errors import Category


class RolloutNotFoundError(NotFoundError):
    """No rollout has this id."""

    code = "rollout_not_found"

    def __init__(self, rollout: str) -> None:
        super().__init__("rollout", rollout)


class DeploymentNotFoundError(NotFoundError):
    """No deployment has this id."""

    code = "deployment_not_found"

    def __init__(self, deployment: str) -> None:
        super().__init__("deployment", deployment)


class RolloutStateError(ConflictError):
    """The rollout is not in a state in which this can be asked of it."""

    code = "rollout_state"


class PolicyError(InvalidError):
    """A policy that makes no sense; the message names the field."""

    code = "bad_policy"
    category = Category.CONFIG


class ReleaseNotReadyError(ConflictError):
    """The release has no published variant that could be rolled out."""

    code = "release_not_published"


class NobodyError(InvalidError):
    """No device would take part."""

    code = "no_devices"


class SelfApprovalError(ForbiddenError):
    """Who created a rollout may not approve it."""

    code = "self_approval"

    def __init__(self, actor: str) -> None:
        super().__init__(f"{actor} created this rollout; somebody else must approve it")


class WaveNotFoundError(NotFoundError):
    """The rollout has no wave of this name."""

    code = "wave_not_found"

    def __init__(self, wave: str) -> None:
        super().__init__("wave", wave)
