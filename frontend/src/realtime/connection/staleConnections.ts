/** What a browser keeps for one server. */
const MOST_CONNECTIONS = 6;
const ANSWER_WITHIN = 3000;

/**
 * Makes the browser drop the connections that the network forgot while the machine slept: it would believe in them, and every call
 * would have to find out for itself. Only a request that is given up closes one, and only all at once do they use all of them.
 */
export async function renewConnections() {
  const signal = AbortSignal.timeout(ANSWER_WITHIN);
  const ask = () => fetch(`${import.meta.env.BASE_URL}favicon.svg`, { method: "HEAD", cache: "no-store", signal });
  await Promise.allSettled(Array.from({ length: MOST_CONNECTIONS }, ask));
}
