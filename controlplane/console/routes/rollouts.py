"""`/rollouts`: what runs, what ran; one rollout live, and the hands that steer it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, Protocol

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from controlplane.audit import queries as audit
from controlplane.console.page import Page, PageDep, see
from controlplane.console.problems import ConsoleRoute
from controlplane.console.views import deployments
from controlplane.console.views import rollouts as views
from controlplane.console.views.rollouts import Standing
from controlplane.db.errors import NotFoundError
from controlplane.registry import queries as registry
from controlplane.rollouts import explaining, pages, queries, service
from controlplane.rollouts.machine import LIVE, RolloutState
from shared.ids import DeviceId, RolloutId

router = APIRouter(route_class=ConsoleRoute)

PAGE_SIZE: Final = 100


class _Steer(Protocol):
    def __call__(self, session: Session, rollout: str, *, actor: str, now: datetime) -> None: ...


_VERBS: Final[Mapping[str, _Steer]] = {
    "start": service.start,
    "pause": service.pause,
    "resume": service.resume,
    "promote": service.promote,
    "rollback": service.rollback,
    "abort": service.abort,
    "close": service.close,
    "reject": service.reject,
    "approve": service.approve,
}


@router.get("/rollouts")
def index(page: PageDep, state: str = "") -> HTMLResponse:
    """Show what is in flight, then what was."""
    with page.reading() as session:
        waiting = pages.by_state(session, (RolloutState.AWAITING_APPROVAL,), limit=PAGE_SIZE)
        live = pages.by_state(session, tuple(LIVE), limit=PAGE_SIZE)
        newest = queries.rollouts(session, limit=PAGE_SIZE)
        published = any(each.published for each in registry.lines(session))
    shown = {"live": live, "waiting": waiting}.get(state, newest)
    return page.render(
        "rollouts/index.html",
        lines=[views.line(each) for each in shown],
        state=state if state in {"live", "waiting"} else "",
        counts={"": len(newest), "live": len(live), "waiting": len(waiting)},
        published=published,
        limit=PAGE_SIZE,
    )


@router.get("/rollouts/{rollout}")
def detail(
    page: PageDep, rollout: str, show: str = "", wave: int | None = None, at: int = 1
) -> HTMLResponse:
    """Show one rollout; `show` and `wave` choose among its deployments."""
    with page.reading() as session:
        row = pages.origin(session, rollout)
        news = audit.recent(session, limit=1, kind="rollout", subject=row.id)
    own = row.creator == page.actor
    return page.once(
        lambda: _detail(page, row.id, own=own, show=show, wave=wave, at=max(at, 1)),
        for_whom=(own, news[0].id if news else 0),
    )


@router.get("/rollouts/{rollout}/devices/{device}")
def one(page: PageDep, rollout: str, device: str) -> HTMLResponse:
    """Show why one device is where it is in a rollout."""
    with page.reading() as session:
        summary = queries.rollout(session, rollout, limit=0).summary
        found = pages.device_in_rollout(session, summary.id, DeviceId(device))
        history = [queries.deployment(session, each.id) for each in found]
        explanation = explaining.explain(session, summary.id, device, page.now)
    return page.render(
        "rollouts/device.html",
        rollout=summary,
        history=history,
        name=explanation.device_name,
        device=explanation.device,
        sentences=explanation.sentences,
        measured=deployments.measured,
        trail=deployments.trail,
    )


@router.post("/rollouts/{rollout}/waves/{wave}/rollback")
def roll_wave_back(page: PageDep, rollout: RolloutId, wave: str) -> Response:
    """Send the devices of one wave back to what they ran."""
    with page.transaction() as session:
        service.rollback(session, rollout, actor=page.actor, now=page.now, wave=wave)
    return see(f"/rollouts/{rollout}")


@router.post("/rollouts/{rollout}/{verb}")
def steer(page: PageDep, rollout: RolloutId, verb: str) -> Response:
    act = _VERBS.get(verb)
    if act is None:
        raise NotFoundError("command", verb)
    with page.transaction() as session:
        act(session, rollout, actor=page.actor, now=page.now)
    return see(f"/rollouts/{rollout}")


def _detail(
    page: Page, rollout: str, *, own: bool, show: str, wave: int | None, at: int
) -> HTMLResponse:
    with page.reading() as session:
        found = queries.rollout(session, rollout, limit=0)
        summary = found.summary
        hulls = pages.hulls(session, summary.id, views.drawn(found.waves))
        causes = pages.causes(session, summary.id)
        members = pages.deployments(
            session,
            summary.id,
            group=show,
            wave=wave,
            offset=(at - 1) * PAGE_SIZE,
            limit=PAGE_SIZE,
        )
    cards = views.waves(found.waves, hulls)
    return page.render(
        "rollouts/detail.html",
        rollout=summary,
        line=views.line(summary),
        cards=cards,
        judged=[card for card in reversed(cards) if card.gates],
        live=summary.state in LIVE,
        causes=causes,
        members=members,
        show=show if show in pages.GROUPS else "",
        wave=wave,
        at=at,
        pages=max(1, -(-members.total // PAGE_SIZE)),
        all_commands=views.ALL_COMMANDS,
        commands=views.commands(
            Standing(
                state=summary.state,
                waves=tuple(wave.state for wave in found.waves),
                joinable=not summary.closing and found.policy.get("membership") == "dynamic",
                own=own,
            ),
            page.principal,
        ),
        own=own,
        policy=views.policy_lines(found.policy),
        measured=deployments.measured,
        steps=deployments.steps,
    )
