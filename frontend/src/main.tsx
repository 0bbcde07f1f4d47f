import { StrictMode, startTransition } from "react";
import { createRoot } from "react-dom/client";
import { App } from "@/app/App";
import { signedInModule } from "@/app/signedInModule";
import { followKeyboard } from "@/lib/browser/pageHeight";
import { whenIdle } from "@/lib/browser/whenIdle";
import { startI18n } from "@/lib/i18n/i18n";
import { loadAhead } from "@/lib/lazy/aheadModule";
import { session, sessionKnown } from "@/lib/session/session";
import { wasSignedIn } from "@/lib/session/storedData";
import "@/index.css";

/** Milliseconds that index.html's outline stays: most visits show the page directly after it. */
const A_MOMENT = 300;

// Not awaited: the app's chunk imports this file and would wait for it.
void begin();

async function begin() {
  followKeyboard();
  const answered = firstAnswers();
  await Promise.all([startI18n(), Promise.race([answered, likelyLoaded().then(moment)])]);
  const root = document.getElementById("root");
  if (!root) throw new Error("index.html has no #root");
  // As a transition React renders in slices, which keeps the page responsive.
  startTransition(() =>
    createRoot(root).render(
      <StrictMode>
        <App />
      </StrictMode>,
    ),
  );
  await answered;
  // Whoever signs in is typing meanwhile.
  whenIdle(() => void signedInModule.whenLoaded().then(loadAhead));
}

async function firstAnswers() {
  await sessionKnown();
  const { user } = session.getState();
  if (!user) return;
  // The page says where it could not be loaded.
  const app = await signedInModule.load().catch(() => undefined);
  await app?.firstAnswers(user.id).catch(() => {});
}

/** For whoever is probably signed in: what arrived in the middle of drawing would be drawn once more. */
async function likelyLoaded() {
  if (wasSignedIn()) await signedInModule.load().catch(() => {});
}

function moment() {
  return new Promise((resolve) => setTimeout(resolve, A_MOMENT));
}
