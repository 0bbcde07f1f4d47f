import { useCallback, useEffect, useRef } from "react";
import { newNonce } from "./nonce";
import type { Keyed } from "./request";

/**
 * Gives each content of a form one idempotency key until its request succeeds, also when the button is pressed again
 * after a failure, so that the server creates one thing. A closed form does not repeat its request.
 */
export function useIdempotencyKey() {
  const keys = useRef(new Map<string, string>());
  const closing = useRef<AbortController>(null);
  useEffect(() => {
    const controller = new AbortController();
    closing.current = controller;
    return () => controller.abort();
  }, []);
  return useCallback(async <T>(content: unknown, send: (keyed: Keyed) => Promise<T>): Promise<T> => {
    const name = JSON.stringify(content);
    const key = keys.current.get(name) ?? newNonce();
    keys.current.set(name, key);
    const { signal: closed } = closing.current ?? new AbortController();
    const made = await send({ key, closed });
    keys.current.delete(name);
    return made;
  }, []);
}
