"""How numbers of devices read in a sentence. Pure."""


def devices(count: int) -> str:
    return "1 device" if count == 1 else f"{count} devices"
