"""Why accounts, sessions and ways into the site refuse something."""

from collections.abc import Mapping

# code: (HTTP status, what it says where nothing more precise is known)
PROBLEMS: Mapping[str, tuple[int, str]] = {
    "idempotency_conflict": (409, "This Idempotency-Key already belongs to another request: choose a new one."),
    "token_missing": (401, "No access token was offered."),
    "token_expired": (401, "The token has expired."),
    "token_invalid": (401, "The token is not valid."),
    "session_revoked": (401, "This device was signed out."),
    "user_inactive": (401, "This account is not active."),
    "wrong_credentials": (401, "User name and password do not match."),
    "wrong_password": (400, "The current password is wrong."),
    "second_factor_required": (
        401,
        "The password is right. Send a code of the authenticator app, or a recovery code, as `code`.",
    ),
    "wrong_code": (400, "This code is not right, or was used already."),
    "second_factor_on": (409, "Two-step sign-in is on already."),
    "second_factor_off": (409, "Two-step sign-in is not on."),
    "email_unverified": (403, "Open the link that was mailed to this address first."),
    "link_invalid": (400, "This link was used already, is too old, or is not complete."),
    "mail_unavailable": (409, "This site sends no mail: ask the person who runs it."),
    "origin_refused": (403, "The request comes from another site."),
    "registration_closed": (403, "Registration is closed on this site."),
    "invitation_required": (403, "Joining this site takes an invitation."),
    "invitation_invalid": (403, "This invitation has expired, was used up, or never was one."),
    "setup_needed": (403, "Nobody has set this site up yet: whoever runs it does that first."),
}
