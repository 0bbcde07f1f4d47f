import { ApiError, type Method, type RequestOptions, request } from "@/lib/http";
import { accessToken } from "@/lib/session";

export { ApiError } from "@/lib/http";

type Options = Omit<RequestOptions, "body" | "token">;

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

/** The REST API as the signed-in user. Throws ApiError, or SignedOut where no session is left. */
export const api = {
  get: <T>(path: string, options: Options = {}) => call<T>("GET", path, options),
  post: <T>(path: string, body?: unknown, options: Options = {}) => call<T>("POST", path, { ...options, body }),
  put: <T>(path: string, body?: unknown, options: Options = {}) => call<T>("PUT", path, { ...options, body }),
  patch: <T>(path: string, body?: unknown, options: Options = {}) => call<T>("PATCH", path, { ...options, body }),
  del: <T = void>(path: string, options: Options = {}) => call<T>("DELETE", path, options),
};
