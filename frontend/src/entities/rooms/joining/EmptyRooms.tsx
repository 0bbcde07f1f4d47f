import { lazyComponent } from "@/components/lazy/lazyComponent";
import { lazyModule } from "@/lib/lazy/lazyModule";

/** Shown to a person without rooms, with the first steps. Most people are in a room when they open the page. */
export const EmptyRooms = lazyComponent(
  lazyModule(() => import("./FirstRooms")),
  ({ FirstRooms }) => FirstRooms,
);
