import type { ErrorBody, ErrorCode, FieldCodes, Refusal } from "@/lib/protocol/types";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** Makes a request safe to repeat: the key of what it creates, or `idempotent` where it only names a state. */
export type Once = { key?: string; idempotent?: boolean };

/**
 * A request that creates something: its idempotency key, and the signal of its closed form, after which it is not
 * repeated.
 */
export type Keyed = { key: string; closed: AbortSignal };

export type RequestOptions = Once & {
  params?: Record<string, string | number | boolean | undefined>;
  body?: unknown;
  signal?: AbortSignal;
  token?: string;
};

type Failure = {
  status: number;
  code: ErrorCode | "network";
  detail?: string;
  fields?: FieldCodes;
  users?: number[];
  retryAfter?: number | null;
  refusal?: Refusal;
};

/**
 * Code `network`: no answer, or one that no Irori server gives. `retryAfter` is in seconds. `users`: the ids of the
 * people whom the error is about, other than oneself.
 */
export class ApiError extends Error {
  readonly status: number;
  readonly code: ErrorCode | "network";
  readonly detail: string;
  readonly fields: FieldCodes;
  readonly users: number[];
  readonly retryAfter: number | null;
  readonly refusal: Refusal;

  constructor({ status, code, detail = "", fields = {}, users = [], retryAfter = null, refusal = {} }: Failure) {
    super(detail || code);
    this.name = "ApiError";
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.fields = fields;
    this.users = users;
    this.retryAfter = retryAfter;
    this.refusal = refusal;
  }
}

/**
 * Milliseconds. Without a limit a request over a connection that the network dropped never ends. A write that cannot be
 * repeated has no limit.
 */
const READ_WITHIN = 10_000;
const WRITE_WITHIN = 15_000;

export async function request<T>(method: Method, path: string, options: RequestOptions = {}): Promise<T> {
  const response = await answerOf(method, path, options);
  if (!response.ok) throw await failureOf(response);
  if (response.status === 204 || response.status === 202) return undefined as T;
  return response.json().catch(() => {
    // The login page of a hotel's network answers 200 with HTML.
    throw new ApiError({ status: 0, code: "network", detail: "The answer was not JSON." });
  });
}

async function answerOf(method: Method, path: string, options: RequestOptions) {
  const { params, body, signal } = options;
  const init: RequestInit = { method, headers: headersOf(options), signal: patienceOf(method, options) };
  if (body !== undefined) init.body = body instanceof FormData ? body : JSON.stringify(body);
  try {
    return await fetch(withQuery(path, params), init);
  } catch (error) {
    if (signal?.aborted && signal.reason?.name !== "TimeoutError") throw error;
    throw new ApiError({ status: 0, code: "network", detail: String(error) });
  }
}

function headersOf({ body, token, key }: RequestOptions) {
  const headers = new Headers({ Accept: "application/json" });
  if (token) headers.set("Authorization", `Bearer ${token}`);
  if (key) headers.set("Idempotency-Key", key);
  // The browser writes the type of a form, with the boundary of its parts.
  if (body !== undefined && !(body instanceof FormData)) headers.set("Content-Type", "application/json");
  return headers;
}

function patienceOf(method: Method, { key, idempotent, signal }: RequestOptions) {
  if (method === "GET") return within(READ_WITHIN, signal);
  return key || idempotent ? within(WRITE_WITHIN, signal) : signal;
}

function within(milliseconds: number, signal?: AbortSignal) {
  const timeout = AbortSignal.timeout(milliseconds);
  return signal ? AbortSignal.any([signal, timeout]) : timeout;
}

/** The path with its query, as it is sent. */
export function withQuery(path: string, params: RequestOptions["params"] = {}): string {
  const given = Object.entries(params).filter(([, value]) => value !== undefined);
  const query = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString();
  return query ? `${path}?${query}` : path;
}

async function failureOf(response: Response) {
  const body: Partial<ErrorBody> = await response.json().catch(() => ({}));
  return new ApiError({
    status: response.status,
    code: body.code ?? codeOfStatus(response.status),
    detail: body.detail,
    fields: body.fields,
    users: body.users,
    retryAfter: secondsOf(response.headers.get("Retry-After")),
    refusal: { note: body.note, until: body.until, reason: body.reason },
  });
}

/** A proxy answers in its own format, so only its status counts. */
function codeOfStatus(status: number): ErrorCode {
  if (status === 413) return "too_large";
  if (status === 429) return "rate_limited";
  if (status === 404) return "not_found";
  return status === 502 || status === 503 || status === 504 ? "unavailable" : "server_error";
}

function secondsOf(retryAfter: string | null) {
  const seconds = Number.parseInt(retryAfter ?? "", 10);
  return Number.isNaN(seconds) ? null : seconds;
}
