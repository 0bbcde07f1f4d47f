import { lazyComponent, NoFailure } from "@/components/lazy/lazyComponent";
import { aheadModule } from "@/lib/lazy/aheadModule";

/** Who is muted or hidden is asked for once the first page is drawn. */
export const ModerationState = lazyComponent(
  aheadModule(() => import("@/features/moderation/ModerationState")),
  ({ ModerationState }) => ModerationState,
  NoFailure,
);
