"""Sessions: begin, rotate, revoke. A session decides what its tokens are good for."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from rest_framework_simplejwt.settings import api_settings
from rest_framework_simplejwt.tokens import Token

from accounts.models import Session, User
from accounts.signals import sessions_ended
from accounts.tokens import AccessToken, AnyClaim, RefreshToken, Ticket, Tokens, parse
from core.db.prepared import ID, Prepared
from core.problems import Problem
from core.redis.cache import shared

# How long the token just replaced is still answered with its successor, whoever has that already: for two tabs at once.
ROTATION_GRACE = timedelta(seconds=20)
# The same as long as nothing of the successor was used: then its answer was lost on the way, and nobody has it.
LOST_ANSWER_GRACE = timedelta(minutes=5)


def begin(user: User, *, user_agent: str = "", address: str | None = None) -> Tokens:
    """Sign a device in."""
    session = Session(
        user=user, user_agent=user_agent, address=address, expires_at=timezone.now() + RefreshToken.lifetime
    )
    session.save(force_insert=True)
    return _tokens(session)


def rotate(raw: str) -> Tokens:
    """Exchange a refresh token for the next generation. Raises Problem with a 401 code.

    One compare-and-swap decides who rotates, so simultaneous uses of one token make one generation. A token older than
    the one just replaced can only be a copy: the session ends (RFC 9700 4.14.2).
    """
    token = parse(RefreshToken, raw)
    session_id, generation = _claim(token, "sid", uuid.UUID), _claim(token, "gen", int)
    now = timezone.now()
    # A generation above ours was given out before a backup was restored; it is no copy, and the session goes on from it.
    Session.objects.live().filter(pk=session_id, generation__lte=generation).update(
        generation=generation + 1, rotated_at=now, last_used_at=now, expires_at=now + RefreshToken.lifetime
    )
    session = live_session(token)
    if session.generation == generation + 1 and now - session.rotated_at <= _grace(session):
        return _tokens(session)
    revoke([session], Session.End.TOKEN_REUSED)
    raise Problem("session_revoked")


def _grace(session: Session) -> timedelta:
    """Of the token before. Were it five minutes in any case, a thief could follow each rotation unnoticed for ever."""
    return ROTATION_GRACE if session.used_generation == session.generation else LOST_ANSWER_GRACE


def resume(session_id: str, user: User) -> Tokens | None:
    """The tokens of a session of which none was used yet, once more: its first answer was lost."""
    fresh = Session.objects.live().select_related("user").filter(pk=session_id, user=user, generation=0).first()
    return _tokens(fresh) if fresh else None


def live_session(token: Token) -> Session:
    """The session a token belongs to, with its user, in one query. Raises Problem with a 401 code."""
    (outcome,) = live_sessions([token])
    if isinstance(outcome, Problem):
        raise outcome
    return outcome


def live_sessions(tokens: Sequence[Token]) -> list[Session | Problem]:
    """The same for many, still in one query; what would be raised is the outcome of its token. One more query notes that access tokens of
    a new generation are used, once for each generation."""
    outcomes: list[Session | Problem] = []
    sessions = _with_users({session_id for token in tokens if (session_id := _session_id(token))})
    for token in tokens:
        session = sessions.get(_session_id(token))
        if session is None or str(session.user_id) != str(token.get("user_id")):
            outcomes.append(Problem("token_invalid"))
        else:
            outcomes.append(_if_live(session))
    _note_use(token for token, outcome in zip(tokens, outcomes, strict=True) if _is_news(token, outcome))
    return outcomes


def _is_news(token: Token, outcome: Session | Problem) -> bool:
    """Whether an access token shows that its generation has arrived."""
    if isinstance(outcome, Problem) or not isinstance(token, AccessToken):
        return False
    return bool(token.get("gen") == outcome.generation > outcome.used_generation)


def _note_use(used: Iterable[Token]) -> None:
    pairs = [Q(pk=session_id_of(token), generation=token["gen"]) for token in used]
    if pairs:
        Session.objects.filter(reduce(or_, pairs)).update(used_generation=F("generation"))


def look_again(session_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Session | Problem]:
    """Sessions found alive before, as they and their users are now, or why they are over: one query."""
    found = _with_users(session_ids)
    # A session may be gone altogether.
    return {pk: _if_live(found[pk]) if pk in found else Problem("session_revoked") for pk in session_ids}


def _if_live(session: Session) -> Session | Problem:
    if not session.user.is_active:
        return Problem("user_inactive")
    if session.revoked_at is not None or session.expires_at <= timezone.now():
        return Problem("session_revoked")
    return session


def endings(session_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Those of these sessions that are over, and the error code that says why: one query, for sockets that may have missed being told."""
    again = look_again(session_ids).items()
    return {pk: outcome.code for pk, outcome in again if isinstance(outcome, Problem)}


def _with_users(session_ids: Collection[uuid.UUID]) -> dict[uuid.UUID | None, Session]:
    rows = _prepared_sessions(*session_ids) if session_ids else []
    sessions: dict[uuid.UUID | None, Session] = {}
    for row in rows:
        session = Session.from_db(DEFAULT_DB_ALIAS, _SESSION, row[: len(_SESSION)])
        session.user = User.from_db(DEFAULT_DB_ALIAS, _USER, row[len(_SESSION) :])
        sessions[session.pk] = session
    return sessions


_SESSION = [field.attname for field in Session._meta.concrete_fields]
_USER = [field.attname for field in User._meta.concrete_fields]


def _sessions(pks: Collection[uuid.UUID]) -> QuerySet[Any, Any]:
    sessions: Any = Session.objects.filter(pk__in=pks)  # the type checker cannot follow columns that are worked out
    return sessions.values_list(*_SESSION, *(f"user__{name}" for name in _USER))  # type: ignore[no-any-return]


# Asked for every REST call and every socket: `select_related("user").get()` spent most of its time on making its SQL.
_prepared_sessions = Prepared(_sessions, ID)


def revoke(sessions: Iterable[Session], end: Session.End) -> None:
    """End these sessions; those that ended before keep their reason."""
    ended = list(sessions)
    ids = [session.pk for session in ended]
    Session.objects.filter(pk__in=ids, revoked_at=None).update(revoked_at=timezone.now(), end=end)
    reason = "user_inactive" if end == Session.End.DEACTIVATED else "session_revoked"
    transaction.on_commit(lambda: sessions_ended.send(Session, sessions=ended, reason=reason))


def issue_ticket(session_id: uuid.UUID, user: User) -> str:
    ticket = Ticket()
    ticket["sid"] = str(session_id)
    ticket["user_id"] = str(user.pk)
    return str(ticket)


def redeem_ticket(raw: str) -> Ticket:
    """The ticket, once. Raises Problem `token_expired` or `token_invalid`."""
    ticket = parse(Ticket, raw)
    # `add` is atomic in every cache backend: of two sockets with one ticket, one gets in.
    key, kept = f"ticket:{ticket['jti']}", Ticket.lifetime.total_seconds() + api_settings.LEEWAY + 1
    if not shared(lambda cache: cache.add(key, 1, timeout=kept)):
        raise Problem("token_invalid")
    return ticket


def session_id_of(token: Token) -> uuid.UUID:
    """Raises Problem `token_invalid`."""
    return _claim(token, "sid", uuid.UUID)


def _session_id(token: Token) -> uuid.UUID | None:
    try:
        return session_id_of(token)
    except Problem:
        return None


def _tokens(session: Session) -> Tokens:
    access, refresh = AccessToken(), RefreshToken()
    for token in (access, refresh):
        token["sid"] = str(session.pk)
        token["user_id"] = str(session.user_id)
        token["gen"] = session.generation
    return Tokens(session, str(access), str(refresh))


def _claim(token: Token, name: str, kind: type[AnyClaim]) -> AnyClaim:
    try:
        return kind(token[name])
    except (KeyError, ValueError, TypeError, AttributeError):
        raise Problem("token_invalid") from None
