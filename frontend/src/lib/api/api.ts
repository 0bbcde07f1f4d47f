import { ApiError, type Method, type Once, type RequestOptions, request } from "@/lib/http/request";
import { insist } from "@/lib/http/retryUnanswered";
import { accessToken } from "@/lib/session/session";
import { inLane } from "./writeQueue";

/** `lane`: the same for calls that undo each other, where their paths differ. */
type Options = Omit<RequestOptions, "body" | "token"> & { lane?: string; closed?: AbortSignal };
type Sent = Options & Pick<RequestOptions, "body">;

/** Sent again until it is answered, where that cannot do it twice. */
function write<T>(method: Method, path: string, { lane = path, closed, ...options }: Sent): Promise<T> {
  const { key, again } = options;
  const signal = closed ?? options.signal;
  const send = () => call<T>(method, path, options);
  if (key) return insist(send, { signal });
  return again ? inLane(lane, (isNewest) => insist(send, { signal, isWanted: isNewest })) : send();
}

async function call<T>(method: Method, path: string, options: RequestOptions): Promise<T> {
  const token = await accessToken();
  try {
    return await request<T>(method, path, { ...options, token });
  } catch (error) {
    // The token was good where a second step is asked for.
    if (!(error instanceof ApiError) || error.status !== 401 || error.code === "second_factor_required") throw error;
    return request<T>(method, path, { ...options, token: await accessToken(token) });
  }
}

/**
 * The REST API as the signed-in user. Throws ApiError, or SignedOut where no session is left. `put`, `patch` and `del` name a state, so
 * they are sent again; `post` is where it has a key, or `again`.
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

const STATE: Once = { again: true };
