import { useEffect } from "react";
import { enterThread, leaveThread, loadThread } from "@/realtime/timeline/openThread";
import { useTimeline } from "@/realtime/timeline/timelineStore";

/** Opens the thread with its panel, and loads it again after the history was replaced. */
export function useThread(room: number, root: number | undefined) {
  const timeline = useTimeline(room);
  const isThere = timeline !== undefined;
  useEffect(() => {
    if (!isThere || root === undefined) return;
    enterThread(room, root);
    return () => leaveThread(room);
  }, [room, root, isThere]);
  const thread = timeline?.thread;
  const isWanted = thread != null && thread.id === root && !thread.isLoaded && !thread.load && !thread.failure;
  useEffect(() => {
    if (isWanted) void loadThread(room);
  }, [room, isWanted]);
  return timeline;
}
