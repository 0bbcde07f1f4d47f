import { useRef } from "react";

/**
 * Keeps a dialog open while a request runs whose answer is shown only once. A ref: inside the action of a form, a change
 * of state would wait for the end of the action.
 */
export function useHeldOpen(onClose: () => void) {
  const running = useRef(false);
  const close = () => {
    if (!running.current) onClose();
  };
  const hold = async <T>(request: () => Promise<T>): Promise<T> => {
    running.current = true;
    try {
      return await request();
    } finally {
      running.current = false;
    }
  };
  return { close, hold };
}
