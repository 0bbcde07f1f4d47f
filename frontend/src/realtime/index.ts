export { ConnectionBanner } from "./ConnectionBanner";
export { useConnection } from "./connection";
export { draftIn, useDraftIn } from "./draftShelf";
export { loadPage } from "./history";
export { useNamesakes } from "./names";
export { hearNews } from "./news";
export type { Pending } from "./pending";
export { pendingInThread, shownPending } from "./pending";
export { useLatestUser } from "./people";
export { type PresenceState, usePresences, wantPresence } from "./presence";
export { calls } from "./summary";
export type { Thread } from "./thread";
export { enterThread, leaveThread, loadThread } from "./threads";
export type { Timeline } from "./timeline";
export { holdTimeline, leaveTimeline, openTimeline, timelineOf, useTimeline } from "./timelines";
export { placeOf, useTyping } from "./typing";
export {
  discardMessage,
  markRead,
  retryMessage,
  sendMessage,
  showWaiting,
  takeMessage,
  tellTyping,
  type Unsent,
  unsentBy,
  useRealtime,
  writeDraft,
} from "./useRealtime";
export { unwatch, watch } from "./watching";
