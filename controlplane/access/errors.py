"""Why a request is not answered."""

from datetime import timedelta

from shared.errors import Category, FlotillaError


class SignInRequiredError(FlotillaError):
    """Nobody is known to be asking."""

    code = "sign_in_required"
    category = Category.SECURITY


class ForbiddenError(FlotillaError):
    """Who asks is known, and may not."""

    code = "forbidden"
    category = Category.SECURITY


class NotAllowedError(ForbiddenError):
    """The role, or the scopes of the token, do not include it."""

    def __init__(
        self, *, name: str, role: str, permission: str, needed: str, by_scope: bool
    ) -> None:
        super().__init__(
            f"this token of {name} was not made for {permission};"
            f" make one with that scope: flotilla tokens create --scope {permission}"
            if by_scope
            else f"this takes the role {needed}{'' if needed == 'admin' else ' or a higher one'}"
            f" ({permission}); {name} is {role}"
        )
        self.name = name
        self.permission = permission
        self.needed = needed
        self.by_scope = by_scope


class SignInRefusedError(FlotillaError):
    """Name and password, or the token, are not right; it does not say which."""

    code = "sign_in_refused"
    category = Category.SECURITY


class TooManyAttemptsError(FlotillaError):
    """Somebody guesses."""

    code = "too_many_attempts"
    category = Category.SECURITY

    def __init__(self, wait: timedelta) -> None:
        self.wait_s = max(1, -(-int(wait.total_seconds() * 1000) // 1000))
        unit = f"{self.wait_s} s" if self.wait_s < 100 else f"{-(-self.wait_s // 60)} min"  # noqa: PLR2004
        super().__init__(f"too many failed attempts to sign in; try again in {unit}")


class ProviderError(FlotillaError):
    """The identity provider did not do its part."""

    code = "provider_failed"
    category = Category.SECURITY
