"""What can go wrong when a device asks to join, or somebody asks for one."""

from controlplane.db.errors import ConflictError, InvalidError, NotFoundError
from shared.errors import Category, FlotillaError


class DeviceNotFoundError(NotFoundError):
    """No device has this id or name."""

    code = "device_not_found"

    def __init__(self, device: str) -> None:
        super().__init__("device", device)


class TokenNotFoundError(NotFoundError):
    """No enrollment token has this id."""

    code = "token_not_found"

    def __init__(self, token: str) -> None:
        super().__init__("enrollment token", token)


class TokenRefusedError(FlotillaError):
    """An enrollment token that opens nothing: unknown, used up, expired or revoked."""

    code = "token_refused"
    category = Category.SECURITY


class RequestNotFoundError(NotFoundError):
    """No device waits with this id."""

    code = "request_not_found"

    def __init__(self, request: str) -> None:
        super().__init__("enrollment request", request)


class RequestDecidedError(ConflictError):
    """An enrollment request that nobody can decide any more."""

    code = "request_decided"


class ApprovalRefusedError(TokenRefusedError):
    """A device that asked to be let in and is not: rejected, expired or never asked."""

    code = "approval_refused"


class CommandNotFoundError(NotFoundError):
    """The device was never asked this."""

    code = "command_not_found"

    def __init__(self, command: str) -> None:
        super().__init__("command", command)


class NameTakenError(ConflictError):
    """Names are unique among the devices that are not revoked."""

    code = "name_taken"

    def __init__(self, name: str) -> None:
        super().__init__(f"another device is called {name!r}; choose another name, or revoke it")


class BadRequestError(InvalidError):
    """A certificate signing request that is not accepted."""

    code = "bad_csr"
    category = Category.SECURITY


class AuthorityError(FlotillaError):
    """The fleet's certificate authority is not usable."""

    code = "no_authority"
    category = Category.CONFIG
