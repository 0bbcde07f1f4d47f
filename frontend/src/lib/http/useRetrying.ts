import { useStore } from "zustand";
import { retrying } from "./retryUnanswered";

/** Whether this page is repeating an unanswered request. */
export const useRetrying = () => useStore(retrying, ({ requests }) => requests > 0);
