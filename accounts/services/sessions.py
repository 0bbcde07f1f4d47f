"""Sessions: begin, rotate, revoke. A session decides what its tokens are good for."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial, reduce
from operator import or_
from typing import Any

from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from rest_framework_simplejwt.settings import api_settings
from rest_framework_simplejwt.tokens import Token

from accounts.models import Session, User
from accounts.services import session_acts
from accounts.signals import sessions_ended
from accounts.tokens import AccessToken, AnyClaim, RefreshToken, Ticket, Tokens, parse
from core.db.prepared import ID, Prepared
from core.problems import Problem
from core.redis.cache import shared

# How long the token just replaced is still answered with its successor, for two tabs that refresh at once.
ROTATION_GRACE = timedelta(seconds=20)
# The same while no token of the successor was used: then the answer was lost, and nobody has it.
LOST_ANSWER_GRACE = timedelta(minutes=5)
# Live sessions of one person. A program that signs in for each of its calls would have thousands.
MOST = 200
# Sessions of one statement, and of one frame to their sockets.
AT_ONCE = 500


def begin(user: User, *, user_agent: str = "", address: str | None = None) -> Tokens:
    """Begin a session of `user` on a device. Of more than MOST the one ends that was not used for the longest time."""
    session = Session(
        user=user, user_agent=user_agent, address=address, expires_at=timezone.now() + RefreshToken.lifetime
    )
    session.save(force_insert=True)
    _end_surplus(user)
    return _tokens(session)


def _end_surplus(user: User) -> None:
    # One, as one begins: looking for more would read all that have ended. Others, of a former version, expire by themselves.
    if surplus := list(user.sessions.live().order_by("-last_used_at")[MOST : MOST + 1]):
        revoke(surplus, Session.End.SIGNED_OUT_ELSEWHERE)


def rotate(raw: str) -> Tokens:
    """Exchange a refresh token for the next generation. Raises Problem with a 401 code.

    One compare-and-swap rotates, so simultaneous uses of one token make one generation. A token older than the one just
    replaced can only be a copy: the session ends (RFC 9700 4.14.2).
    """
    token = parse(RefreshToken, raw)
    session_id, generation = _claim(token, "sid", uuid.UUID), _claim(token, "gen", int)
    now = timezone.now()
    # A generation above the stored one was issued after the backup that was restored: no copy, and the session goes on
    # from it.
    Session.objects.live().filter(pk=session_id, generation__lte=generation).update(
        generation=generation + 1, rotated_at=now, last_used_at=now, expires_at=now + RefreshToken.lifetime
    )
    session = live_session(token)
    if _has_just_replaced(session, generation):
        return _tokens(session)
    revoke([session], Session.End.TOKEN_REUSED)
    raise Problem("session_revoked")


def access_for(raw: str) -> tuple[Session, str]:
    """The session of a refresh token and an access token of it. The refresh token stays good, so nothing is lost with the answer.
    Raises Problem with a 401 code.

    A token that was replaced gets one for as long as `rotate` would answer it. Later it gets none, and nothing ends by that: who
    asks takes no turn with those who rotate, and the request may have been under way for long.
    """
    token = parse(RefreshToken, raw)
    generation, session = _claim(token, "gen", int), live_session(token)
    is_known = generation >= session.generation
    if not is_known and not _has_just_replaced(session, generation):
        raise Problem("token_invalid")
    # Of the generation that the browser has: its use says nothing of the successor.
    return session, _access(session, generation)


def _has_just_replaced(session: Session, generation: int) -> bool:
    return session.generation == generation + 1 and timezone.now() - session.rotated_at <= _grace(session)


def _grace(session: Session) -> timedelta:
    """How long the former token is answered. With five minutes in every case a thief could follow each rotation unnoticed."""
    return ROTATION_GRACE if session.used_generation == session.generation else LOST_ANSWER_GRACE


def resume(session_id: str, user: User) -> Tokens | None:
    """The first tokens of a session again, where none was used: the first answer was lost. None otherwise."""
    fresh = Session.objects.live().select_related("user").filter(pk=session_id, user=user, generation=0).first()
    return _tokens(fresh) if fresh else None


def live_session(token: Token) -> Session:
    """The session of a token, with its user, in one query. Raises Problem with a 401 code."""
    (outcome,) = live_sessions([token])
    if isinstance(outcome, Problem):
        raise outcome
    return outcome


def live_sessions(tokens: Sequence[Token]) -> list[Session | Problem]:
    """The sessions of many tokens, with their users, in one query. A Problem is the outcome of its token.

    One more query, once for each generation, notes that an access token of it was used.
    """
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
    """Whether this is the first use of an access token of its generation."""
    if isinstance(outcome, Problem) or not isinstance(token, AccessToken):
        return False
    return bool(token.get("gen") == outcome.generation > outcome.used_generation)


def _note_use(used: Iterable[Token]) -> None:
    pairs = [Q(pk=session_id_of(token), generation=token["gen"]) for token in used]
    if pairs:
        Session.objects.filter(reduce(or_, pairs)).update(used_generation=F("generation"))


def look_again(session_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Session | Problem]:
    """Read sessions that were valid before, with their users, in one query: each as it is now, or the Problem that ended it."""
    found = _with_users(session_ids)
    # A session may have been deleted.
    return {pk: _if_live(found[pk]) if pk in found else Problem("session_revoked") for pk in session_ids}


def _if_live(session: Session) -> Session | Problem:
    if not session.user.is_active:
        return Problem("user_inactive")
    if session.revoked_at is not None or session.expires_at <= timezone.now():
        return Problem("session_revoked")
    return session


def endings(session_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The sessions that are over, with the error code of the reason; one query, for sockets that may have missed the event."""
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
    sessions: Any = Session.objects.filter(pk__in=pks)  # the type checker cannot follow computed columns
    return sessions.values_list(*_SESSION, *(f"user__{name}" for name in _USER))  # type: ignore[no-any-return]


# Runs for every REST call and every socket. `select_related("user").get()` spent most of its time on making SQL.
_prepared_sessions = Prepared(_sessions, ID)


@transaction.atomic(savepoint=False)
def revoke(sessions: Iterable[Session], end: Session.End, *, by: User | None = None) -> None:
    """End these sessions. Sessions that ended before keep their reason. `by`: an administrator who ends them."""
    ended, now = list(sessions), timezone.now()
    parts = [ended[at : at + AT_ONCE] for at in range(0, len(ended), AT_ONCE)]
    if sum(_end(part, end, now) for part in parts):
        session_acts.record_end([session for session in ended if session.revoked_at is None], end, by)
    reason = "user_inactive" if end == Session.End.DEACTIVATED else "session_revoked"
    for part in parts:
        transaction.on_commit(partial(sessions_ended.send, Session, sessions=part, reason=reason))


def _end(sessions: Sequence[Session], end: Session.End, now: datetime) -> int:
    ids = [session.pk for session in sessions]
    return Session.objects.filter(pk__in=ids, revoked_at=None).update(revoked_at=now, end=end)


def issue_ticket(session_id: uuid.UUID, user: User) -> str:
    ticket = Ticket()
    ticket["sid"] = str(session_id)
    ticket["user_id"] = str(user.pk)
    return str(ticket)


def redeem_ticket(raw: str) -> Ticket:
    """Use a ticket. Raises Problem `token_expired` or `token_invalid`, the latter also at its second use."""
    ticket = parse(Ticket, raw)
    # `add` is atomic in every cache backend: of two sockets with one ticket, one gets in.
    key, kept = f"ticket:{ticket['jti']}", Ticket.lifetime.total_seconds() + api_settings.LEEWAY + 1
    if not shared(lambda cache: cache.add(key, 1, timeout=kept)):
        raise Problem("token_invalid")
    return ticket


def session_id_of(token: Token) -> uuid.UUID:
    """The session's id in a token. Raises Problem `token_invalid`."""
    return _claim(token, "sid", uuid.UUID)


def _session_id(token: Token) -> uuid.UUID | None:
    try:
        return session_id_of(token)
    except Problem:
        return None


def _tokens(session: Session) -> Tokens:
    refresh = _of_session(RefreshToken(), session, session.generation)
    return Tokens(session, _access(session, session.generation), refresh)


def _access(session: Session, generation: int) -> str:
    return _of_session(AccessToken(), session, generation)


def _of_session(token: Token, session: Session, generation: int) -> str:
    token["sid"] = str(session.pk)
    token["user_id"] = str(session.user_id)
    token["gen"] = generation
    return str(token)


def _claim(token: Token, name: str, kind: type[AnyClaim]) -> AnyClaim:
    try:
        return kind(token[name])
    except (KeyError, ValueError, TypeError, AttributeError):
        raise Problem("token_invalid") from None
