import { lazy, Suspense } from "react";
import { useListDialogs } from "@/entities/rooms/mine/listDialogs";

const OpenListDialog = lazy(async () => ({ default: (await import("./OpenListDialog")).OpenListDialog }));

export function ListDialogs() {
  const shown = useListDialogs((state) => state.shown);
  return <Suspense>{shown && <OpenListDialog shown={shown} />}</Suspense>;
}
