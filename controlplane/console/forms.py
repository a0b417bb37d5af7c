"""What forms send, read with the forgiveness that people may expect."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, Self
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter, ValidationError
from starlette.datastructures import ImmutableMultiDict

from controlplane.db.errors import InvalidError
from shared.wire.enrol import Label

_LABEL: Final = TypeAdapter(Label)
_SPAN: Final = re.compile(r"\s*(\d+(?:[.,]\d+)?)\s*(s|sec|m|min|h|hours?|d|days?)?\s*")
_UNITS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_SIZE: Final = re.compile(r"\s*(\d+(?:[.,]\d+)?)\s*(%?)\s*(?:devices?)?\s*")
MAX_WAVES: Final = 12


def labels(text: str) -> dict[str, str]:
    """Read `site=lisbon, class=kiosk`.

    Raises:
        InvalidError: a part is not `key=value`, or has characters that labels may not have.
    """
    found = {}
    for part in filter(None, (each.strip() for each in re.split(r"[,\n]", text))):
        key, equals, value = (each.strip() for each in part.partition("="))
        if not equals:
            raise InvalidError(f"label {part!r} is not key=value, for example site=lisbon")
        try:
            found[_LABEL.validate_python(key)] = _LABEL.validate_python(value)
        except ValidationError as error:
            raise InvalidError(
                f"label {part!r}: letters, digits and . _ - / only, at most 63 of them"
            ) from error
    return found


def label_changes(text: str) -> dict[str, str | None]:
    """Read `site=lisbon, old=`: a label without a value is taken away.

    Raises:
        InvalidError: nothing is asked, or a part is not `key=value`.
    """
    parts = [each.strip() for each in re.split(r"[,\n]", text) if each.strip()]
    taken = {each.removesuffix("=").strip(): None for each in parts if each.endswith("=")}
    for key in taken:
        labels(f"{key}=x")
    given = labels(",".join(each for each in parts if not each.endswith("=")))
    if not taken and not given:
        raise InvalidError("no label was given; write key=value, or key= to take one away")
    return {**taken, **given}


def seconds(text: str, *, field: str) -> float:
    """Read a length of time: `90`, `90 s`, `10 min`, `2 h`, `1 d`.

    Raises:
        InvalidError: it is none; the message names the field.
    """
    match = _SPAN.fullmatch(text.lower())
    if match is None:
        raise InvalidError(f"{field}: {text!r} is not a time; write 90 s, 10 min, 2 h or 1 d")
    return float(match[1].replace(",", ".")) * _UNITS[(match[2] or "s")[0]]


def moment(text: str, timezone: str, *, field: str) -> datetime:
    """Read a wall-clock time as browsers send it, `2026-12-01T22:00`, in a time zone.

    Raises:
        InvalidError: it is none, or there is no such zone.
    """
    try:
        zone = ZoneInfo(timezone.strip() or "UTC")
    except (KeyError, OSError, ValueError) as error:
        raise InvalidError(f"{field}: there is no time zone {timezone!r}; try Europe/Lisbon") from (
            error
        )
    try:
        return datetime.fromisoformat(text.strip()).replace(tzinfo=zone)
    except ValueError as error:
        raise InvalidError(f"{field}: {text!r} is not a time such as 2026-12-01 22:00") from error


@dataclass(frozen=True)
class WaveForm:
    name: str
    size: str = ""
    """`3`, `10 %`, or empty: all that are left."""
    selector: str = ""

    def policy(self) -> dict[str, Any]:
        value: dict[str, Any] = {"name": self.name.strip(), "selector": self.selector.strip()}
        if not self.size.strip() or self.size.strip() == "rest":
            return value
        match = _SIZE.fullmatch(self.size)
        if match is None:
            raise InvalidError(
                f"wave {self.name!r}: {self.size!r} is not a size;"
                " write a number, a percentage, or nothing for all that are left"
            )
        number = match[1].replace(",", ".")
        if match[2]:
            return {**value, "percent": float(number)}
        if not number.isdecimal():
            raise InvalidError(f"wave {self.name!r}: {number} devices cannot be")
        return {**value, "count": int(number)}


PRESETS: Final[Mapping[str, tuple[WaveForm, ...]]] = {
    "canary": (WaveForm("canary", "1"), WaveForm("rest")),
    "steps": (
        WaveForm("canary", "1"),
        WaveForm("tenth", "10 %"),
        WaveForm("half", "50 %"),
        WaveForm("rest"),
    ),
    "at once": (WaveForm("all"),),
}


@dataclass(frozen=True)
class RolloutForm:
    """A rollout as it is being thought up; texts, until `policy` reads them."""

    release: str = ""
    slot: str = "main"
    selector: str = ""
    waves: tuple[WaveForm, ...] = PRESETS["canary"]
    soak: str = "60 s"
    trial: str = "30 s"
    failure_percent: str = "10"
    success_percent: str = "95"
    min_sample: str = "5"
    max_in_flight: str = "50"
    on_failure: str = "pause"
    promotion: str = "auto"
    offline: str = "exclude"
    offline_after: str = "1 d"
    min_quality: str = ""
    min_golden: str = ""
    max_slowdown: str = "30"
    max_delay: str = "60"
    confidence: str = "95"
    approval: str = ""
    """`yes` has somebody else agree before it starts."""
    start_at: str = ""
    """A wall-clock time, of `timezone`."""
    deadline: str = ""
    rate: str = ""
    budget_label: str = ""
    budget_percent: str = "20"
    window: str = ""
    """When devices may activate: a cron expression."""
    window_lasts: str = "2 h"
    timezone: str = "UTC"
    prefetch: str = "none"
    membership: str = "fixed"
    supersede: str = ""
    min_tokens_per_s: str = ""
    start: bool = False

    @classmethod
    def of(cls, sent: ImmutableMultiDict[str, Any]) -> Self:
        """Read what was sent; what was not keeps its default."""
        texts = {
            name: str(sent[name])[:500]
            for name in cls.__dataclass_fields__
            if name in sent and name not in {"waves", "start"}
        }
        return cls(**texts, waves=_waves(sent), start="start" in sent)

    def with_release(self, release: str) -> Self:
        """Return the form with `release` where none was chosen yet."""
        return self if self.release else replace(self, release=release)

    def policy(self) -> dict[str, Any]:
        """Return the policy, for `service.parse_policy` to judge.

        Raises:
            InvalidError: a time or a size cannot be read.
        """
        policy: dict[str, Any] = {
            "waves": [wave.policy() for wave in self.waves],
            "soak_s": seconds(self.soak, field="soak"),
            "failure_percent": self.failure_percent,
            "success_percent": self.success_percent,
            "min_sample": self.min_sample,
            "max_in_flight": self.max_in_flight,
            "on_failure": self.on_failure,
            "promotion": self.promotion,
            "offline": {
                "action": self.offline,
                "after_s": seconds(self.offline_after, field="offline"),
            },
            "device": {"trial_s": seconds(self.trial, field="trial")},
            "workload": {
                "min_quality_percent": self.min_quality.strip() or None,
                "min_tokens_per_s": self.min_tokens_per_s.strip() or None,
            },
            "limits": {"min_golden_percent": self.min_golden.strip() or None},
            "gates": {
                "confidence_percent": self.confidence,
                "max_slowdown_percent": self.max_slowdown.strip() or None,
                "max_first_token_growth_percent": self.max_delay.strip() or None,
            },
            "prefetch": self.prefetch,
            "membership": self.membership,
            "supersede": self.supersede == "yes",
            "approval": {"required": self.approval == "yes"},
        }
        return {**policy, **self._timing(), **self._pace()}

    def _timing(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if self.start_at.strip():
            found["start_at"] = moment(self.start_at, self.timezone, field="start")
        if self.deadline.strip():
            found["deadline"] = {"after_s": seconds(self.deadline, field="deadline")}
        if self.window.strip():
            window = {
                "cron": self.window.strip(),
                "duration_s": seconds(self.window_lasts, field="window"),
                "timezone": self.timezone.strip() or "UTC",
            }
            found["windows"] = {"activate": [window]}
        return found

    def _pace(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if self.rate.strip():
            found["rate"] = {"per_minute": self.rate.strip()}
        if self.budget_label.strip():
            budget = {"label": self.budget_label.strip(), "percent": self.budget_percent.strip()}
            found["budgets"] = [budget]
        return found


def _waves(sent: ImmutableMultiDict[str, Any]) -> tuple[WaveForm, ...]:
    preset = PRESETS.get(str(sent.get("preset", "")))
    if preset is not None:
        return preset
    columns = [_texts(sent, f"wave_{name}") for name in ("name", "size", "selector")]
    waves = [WaveForm(*row) for row in zip(*columns, strict=False)][:MAX_WAVES]
    dropped = str(sent.get("drop", ""))
    if dropped.isdecimal() and int(dropped) < len(waves) and len(waves) > 1:
        del waves[int(dropped)]
    if "add" in sent and len(waves) < MAX_WAVES:
        waves.insert(max(len(waves) - 1, 0), WaveForm(_fresh(waves), "10 %"))
    return tuple(waves) or PRESETS["canary"]


def _texts(sent: ImmutableMultiDict[str, Any], name: str) -> list[str]:
    return [str(value)[:500] for value in sent.getlist(name)]


def _fresh(waves: Sequence[WaveForm]) -> str:
    taken = {wave.name for wave in waves}
    return next(name for name in (f"wave {number}" for number in range(2, 99)) if name not in taken)
