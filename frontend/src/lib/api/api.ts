import { ApiError, type Method, type Once, type RequestOptions, request, withQuery } from "@/lib/http/request";
import { retryUnanswered } from "@/lib/http/retryUnanswered";
import { accessToken, takeEmbedded } from "@/lib/session/session";
import { queueWrite } from "./writeQueue";

/** `queue`: shared by requests that undo each other under different paths. */
type Options = Omit<RequestOptions, "body" | "token"> & { queue?: string; closed?: AbortSignal };
type Sent = Options & Pick<RequestOptions, "body">;

/** Sends an idempotent request again until the server answers. */
function write<T>(method: Method, path: string, { queue = path, closed, ...options }: Sent): Promise<T> {
  const { key, idempotent } = options;
  const signal = closed ?? options.signal;
  const send = () => call<T>(method, path, options);
  if (key) return retryUnanswered(send, { signal });
  if (!idempotent) return send();
  const fields = method === "PATCH" ? Object.keys(options.body ?? {}) : null;
  return queueWrite(queue, fields, (isNewest) => retryUnanswered(send, { signal, isWanted: isNewest }));
}

async function call<T>(method: Method, path: string, options: RequestOptions): Promise<T> {
  const token = await accessToken();
  const known = method === "GET" ? takeEmbedded<T>(withQuery(path, options.params)) : undefined;
  if (known !== undefined) return known;
  try {
    return await request<T>(method, path, { ...options, token });
  } catch (error) {
    // The token was valid: the server asks for a second factor.
    if (!(error instanceof ApiError) || error.status !== 401 || error.code === "second_factor_required") throw error;
    return request<T>(method, path, { ...options, token: await accessToken(token) });
  }
}

/**
 * The REST API as the signed-in user. Throws ApiError, or SignedOut without a session. `put`, `patch` and `del` name a
 * state, so they are sent again; `post` is sent again with a key or as `idempotent`.
 */
export const api = {
  get: <T>(path: string, options: Options = {}) => call<T>("GET", path, options),
  post: <T>(path: string, body?: unknown, options: Options = {}) => write<T>("POST", path, { ...options, body }),
  put: <T>(path: string, body?: unknown, options: Options = {}) =>
    write<T>("PUT", path, { ...STATE, ...options, body }),
  patch: <T>(path: string, body?: unknown, options: Options = {}) =>
    write<T>("PATCH", path, { ...STATE, ...options, body }),
  del: <T = void>(path: string, options: Options = {}) => write<T>("DELETE", path, { ...STATE, ...options }),
};

const STATE: Once = { idempotent: true };
