import { lazyComponent } from "@/components/lazy/lazyComponent";
import { addTexts } from "@/lib/i18n/i18n";
import { lazyModule } from "@/lib/lazy/lazyModule";

const withTexts = async <T>(module: Promise<T>): Promise<T> =>
  (await Promise.all([module, addTexts("attachments")]))[0];

const pendingModule = lazyModule(() => withTexts(import("./PendingFiles")));

/** What shows files before they are sent. A room without any does without it. */
export const DraftFiles = lazyComponent(
  lazyModule(() => {
    // Needed once the message is sent, when the connection may be gone.
    void pendingModule.load().catch(() => {});
    return withTexts(import("./DraftFiles"));
  }),
  ({ DraftFiles }) => DraftFiles,
);
export const PendingFiles = lazyComponent(pendingModule, ({ PendingFiles }) => PendingFiles);
export const EditedFiles = lazyComponent(
  lazyModule(() => withTexts(import("./EditedFiles"))),
  ({ EditedFiles }) => EditedFiles,
);
