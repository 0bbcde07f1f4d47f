import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";
import { addTexts } from "@/lib/i18n/i18n";
import { PATIENCE } from "./patience.ts";

configure({ asyncUtilTimeout: PATIENCE });
afterEach(cleanup);

// Most pages are those of people who are signed in.
await addTexts("signedIn");

// jsdom has no screen: nothing matches, as on a small one.
window.matchMedia ??= (media) => Object.assign(new EventTarget(), { media, matches: false }) as MediaQueryList;
