import { type DetailedError, type HttpRequest, Upload, type UploadOptions } from "tus-js-client";
import { ApiError } from "@/lib/http/request";
import type { ErrorBody, ErrorCode } from "@/lib/protocol/types";
import { accessToken, SignedOut } from "@/lib/session/session";
import type { Attachment } from "./attachment";

export const UPLOADS = "/api/uploads/";

/** Milliseconds without any byte on its way after which the connection counts as lost. */
const STALLED = 45_000;
/** The last answer waits until the server has looked at the file. */
const INSPECTED = 180_000;

export type UploadWork = {
  attachment: Attachment;
  bytes: Blob;
  chunk: number;
  signal: AbortSignal;
  /** The upload exists on the server, at this path. */
  onUrl: (url: string) => void;
  onProgress: (sent: number) => void;
  /** The server has these bytes. */
  onAccepted: () => void;
};

/** Uploads the rest of the bytes. Resolves with the path of the upload. Throws ApiError, SignedOut, or the abort. */
export function tusUpload(work: UploadWork): Promise<string> {
  return new Promise((resolve, reject) => {
    const stop = (reason: unknown) => {
      end();
      void upload.abort();
      reject(reason);
    };
    const stall = watch(() => stop(new ApiError({ status: 0, code: "network", detail: "The upload stalled." })));
    const onAbort = () => stop(work.signal.reason);
    const end = () => {
      stall.end();
      work.signal.removeEventListener("abort", onAbort);
    };
    const upload: Upload = new Upload(work.bytes, {
      ...optionsOf(work),
      onProgress: (sent, total) => {
        stall.see(sent >= total ? INSPECTED : STALLED);
        work.onProgress(sent);
      },
      onChunkComplete: work.onAccepted,
      onUploadUrlAvailable: () => upload.url && work.onUrl(pathOf(upload.url)),
      onSuccess: () => {
        end();
        resolve(pathOf(upload.url ?? ""));
      },
      onError: (error) => {
        end();
        reject(failureOf(error));
      },
    });
    work.signal.addEventListener("abort", onAbort);
    if (work.signal.aborted) return onAbort();
    upload.start();
  });
}

function optionsOf({ attachment, chunk }: UploadWork): UploadOptions {
  const { name, kind, url, key } = attachment;
  return {
    // With both, a lost connection to a known upload would begin another one.
    ...(url === null ? { endpoint: absolute(UPLOADS) } : { uploadUrl: absolute(url) }),
    // The description may change before a lost answer is asked for again under the same key, so it follows later.
    metadata: { filename: name, kind },
    chunkSize: chunk,
    // What follows a failure is decided in uploads.ts.
    retryDelays: null,
    storeFingerprintForResuming: false,
    removeFingerprintOnSuccess: false,
    onBeforeRequest: (request) => authorize(request, key),
    onAfterResponse: async (request, response) => {
      if (response.getStatus() === 401) await accessToken(tokens.get(request)).catch(() => {});
    },
  };
}

const tokens = new WeakMap<HttpRequest, string>();

async function authorize(request: HttpRequest, key: string) {
  const token = await accessToken();
  tokens.set(request, token);
  request.setHeader("Authorization", `Bearer ${token}`);
  if (request.getMethod() === "POST") request.setHeader("Idempotency-Key", key);
}

/** Calls once when nothing was seen for a while. */
function watch(onStall: () => void) {
  let timer = window.setTimeout(onStall, STALLED);
  const see = (patience: number) => {
    clearTimeout(timer);
    timer = window.setTimeout(onStall, patience);
  };
  return { see, end: () => clearTimeout(timer) };
}

const absolute = (path: string) => new URL(path, location.origin).href;

const pathOf = (url: string) => new URL(url, location.origin).pathname;

/** The server's problem, or what the status says where the answer came without one, as those to HEAD. */
function failureOf(error: Error | DetailedError): Error {
  const cause = "causingError" in error ? error.causingError : null;
  if (cause instanceof SignedOut || cause instanceof ApiError) return cause;
  const response = "originalResponse" in error ? error.originalResponse : null;
  if (!response) return new ApiError({ status: 0, code: "network", detail: error.message });
  const status = response.getStatus();
  const seconds = Number.parseInt(response.getHeader("Retry-After") ?? "", 10);
  return new ApiError({
    status,
    code: codeIn(response.getBody()) ?? codeOf(status),
    retryAfter: Number.isNaN(seconds) ? null : seconds,
  });
}

function codeIn(body: string): ErrorCode | null {
  try {
    return (JSON.parse(body) as Partial<ErrorBody>).code ?? null;
  } catch {
    return null;
  }
}

function codeOf(status: number): ErrorCode {
  if (status === 404 || status === 410) return "upload_gone";
  if (status === 413) return "file_too_large";
  if (status === 409 || status === 423) return "upload_conflict";
  if (status === 429) return "rate_limited";
  if (status === 507) return "storage_full";
  return status >= 500 ? "unavailable" : "server_error";
}
