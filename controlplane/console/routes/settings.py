"""`/settings`: one's own account and tokens; for admins also users, sessions and sign-in."""

from datetime import timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Form, Response
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from controlplane.access import accounts, sessions, tokens
from controlplane.access.oidc import Provider
from controlplane.access.policy import PERMISSIONS, READ, ROLE_MEANINGS, Role
from controlplane.access.service import SESSION_COOKIE
from controlplane.access.web import access_of, visitor_of
from controlplane.console.page import Page, PageDep, see
from controlplane.console.problems import ConsoleRoute
from controlplane.console.routes.session import CALLBACK, keep
from controlplane.db.errors import ConflictError, InvalidError, NotFoundError
from shared.errors import FlotillaError

router = APIRouter(route_class=ConsoleRoute)

_INVALID: Final = 422
_DAYS: Final = (7, 30, 90, 365)
_TABS: Final = (
    ("account", "Account", "account.read"),
    ("tokens", "API tokens", "account.read"),
    ("users", "Users", "users.manage"),
    ("sessions", "Sessions", "users.manage"),
    ("sign-in", "Sign-in", "settings.read"),
)


@router.get("/settings")
def index() -> Response:
    return see("/settings/account")


@router.get("/settings/account")
def account(page: PageDep) -> HTMLResponse:
    return _account(page)


@router.post("/settings/account/password")
def change_password(
    page: PageDep,
    present: Annotated[str, Form()] = "",
    fresh: Annotated[str, Form()] = "",
    again: Annotated[str, Form()] = "",
) -> HTMLResponse:
    """Change one's own password; one's other sessions end."""
    access = access_of(page.request)
    account_id = _own(page)
    try:
        _must_agree(fresh, again)
        access.check_password(page.actor, present, visitor=visitor_of(page.request), now=page.now)
        with page.transaction() as session:
            accounts.set_password(
                session,
                account_id,
                fresh,
                hashing=access.passwords,
                actor=page.actor,
                now=page.now,
                keep_session=page.principal.session,
            )
    except FlotillaError as error:
        return _account(page, sentence=str(error), status=_INVALID)
    return _account(page, done="Your password is changed; your other sessions have ended.")


@router.post("/settings/account/sessions/{session_id}/end")
def end_own_session(page: PageDep, session_id: str) -> Response:
    with page.transaction() as session:
        sessions.revoke(session, session_id, actor=page.actor, now=page.now, account=_own(page))
    return see("/settings/account")


@router.post("/settings/setup")
def set_up(
    page: PageDep, name: Annotated[str, Form()] = "", password: Annotated[str, Form()] = ""
) -> Response:
    """Make the first admin's account, once, and sign its owner in."""
    access = access_of(page.request)
    try:
        with page.transaction() as session:
            _must_be_first(session)
            made = accounts.create(
                session,
                name=name,
                role=Role.ADMIN,
                password=password,
                hashing=access.passwords,
                actor=page.actor,
                now=page.now,
            )
    except (InvalidError, ConflictError) as error:
        return _users(page, name=name, sentence=str(error), status=_INVALID)
    cookie = access.enter_as(made, visitor=visitor_of(page.request), now=page.now)
    access.leave(page.request.cookies.get(SESSION_COOKIE, ""), now=page.now)
    answer = see("/settings/users")
    keep(page.request, answer, cookie)
    return answer


@router.get("/settings/users")
def users(page: PageDep) -> HTMLResponse:
    return _users(page)


@router.post("/settings/users")
def add_user(
    page: PageDep,
    name: Annotated[str, Form()] = "",
    role: Annotated[Role, Form()] = Role.VIEWER,
    password: Annotated[str, Form()] = "",
) -> Response:
    try:
        with page.transaction() as session:
            accounts.create(
                session,
                name=name,
                role=role,
                password=password or None,
                hashing=access_of(page.request).passwords,
                actor=page.actor,
                now=page.now,
            )
    except (InvalidError, ConflictError) as error:
        return _users(page, name=name, role=role, sentence=str(error), status=_INVALID)
    return see("/settings/users")


@router.post("/settings/users/{user}/role")
def change_role(page: PageDep, user: str, role: Annotated[Role, Form()]) -> Response:
    with page.transaction() as session:
        accounts.set_role(session, user, role, actor=page.actor, now=page.now)
    return see("/settings/users")


@router.post("/settings/users/{user}/password")
def set_password(page: PageDep, user: str, password: Annotated[str, Form()] = "") -> Response:
    try:
        with page.transaction() as session:
            accounts.set_password(
                session,
                user,
                password,
                hashing=access_of(page.request).passwords,
                actor=page.actor,
                now=page.now,
            )
    except (InvalidError, ConflictError) as error:
        return _users(page, sentence=str(error), status=_INVALID)
    return see("/settings/users")


@router.post("/settings/users/{user}/disable")
def disable(page: PageDep, user: str) -> Response:
    with page.transaction() as session:
        accounts.disable(session, user, actor=page.actor, now=page.now)
    return see("/settings/users")


@router.post("/settings/users/{user}/enable")
def enable(page: PageDep, user: str) -> Response:
    with page.transaction() as session:
        accounts.enable(session, user, actor=page.actor, now=page.now)
    return see("/settings/users")


@router.get("/settings/sessions")
def all_sessions(page: PageDep) -> HTMLResponse:
    with page.reading() as session:
        found = sessions.listed(session, now=page.now)
    return _render(page, "sessions", sessions=found)


@router.post("/settings/sessions/{session_id}/end")
def end_session(page: PageDep, session_id: str) -> Response:
    with page.transaction() as session:
        sessions.revoke(session, session_id, actor=page.actor, now=page.now)
    return see("/settings/sessions")


@router.get("/settings/tokens")
def api_tokens(page: PageDep) -> HTMLResponse:
    return _tokens(page)


@router.post("/settings/tokens")
def create_token(
    page: PageDep,
    name: Annotated[str, Form()] = "",
    scopes: Annotated[list[str] | None, Form()] = None,
    days: Annotated[int, Form(ge=1, le=730)] = 90,
) -> HTMLResponse:
    """Make a token and show it, the only time that it can be shown."""
    try:
        with page.transaction() as session:
            token, secret = tokens.create(
                session,
                principal=page.principal,
                name=name,
                scopes=scopes or [],
                expires_at=page.now + timedelta(days=days),
                now=page.now,
            )
    except FlotillaError as error:
        return _tokens(page, name=name, sentence=str(error), status=_INVALID)
    return _tokens(page, secret=secret, made=token.name)


@router.post("/settings/tokens/{token_id}/revoke")
def revoke_token(page: PageDep, token_id: str) -> Response:
    with page.transaction() as session:
        tokens.revoke(session, token_id, principal=page.principal, now=page.now)
    return see("/settings/tokens")


@router.get("/settings/sign-in")
def sign_in(page: PageDep) -> HTMLResponse:
    provider: Provider | None = getattr(page.request.app.state, "provider", None)
    return _render(
        page,
        "sign_in",
        provider=provider.settings if provider is not None else None,
        callback=f"{page.settings.browser_url}{CALLBACK}",
    )


def _account(page: Page, *, sentence: str = "", done: str = "", status: int = 200) -> HTMLResponse:
    own = page.principal.account
    with page.reading() as session:
        known = accounts.account(session, own) if own is not None else None
        found = sessions.listed(session, now=page.now, account=own) if own is not None else []
    return _render(
        page, "account", status=status, account=known, sessions=found, sentence=sentence, done=done
    )


def _users(
    page: Page,
    *,
    name: str = "",
    role: Role = Role.VIEWER,
    sentence: str = "",
    status: int = 200,
) -> HTMLResponse:
    with page.reading() as session:
        found = accounts.accounts(session)
    return _render(
        page,
        "users",
        status=status,
        users=found,
        roles=[(each.value, f"{each}: {ROLE_MEANINGS[each]}") for each in Role],
        names=[(each.value, each.value) for each in Role],
        name=name,
        role=role,
        sentence=sentence,
        sign_in_url=f"{page.settings.browser_url}/sign-in",
    )


def _tokens(
    page: Page,
    *,
    name: str = "",
    secret: str = "",
    made: str = "",
    sentence: str = "",
    status: int = 200,
) -> HTMLResponse:
    with page.reading() as session:
        found = tokens.listed(session, principal=page.principal)
    mine = [each for each in sorted(PERMISSIONS) if page.principal.may(each)]
    return _render(
        page,
        "tokens",
        status=status,
        tokens=found,
        scopes=[READ, *(each for each in mine if not each.endswith((f".{READ}", "account.write")))],
        days=[(each, f"{each} days") for each in _DAYS],
        name=name,
        secret=secret,
        made=made,
        sentence=sentence,
        url=page.settings.browser_url,
    )


def _render(page: Page, template: str, *, status: int = 200, **values: object) -> HTMLResponse:
    tabs = [(slug, word) for slug, word, needed in _TABS if page.principal.may(needed)]
    return page.render(f"settings/{template}.html", status=status, tabs=tabs, **values)


def _own(page: Page) -> str:
    """Return the account of who asks; the admin token has none."""
    if page.principal.account is None:
        raise NotFoundError("account", page.actor)
    return page.principal.account


def _must_be_first(session: Session) -> None:
    if not accounts.is_empty(session):
        raise ConflictError("there are accounts already; add another one below")


def _must_agree(fresh: str, again: str) -> None:
    if fresh != again:
        raise InvalidError("the two new passwords are not the same")
