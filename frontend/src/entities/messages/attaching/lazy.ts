import { lazyComponent } from "@/components/lazy/lazyComponent";
import { addTexts } from "@/lib/i18n/i18n";
import { lazyModule } from "@/lib/lazy/lazyModule";

async function withTexts<T>(module: Promise<T>, next?: { load: () => Promise<unknown> }): Promise<T> {
  void next?.load().catch(() => {});
  return (await Promise.all([module, addTexts("attachments")]))[0];
}

const pendingModule = lazyModule(() => withTexts(import("./PendingFiles")));

/**
 * What shows files before they are sent. A room without any does without it. The pending ones are needed once the
 * message is sent, when the connection may be gone.
 */
export const DraftFiles = lazyComponent(
  lazyModule(() => withTexts(import("./DraftFiles"), pendingModule)),
  ({ DraftFiles }) => DraftFiles,
);
export const PendingFiles = lazyComponent(pendingModule, ({ PendingFiles }) => PendingFiles);
export const EditedFiles = lazyComponent(
  lazyModule(() => withTexts(import("./EditedFiles"))),
  ({ EditedFiles }) => EditedFiles,
);
