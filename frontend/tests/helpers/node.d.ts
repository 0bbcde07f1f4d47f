// As much of Node as tusServer.ts uses. The types of Node itself would replace those of the browser in every file.

declare module "node:buffer" {
  export class Buffer extends Uint8Array {
    static alloc(size: number): Buffer;
    static concat(parts: readonly Uint8Array[]): Buffer;
    static from(text: string, encoding: "base64"): Buffer;
    subarray(start?: number, end?: number): Buffer;
    toString(): string;
  }
}

declare module "node:http" {
  import type { Buffer } from "node:buffer";

  export interface IncomingMessage extends AsyncIterable<Buffer> {
    readonly method?: string;
    readonly url?: string;
    readonly headers: Readonly<Record<string, string | undefined>>;
    readonly socket: { destroy(): void };
    resume(): void;
  }

  export interface ServerResponse {
    setHeader(name: string, value: string): void;
    writeHead(status: number, headers?: Readonly<Record<string, string | number>>): this;
    end(body?: string): void;
  }

  export interface Server {
    listen(port: number, host: string, onListening: () => void): void;
    address(): unknown;
    close(onClosed: () => void): void;
    closeAllConnections(): void;
  }

  export function createServer(answer: (request: IncomingMessage, response: ServerResponse) => void): Server;
}
