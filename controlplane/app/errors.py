"""Why a control plane does not start."""

from shared.errors import Category, FlotillaError


class PortTakenError(FlotillaError):
    """Something else listens there."""

    code = "port_taken"
    category = Category.CONFIG

    def __init__(self, *, host: str, port: int, option: str, reason: str) -> None:
        super().__init__(
            f"cannot listen on {host}:{port} ({reason}); stop what listens there,"
            f" or choose another port with {option}"
        )


class OfflineKeyError(FlotillaError):
    """A key that no server may reach lies where this one reads."""

    code = "offline_key_here"
    category = Category.SECURITY
