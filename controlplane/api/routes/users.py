"""`/users` and `/sessions`: who may sign in, and who is; `/me`: who asks."""

from fastapi import APIRouter, Response

from controlplane.access import accounts, sessions
from controlplane.access.policy import PERMISSIONS
from controlplane.api.deps import AccessDep, ActorDep, ClockDep, DatabaseDep, PrincipalDep
from controlplane.api.schemas.access import (
    ConsoleSession,
    ConsoleSessions,
    Me,
    NewPassword,
    NewUser,
    User,
    UserChange,
    Users,
)

router = APIRouter(tags=["users"])


@router.get("/me")
def show_me(principal: PrincipalDep) -> Me:
    """Say who asks, and what they may do."""
    return Me.of(principal, [name for name in sorted(PERMISSIONS) if principal.may(name)])


@router.get("/users")
def list_users(_actor: ActorDep, database: DatabaseDep) -> Users:
    """List everybody, by name."""
    with database.reading() as session:
        return Users(users=[User.of(each) for each in accounts.accounts(session)])


@router.post("/users", status_code=201)
def add_user(
    body: NewUser, actor: ActorDep, database: DatabaseDep, access: AccessDep, clock: ClockDep
) -> User:
    """Add a user; without a password they wait for one, or for the identity provider."""
    with database.transaction() as session:
        account = accounts.create(
            session,
            name=body.name,
            role=body.role,
            password=body.password.get_secret_value() if body.password is not None else None,
            hashing=access.passwords,
            actor=actor,
            now=clock.now(),
        )
        return User.of(accounts.account(session, account))


@router.get("/users/{user}")
def show_user(user: str, _actor: ActorDep, database: DatabaseDep) -> User:
    """Show a user, by name or id."""
    with database.reading() as session:
        return User.of(accounts.account(session, user))


@router.patch("/users/{user}")
def change_user(
    user: str, body: UserChange, actor: ActorDep, database: DatabaseDep, clock: ClockDep
) -> User:
    """Change the role; disable somebody, or let them in again."""
    now = clock.now()
    with database.transaction() as session:
        known = accounts.account(session, user)
        if body.role is not None:
            accounts.set_role(session, known.id, body.role, actor=actor, now=now)
        if body.disabled is not None:
            change = accounts.disable if body.disabled else accounts.enable
            change(session, known.id, actor=actor, now=now)
        session.flush()
        return User.of(accounts.account(session, known.id))


@router.put("/users/{user}/password", status_code=204, response_class=Response)
def set_user_password(
    user: str,
    body: NewPassword,
    actor: ActorDep,
    database: DatabaseDep,
    access: AccessDep,
    clock: ClockDep,
) -> None:
    """Give a user a new password; their sessions end."""
    with database.transaction() as session:
        accounts.set_password(
            session,
            user,
            body.password.get_secret_value(),
            hashing=access.passwords,
            actor=actor,
            now=clock.now(),
        )


@router.get("/sessions")
def list_sessions(_actor: ActorDep, database: DatabaseDep, clock: ClockDep) -> ConsoleSessions:
    """List the sessions of the console that are open, the last used first."""
    with database.reading() as session:
        found = sessions.listed(session, now=clock.now())
    return ConsoleSessions(sessions=[ConsoleSession.of(each) for each in found])


@router.delete("/sessions/{session_id}", status_code=204, response_class=Response)
def end_session(session_id: str, actor: ActorDep, database: DatabaseDep, clock: ClockDep) -> None:
    """End a session of the console; whoever had it must sign in again."""
    with database.transaction() as session:
        sessions.revoke(session, session_id, actor=actor, now=clock.now())
