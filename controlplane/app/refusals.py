"""Keeps revoked devices out: tells the broker whom to refuse, then cuts who is still connected.

The broker reads its lists anew at its own pace, so a connection is cut a step later: a device that
comes back at once then meets the list.
"""

import logging
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from controlplane.broker.cut import cut
from controlplane.broker.errors import BrokerError
from controlplane.broker.mosquitto import Mosquitto
from controlplane.db.session import Database
from controlplane.devices import revocation
from controlplane.devices.ca import DEVICE_LIFE, CertificateAuthority
from controlplane.devices.revocation import Revoked
from controlplane.ingest.connection import BrokerAddress
from shared.clock import Clock
from shared.ids import DeviceId

_CUT_LIFE: Final = timedelta(minutes=2)
_TRIES: Final = 30

logger = logging.getLogger(__name__)


class Refusals:
    """What the broker was told, and who is still to be cut."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        broker: Mosquitto,
        *,
        authority: CertificateAuthority,
        address: BrokerAddress,
    ) -> None:
        self._database = database
        self._clock = clock
        self._broker = broker
        self._authority = authority
        self._address = address
        self._told: Revoked | None = None
        self._to_cut: dict[DeviceId, int] = {}

    def step(self) -> None:
        """Cut those that were refused before, then refuse those that were revoked since."""
        for device in list(self._to_cut):
            self._cut(device)
        now = self._clock.now()
        with self._database.reading() as session:
            wanted = revocation.revoked(session, now)
        if wanted == self._told:
            return
        before = self._told
        self._broker.refuse(frozenset(wanted.devices), self._authority.revoke(wanted.serials, now))
        self._told = wanted
        if before is not None:
            self._to_cut |= dict.fromkeys(wanted.devices - before.devices, _TRIES)

    def _cut(self, device: DeviceId) -> None:
        try:
            with tempfile.TemporaryDirectory(prefix="flotilla-cut-") as folder:
                certificate_file, key_file = self._certificate(device, Path(folder))
                cut(
                    host=self._address.host,
                    port=self._address.port,
                    ca_file=self._address.ca_file,
                    certificate_file=certificate_file,
                    key_file=key_file,
                    name=device,
                )
        except BrokerError as error:
            self._to_cut[device] -= 1
            if self._to_cut[device] == 0:
                del self._to_cut[device]
                logger.warning("a revoked device was not cut", extra={"why": str(error)})
            return
        del self._to_cut[device]
        logger.info("cut a revoked device", extra={"device": device})

    def _certificate(self, device: DeviceId, folder: Path) -> tuple[Path, Path]:
        """Make a certificate of the device's name that ends in a moment; nobody else sees it."""
        key = ec.generate_private_key(ec.SECP256R1())
        request = x509.CertificateSigningRequestBuilder().subject_name(x509.Name([]))
        csr_pem = request.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
        issued = self._authority.issue_device(
            csr_pem.decode(), device, self._clock.now() - DEVICE_LIFE + _CUT_LIFE
        )
        certificate_file, key_file = folder / "certificate.pem", folder / "key.pem"
        certificate_file.write_text(issued.certificate_pem)
        key_file.touch(mode=0o600)
        key_file.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        return certificate_file, key_file
