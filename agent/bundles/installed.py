"""A bundle that is whole on this device, with the small files that others read."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from shared.bundle import GOLDEN_PATH, PARAMETERS_PATH, BundleError, Manifest
from shared.digest import Digest
from shared.evals import GoldenSet

MAX_GOLDEN_BYTES: Final = 4 * 2**20
MAX_PARAMETERS_BYTES: Final = 256 * 1024


@dataclass(frozen=True)
class InstalledBundle:
    """Verified files in `folder`, by their paths in the bundle."""

    digest: Digest
    folder: Path
    manifest: Manifest

    @property
    def weights(self) -> Path:
        return self.folder / self.manifest.weights.path

    def golden(self) -> GoldenSet:
        """Return the prompts a candidate must answer; none when the bundle has none.

        Raises:
            BundleError: the file is not a golden set.
        """
        data = self._read(GOLDEN_PATH, MAX_GOLDEN_BYTES)
        if data is None:
            return GoldenSet(items=())
        try:
            return GoldenSet.model_validate_json(data)
        except ValidationError as error:
            raise BundleError(f"{GOLDEN_PATH} is not a golden set: {error}"[:500]) from error

    def parameters(self) -> dict[str, Any]:
        """Return the default parameters; empty when the bundle has none.

        Raises:
            BundleError: the file is not a JSON object.
        """
        data = self._read(PARAMETERS_PATH, MAX_PARAMETERS_BYTES)
        if data is None:
            return {}
        try:
            value = json.loads(data)
        except (ValueError, RecursionError) as error:
            raise BundleError(f"{PARAMETERS_PATH} is not JSON: {error}"[:500]) from error
        if not isinstance(value, dict):
            raise BundleError(f"{PARAMETERS_PATH} is not a JSON object")
        return value

    def _read(self, path: str, limit: int) -> bytes | None:
        layer = self.manifest.file(path)
        if layer is None:
            return None
        if layer.size > limit:
            raise BundleError(f"{path} has {layer.size} bytes, at most {limit} are read")
        return (self.folder / path).read_bytes()
