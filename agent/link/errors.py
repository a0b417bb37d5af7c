"""What can go wrong on the link."""

from shared.errors import Category, FlotillaError


class LinkError(FlotillaError):
    """There is no connection to the broker, or there is none any more."""

    code = "link"
    category = Category.NETWORK
    retryable = True


class LinkRefusedError(LinkError):
    """The broker knows this device and will not have it; trying again at once is useless."""

    code = "link_refused"
    category = Category.SECURITY


class CommandError(FlotillaError):
    """A command that this device will not obey, or cannot read."""

    code = "command_refused"
    category = Category.CONFIG
