"""`/rollouts`: what runs, what ran; one rollout live, and the hands that steer it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, Protocol

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from controlplane.console.page import PageDep, see
from controlplane.console.problems import ConsoleRoute
from controlplane.console.views import deployments
from controlplane.console.views import rollouts as views
from controlplane.db.errors import NotFoundError
from controlplane.registry import queries as registry
from controlplane.rollouts import pages, queries, service
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
    number = max(at, 1)
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
            offset=(number - 1) * PAGE_SIZE,
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
        at=number,
        pages=max(1, -(-members.total // PAGE_SIZE)),
        all_commands=views.ALL_COMMANDS,
        commands=views.commands(summary.state, cards, page.principal),
        own=summary.created_by == page.actor,
        policy=views.policy_lines(found.policy),
        measured=deployments.measured,
        steps=deployments.steps,
    )


@router.get("/rollouts/{rollout}/devices/{device}")
def one(page: PageDep, rollout: str, device: str) -> HTMLResponse:
    """Show why one device is where it is in a rollout."""
    with page.reading() as session:
        summary = queries.rollout(session, rollout, limit=0).summary
        found = pages.device_in_rollout(session, summary.id, DeviceId(device))
        history = [queries.deployment(session, each.id) for each in found]
    if not history:
        raise NotFoundError("device of this rollout", device)
    return page.render(
        "rollouts/device.html",
        rollout=summary,
        history=history,
        name=found[0].device_name,
        device=found[0].device,
        measured=deployments.measured,
        trail=deployments.trail,
    )


@router.post("/rollouts/{rollout}/{verb}")
def steer(page: PageDep, rollout: RolloutId, verb: str) -> Response:
    act = _VERBS.get(verb)
    if act is None:
        raise NotFoundError("command", verb)
    with page.transaction() as session:
        act(session, rollout, actor=page.actor, now=page.now)
    return see(f"/rollouts/{rollout}")
