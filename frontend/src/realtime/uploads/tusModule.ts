import { lazyModule } from "@/lib/lazy/lazyModule";

/** The upload client, which the first page does without. */
export const tusModule = lazyModule(() => import("./tusUpload"));
