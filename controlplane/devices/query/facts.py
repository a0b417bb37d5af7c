"""A device as a query sees it: names and values. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from controlplane.devices.model import Device
from controlplane.devices.query.fields import (
    FAILED,
    SERVING,
    SLOT_FACTS,
    Field,
    fact_of,
    flag,
)
from shared.capabilities import Capability
from shared.wire.up import SlotReport

NAME = "name"


@dataclass(frozen=True)
class Facts:
    """What is known of one device."""

    labels: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    numbers: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    slots: Mapping[str, SlotReport] = field(default_factory=dict)

    def texts_of(self, asked: Field) -> tuple[str, ...]:
        """Return the values of a field that is text; none for what is not known."""
        if asked.label:
            return (self.labels[asked.label],) if asked.label in self.labels else ()
        if asked.slot:
            slot = self.slots.get(asked.slot)
            return () if slot is None else _texts(slot, fact_of(asked))
        return self.texts.get(asked.name, ())

    def numbers_of(self, asked: Field) -> tuple[float, ...]:
        """Return the values of a field that is counted; none for what is not known."""
        return self.numbers.get(asked.name, ())


def of_labels(labels: Mapping[str, str]) -> Facts:
    """Return what labels alone say; `name` among them is the device's name."""
    texts = {NAME: (labels[NAME],)} if NAME in labels else {}
    return Facts(labels=labels, texts=texts)


def of_device(device: Device, now: datetime | None = None) -> Facts:
    """Return everything a query may ask of a device; its age only where `now` is known."""
    states = [device.presence]
    slots = device.slots.values()
    states_of_slots = {
        SERVING: any(slot.serving for slot in slots),
        FAILED: any(slot.bundle is not None and not slot.serving for slot in slots),
    }
    texts: dict[str, tuple[str, ...]] = {
        NAME: (device.name,),
        "id": (device.id,),
        "state": (*states, *(state for state, holds in states_of_slots.items() if holds)),
        "slot": tuple(device.slots),
        **{fact: tuple(t for slot in slots for t in _texts(slot, fact)) for fact in SLOT_FACTS},
    }
    if device.agent:
        texts["agent"] = (device.agent,)
    numbers: dict[str, tuple[float, ...]] = {}
    if now is not None and device.last_seen is not None:
        numbers["seen"] = ((now - device.last_seen).total_seconds(),)
    if device.capability is not None:
        texts |= _texts_of(device.capability)
        numbers |= _numbers_of(device.capability)
    return Facts(labels=device.labels, texts=texts, numbers=numbers, slots=device.slots)


def _texts(slot: SlotReport, fact: str) -> tuple[str, ...]:
    value = getattr(slot, fact)
    return (str(value),) if value else ()


def _texts_of(capability: Capability) -> dict[str, tuple[str, ...]]:
    texts = {
        "arch": (capability.architecture,),
        "cpu": (capability.cpu_model,),
        "system": (capability.system,),
        "instruction": capability.instructions,
        "engine": tuple(engine.name for engine in capability.engines),
        "format": tuple(form for engine in capability.engines for form in engine.formats),
        "accelerator": tuple(
            text for device in capability.accelerators for text in (device.kind, device.name)
        ),
        "battery": (flag(capability.battery),),
    }
    if capability.metered is not None:
        texts["metered"] = (flag(capability.metered),)
    return texts


def _numbers_of(capability: Capability) -> dict[str, tuple[float, ...]]:
    return {
        "memory": (float(capability.memory_budget_bytes),),
        "memory_total": (float(capability.memory_total_bytes),),
        "disk": (float(capability.disk_budget_bytes),),
        "cores": (float(capability.cores),),
        "accelerator_memory": tuple(
            float(device.memory_bytes) for device in capability.accelerators
        ),
    }
