import { useCallback, useEffect, useRef } from "react";
import { newNonce } from "./nonce";
import type { Making } from "./request";

/**
 * What somebody wants to make with one form. The same content goes under one key until it has succeeded, also when the button is pressed
 * again after a failure, so the server makes one thing of it. A form that is closed insists no longer.
 */
export function useIntent() {
  const keys = useRef(new Map<string, string>());
  const closing = useRef<AbortController>(null);
  useEffect(() => {
    const controller = new AbortController();
    closing.current = controller;
    return () => controller.abort();
  }, []);
  return useCallback(async <T>(content: unknown, send: (making: Making) => Promise<T>): Promise<T> => {
    const name = JSON.stringify(content);
    const key = keys.current.get(name) ?? newNonce();
    keys.current.set(name, key);
    const { signal: closed } = closing.current ?? new AbortController();
    const made = await send({ key, closed });
    keys.current.delete(name);
    return made;
  }, []);
}
