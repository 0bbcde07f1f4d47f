export { ConnectionBanner } from "./ConnectionBanner";
export { useConnection } from "./connection";
export { loadPage } from "./history";
export type { Pending } from "./pending";
export { pendingInThread, shownPending } from "./pending";
export type { Thread } from "./thread";
export { enterThread, leaveThread, loadThread } from "./threads";
export type { Timeline } from "./timeline";
export { holdTimeline, leaveTimeline, openTimeline, useTimeline } from "./timelines";
export { placeOf, useTyping } from "./typing";
export {
  discardMessage,
  markRead,
  retryMessage,
  sendMessage,
  showWaiting,
  takeMessage,
  tellTyping,
  useRealtime,
} from "./useRealtime";
export { unwatch, watch } from "./watching";
