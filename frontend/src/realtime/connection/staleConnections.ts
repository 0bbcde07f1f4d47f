/** Connections that a browser keeps to one server. */
const MOST_CONNECTIONS = 6;
const ANSWER_WITHIN = 3000;

/**
 * Makes the browser drop connections that died while the machine slept; each request would run into one of them. Only
 * an aborted request closes a connection, and only as many requests at once reach all of them.
 */
export async function renewConnections() {
  const signal = AbortSignal.timeout(ANSWER_WITHIN);
  const ask = () => fetch(`${import.meta.env.BASE_URL}favicon.svg`, { method: "HEAD", cache: "no-store", signal });
  await Promise.allSettled(Array.from({ length: MOST_CONNECTIONS }, ask));
}
