import { Buffer } from "node:buffer";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

type Stored = { size: number; received: Buffer; metadata: Record<string, string>; isGone?: boolean };
const CORS = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Allow-Methods": "POST, HEAD, PATCH, DELETE",
  "Access-Control-Allow-Headers":
    "authorization, content-type, idempotency-key, tus-resumable, upload-length, upload-metadata, upload-offset",
  "Access-Control-Expose-Headers": "Location, Retry-After, Upload-Length, Upload-Offset",
};

/** What happens to a request in place of its usual answer. */
type Trouble = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

/** A real HTTP server that speaks as much of tus 1.0 as Irori does. */
export class TusServer {
  readonly uploads = new Map<string, Stored>();
  /** "POST", "HEAD id", "PATCH id 0", "DELETE id" */
  readonly requests: string[] = [];
  readonly headers: IncomingMessage["headers"][] = [];
  /** By the start of a request's line: troubles of the next such requests. */
  readonly troubles: [start: string, trouble: Trouble][] = [];
  private readonly server: Server = createServer((request, response) => void this.answer(request, response));

  async start() {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.server.address() as { port: number }).port}/`;
  }

  async stop() {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(resolve));
  }

  only(): Stored {
    const [stored] = this.uploads.values();
    if (!stored || this.uploads.size !== 1) throw new Error(`${this.uploads.size} uploads`);
    return stored;
  }

  private async answer(request: IncomingMessage, response: ServerResponse) {
    const { method = "", url = "", headers } = request;
    const id = url.split("/")[3] ?? "";
    // jsdom takes each server for another site.
    for (const [name, value] of Object.entries(CORS)) response.setHeader(name, value);
    if (method === "OPTIONS") return void response.writeHead(204).end();
    const line = [method, id, headers["upload-offset"]].filter(Boolean).join(" ");
    this.requests.push(line);
    this.headers.push(headers);
    const at = this.troubles.findIndex(([start]) => line.startsWith(start));
    if (at >= 0) return this.troubles.splice(at, 1)[0]?.[1](request, response);
    if (method === "POST") return this.create(request, response);
    const upload = this.uploads.get(id);
    if (!upload || upload.isGone) return void response.writeHead(upload ? 410 : 404).end();
    if (method === "PATCH") await this.append(upload, request);
    if (method === "DELETE") upload.isGone = true;
    const { received, size } = upload;
    const tus = { "Upload-Offset": received.length, "Upload-Length": size, "Tus-Resumable": "1.0.0" };
    response.writeHead(method === "HEAD" ? 200 : 204, tus).end();
  }

  private create({ headers }: IncomingMessage, response: ServerResponse) {
    const id = `file-${this.uploads.size + 1}`;
    const size = Number(headers["upload-length"]);
    this.uploads.set(id, { size, received: Buffer.alloc(0), metadata: metadataOf(`${headers["upload-metadata"]}`) });
    response.writeHead(201, { Location: `/api/uploads/${id}/`, "Tus-Resumable": "1.0.0" }).end();
  }

  private async append(upload: Stored, request: IncomingMessage) {
    for await (const part of request) upload.received = Buffer.concat([upload.received, part]);
  }
}

/** Takes some bytes of the chunk, and loses the connection. */
export const breakAfter =
  (server: TusServer, bytes: number): Trouble =>
  async (request) => {
    const upload = server.uploads.get(request.url?.split("/")[3] ?? "");
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    if (upload) upload.received = Buffer.concat([upload.received, Buffer.concat(parts).subarray(0, bytes)]);
    request.socket.destroy();
  };

export const problem =
  (status: number, code: string): Trouble =>
  (request, response) => {
    request.resume();
    response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify({ code, detail: "" }));
  };

function metadataOf(header: string) {
  const pairs = header.split(",").map((pair) => pair.split(" "));
  return Object.fromEntries(pairs.map(([key, value = ""]) => [key, Buffer.from(value, "base64").toString()]));
}
