import { lazyComponent } from "@/components/lazy/lazyComponent";
import { addTexts } from "@/lib/i18n/i18n";
import { lazyModule } from "@/lib/lazy/lazyModule";

const safety = lazyModule(async () => (await Promise.all([import("./safety"), addTexts("moderation")]))[0]);

/** Sections whose texts the other pages of the settings need not load. */
export const HiddenPeople = lazyComponent(safety, ({ HiddenPeople }) => HiddenPeople);
export const MyReports = lazyComponent(safety, ({ MyReports }) => MyReports);
