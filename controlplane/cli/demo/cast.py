"""Who plays: three machines with different memory, and the model they get."""

import threading
from dataclasses import dataclass
from pathlib import Path

from controlplane.registry.child import Workbench
from controlplane.registry.workbench.protocol import Forecast, ForecastTask

MODEL = Path("models/starter")
LINE = "device-control"
VERSION = "1.0.0"
VARIANTS = ("f16", "q8_0", "q4_k_m")
CONTEXT = 512
PARALLEL = 2
QUESTION = "could you set the greenhouse to 21.5 degrees please"


@dataclass(frozen=True)
class Machine:
    """One agent of the demo."""

    name: str
    labels: dict[str, str]
    spared: float
    """Its memory, as what the f16 variant needs less this share of that variant's weights: so each
    machine holds another variant, whatever an engine process takes on this computer."""


MACHINES = (
    Machine("lisbon-gateway", {"site": "lisbon", "class": "gateway"}, -1.0),
    Machine("porto-kiosk", {"site": "porto", "class": "kiosk"}, 0.25),
    Machine("faro-panel", {"site": "faro", "class": "panel"}, 0.58),
)


def memory_budgets(weights: Path) -> dict[str, int]:
    """Return how many bytes each machine lets a model take, by name.

    An 8-bit variant saves about 47 % of the f16 weights, a 4-bit one about 69 %; the engine's own
    memory and its buffers are measured here, by the steps that the registry uses.

    Raises:
        JobError: the file cannot be measured.
    """
    bench, stop = Workbench(), threading.Event()
    base = bench.base_bytes(stop=stop)
    task = ForecastTask(weights=weights, context=CONTEXT, parallel=PARALLEL)
    found = bench.run(task, stop=stop, on_progress=lambda _: None)
    assert isinstance(found, Forecast)
    needs = base + found.engine_bytes + found.weights_bytes + found.kv_bytes + found.compute_bytes
    return {each.name: int(needs - each.spared * found.weights_bytes) for each in MACHINES}
