import { lazy, Suspense } from "react";

// Most people are in a room when they open the page.
const FirstRooms = lazy(async () => ({ default: (await import("./FirstRooms")).FirstRooms }));

/** Shown to a person without rooms, with the first steps. */
export function EmptyRooms() {
  return (
    <Suspense>
      <FirstRooms />
    </Suspense>
  );
}
