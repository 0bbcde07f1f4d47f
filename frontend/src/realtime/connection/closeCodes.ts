/** Close codes of the WebSocket: docs/protocol.md lists them. */
export const CLOSED = {
  /** No close frame came: the connection was lost. */
  lost: 1006,
  restarting: 1012,
  /** The token is not valid any more. */
  signInAgain: 4401,
  /** The session was revoked. */
  signedOut: 4403,
  noSuchRoom: 4404,
} as const;
