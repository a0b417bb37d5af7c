"""What can go wrong with the broker."""

from shared.errors import Category, FlotillaError


class BrokerMissingError(FlotillaError):
    """No Mosquitto is installed."""

    code = "no_broker"
    category = Category.CONFIG


class BrokerError(FlotillaError):
    """Mosquitto does not come up."""

    code = "broker_down"
    category = Category.SYSTEM
    retryable = True
