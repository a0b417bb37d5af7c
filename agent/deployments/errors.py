"""What can go wrong in a deployment beyond what its parts report themselves."""

from shared.errors import Category, FlotillaError


class MisfitError(FlotillaError):
    """The signed requirements are more than this device has."""

    code = "incompatible"
    category = Category.RESOURCE


class AssignmentMismatchError(FlotillaError):
    """The director does not assign what the hint speaks of."""

    code = "assignment_mismatch"
    category = Category.SECURITY
    retryable = True


class NotInstalledError(FlotillaError):
    """A bundle that was verified is not on disk any more."""

    code = "bundle_missing"
    category = Category.FILESYSTEM


class GoldenError(FlotillaError):
    """The candidate answered too few golden prompts right."""

    code = "golden_prompts"
    category = Category.EVAL

    def __init__(self, *, right: int, items: int, needed: int) -> None:
        super().__init__(f"answered {right} of {items} golden prompts right, needs {needed}")


class ActivationTimeoutError(FlotillaError):
    """Loading or probing took longer than the policy allows."""

    code = "activation_timeout"
    category = Category.MODEL

    def __init__(self, *, phase: str, limit_s: float) -> None:
        super().__init__(f"{phase} took longer than the {limit_s:g} s the policy allows")


class TrialError(FlotillaError):
    """The candidate did not stand its trial."""

    code = "trial"
    category = Category.MODEL


class PowerCutError(FlotillaError):
    """The agent went down in this state too often for another try."""

    code = "interrupted"
    category = Category.SYSTEM


class StoppedError(FlotillaError):
    """Somebody asked for it: cancelled, or replaced by a newer deployment."""

    code = "stopped"
    category = Category.CONFIG


class WithdrawnError(FlotillaError):
    """The bundle was recalled while it was on its way."""

    code = "recalled"
    category = Category.SECURITY


class RevertError(FlotillaError):
    """What served before could not be made to serve again."""

    code = "revert"
    category = Category.MODEL
