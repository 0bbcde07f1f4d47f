import { useStore } from "zustand";
import { unanswered } from "./retryUnanswered";

/** Whether a call of this page got no answer and is being sent again. */
export const useUnanswered = () => useStore(unanswered, ({ calls }) => calls > 0);
